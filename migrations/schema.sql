-- Generated from the migrations; `npm run schema` writes it. Month partitions are left out.

create table account_outbox (
  id uuid not null,
  seq bigint not null generated always as identity,
  channel text not null,
  payload jsonb not null,
  status text not null default 'pending'::text,
  attempts integer not null default 0,
  reason text,
  provider_id text,
  not_before timestamp with time zone not null default now(),
  enqueued_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  constraint account_outbox_attempts_check CHECK (((attempts >= 0) AND (attempts <= 5))),
  constraint account_outbox_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'sent'::text, 'dead'::text, 'cancelled'::text, 'quarantined'::text]))),
  constraint account_outbox_pkey PRIMARY KEY (id)
);
CREATE INDEX account_outbox_dead ON public.account_outbox USING btree (finished_at) WHERE (status = 'dead'::text);
CREATE INDEX account_outbox_due ON public.account_outbox USING btree (not_before, seq) WHERE ((status = 'pending'::text) AND (enqueued_at IS NULL));
CREATE INDEX account_outbox_in_flight ON public.account_outbox USING btree (enqueued_at) WHERE ((status = 'pending'::text) AND (enqueued_at IS NOT NULL));
CREATE INDEX account_outbox_provider ON public.account_outbox USING btree (provider_id) WHERE (provider_id IS NOT NULL);
CREATE INDEX account_outbox_set_aside ON public.account_outbox USING btree (created_at) WHERE (status = 'quarantined'::text);
-- grant insert, select, update to bookflow_app
-- grant delete, select, update to bookflow_cross

create table account_stub_mails (
  id uuid not null,
  outbox_id uuid not null,
  recipient text not null,
  subject text not null,
  text text not null,
  html text not null,
  attachments jsonb not null default '[]'::jsonb,
  sent_at timestamp with time zone not null default now(),
  constraint account_stub_mails_pkey PRIMARY KEY (id),
  constraint account_stub_mails_outbox_id_key UNIQUE (outbox_id)
);
-- grant insert, select to bookflow_app
-- grant delete, select to bookflow_cross

create table account_tokens (
  id uuid not null,
  user_id uuid not null,
  purpose text not null,
  token_hash text not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint account_tokens_purpose_check CHECK ((purpose = 'auth.reset'::text)),
  constraint account_tokens_token_hash_check CHECK ((token_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint account_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint account_tokens_pkey PRIMARY KEY (id),
  constraint account_tokens_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX account_tokens_age ON public.account_tokens USING btree (expires_at);
CREATE INDEX account_tokens_of_user ON public.account_tokens USING btree (user_id);
-- grant delete, insert, select, update to bookflow_app

create table api_keys (
  org_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  name text not null,
  scopes text[] not null,
  secret_hash text not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  revoked_by uuid,
  constraint api_keys_check CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '366 days'::interval)))),
  constraint api_keys_check1 CHECK (((revoked_by IS NULL) OR (revoked_at IS NOT NULL))),
  constraint api_keys_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
  constraint api_keys_scopes_check CHECK (((cardinality(scopes) >= 1) AND (cardinality(scopes) <= 200))),
  constraint api_keys_secret_hash_check CHECK ((secret_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint api_keys_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint api_keys_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX api_keys_of_person ON public.api_keys USING btree (org_id, user_id, id);
CREATE INDEX api_keys_of_user ON public.api_keys USING btree (user_id);
-- row-level security forced
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select, update to bookflow_app

create table approval_decisions (
  org_id uuid not null,
  id uuid not null,
  approval_id uuid not null,
  step_id uuid not null,
  user_id uuid not null,
  decision text not null,
  comment text,
  decided_at timestamp with time zone not null default now(),
  constraint approval_decisions_comment_check CHECK ((char_length(comment) <= 1000)),
  constraint approval_decisions_decision_check CHECK ((decision = ANY (ARRAY['approve'::text, 'reject'::text]))),
  constraint approval_decisions_reasoned CHECK (((decision = 'approve'::text) OR (comment IS NOT NULL))),
  constraint approval_decisions_org_id_approval_id_fkey FOREIGN KEY (org_id, approval_id) REFERENCES approvals(org_id, id),
  constraint approval_decisions_org_id_step_id_fkey FOREIGN KEY (org_id, step_id) REFERENCES approval_steps(org_id, id),
  constraint approval_decisions_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES memberships(org_id, user_id),
  constraint approval_decisions_pkey PRIMARY KEY (org_id, id),
  constraint approval_decisions_once UNIQUE (org_id, step_id, user_id)
);
CREATE INDEX approval_decisions_of_approval ON public.approval_decisions USING btree (org_id, approval_id, user_id);
CREATE UNIQUE INDEX approval_decisions_one_reject ON public.approval_decisions USING btree (org_id, approval_id) WHERE (decision = 'reject'::text);
-- row-level security forced
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select to bookflow_app

create table approval_links (
  org_id uuid not null,
  id uuid not null,
  approval_id uuid not null,
  step_id uuid not null,
  user_id uuid not null,
  token_hash text not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint approval_links_token_hash_check CHECK ((token_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint approval_links_org_id_approval_id_fkey FOREIGN KEY (org_id, approval_id) REFERENCES approvals(org_id, id),
  constraint approval_links_org_id_step_id_fkey FOREIGN KEY (org_id, step_id) REFERENCES approval_steps(org_id, id),
  constraint approval_links_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES memberships(org_id, user_id),
  constraint approval_links_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX approval_links_age ON public.approval_links USING btree (expires_at);
CREATE INDEX approval_links_by_token ON public.approval_links USING btree (token_hash);
CREATE INDEX approval_links_of_person ON public.approval_links USING btree (org_id, step_id, user_id);
-- row-level security forced
-- policy cross_tenant for all to bookflow_cross using (true) with check (true)
-- policy lookup for select to bookflow_lookup using (true)
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select, update to bookflow_app
-- grant delete, select to bookflow_cross
-- grant select (org_id, id, token_hash) to bookflow_lookup

create table approval_steps (
  org_id uuid not null,
  id uuid not null,
  approval_id uuid not null,
  position integer not null,
  definition jsonb not null,
  status text not null,
  needed integer not null,
  approver_ids uuid[] not null,
  notices text[] not null default '{}'::text[],
  constraint approval_steps_definition_check CHECK ((jsonb_typeof(definition) = 'object'::text)),
  constraint approval_steps_needed_check CHECK ((needed >= 1)),
  constraint approval_steps_notices_check CHECK ((notices <@ ARRAY['fell_to_admins'::text, 'capped'::text, 'nobody_left'::text])),
  constraint approval_steps_position_check CHECK ((("position" >= 1) AND ("position" <= 10))),
  constraint approval_steps_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'open'::text, 'approved'::text, 'rejected'::text, 'skipped'::text]))),
  constraint approval_steps_org_id_approval_id_fkey FOREIGN KEY (org_id, approval_id) REFERENCES approvals(org_id, id),
  constraint approval_steps_pkey PRIMARY KEY (org_id, id),
  constraint approval_steps_org_id_approval_id_position_key UNIQUE (org_id, approval_id, "position")
);
CREATE UNIQUE INDEX approval_steps_one_open ON public.approval_steps USING btree (org_id, approval_id) WHERE (status = 'open'::text);
-- row-level security forced
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select, update to bookflow_app

create table approvals (
  org_id uuid not null,
  id uuid not null,
  booking_id uuid not null,
  status text not null default 'pending'::text,
  rule_id uuid not null,
  rule_name text not null,
  rule_version integer not null,
  requested_by uuid not null,
  requested_for uuid not null,
  excluded_ids uuid[] not null,
  resource_id uuid not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  current_step integer,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  decided_at timestamp with time zone,
  people uuid[] not null,
  constraint approvals_open_while_pending CHECK ((((status = 'pending'::text) = (current_step IS NOT NULL)) AND ((status = 'pending'::text) = (decided_at IS NULL)))),
  constraint approvals_people_have_part CHECK ((excluded_ids <@ people)),
  constraint approvals_requester_excluded CHECK (((requested_by = ANY (excluded_ids)) AND (requested_for = ANY (excluded_ids)))),
  constraint approvals_rule_version_check CHECK ((rule_version >= 1)),
  constraint approvals_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'approved'::text, 'rejected'::text, 'withdrawn'::text]))),
  constraint approvals_time_order CHECK ((starts_at < ends_at)),
  constraint approvals_org_id_booking_id_fkey FOREIGN KEY (org_id, booking_id) REFERENCES bookings(org_id, id),
  constraint approvals_org_id_requested_by_fkey FOREIGN KEY (org_id, requested_by) REFERENCES memberships(org_id, user_id),
  constraint approvals_org_id_requested_for_fkey FOREIGN KEY (org_id, requested_for) REFERENCES memberships(org_id, user_id),
  constraint approvals_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX approvals_asked ON public.approvals USING btree (org_id, created_at);
CREATE INDEX approvals_of_booking ON public.approvals USING btree (org_id, booking_id, id);
CREATE INDEX approvals_pending ON public.approvals USING btree (org_id, id) WHERE (status = 'pending'::text);
CREATE INDEX approvals_requested_by ON public.approvals USING btree (org_id, requested_by, id);
CREATE INDEX approvals_requested_for ON public.approvals USING btree (org_id, requested_for, id);
CREATE UNIQUE INDEX approvals_one_pending ON public.approvals USING btree (org_id, booking_id) WHERE (status = 'pending'::text);
-- row-level security forced
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select, update to bookflow_app

create table attempt_budgets (
  key text not null,
  used integer not null,
  resets_at timestamp with time zone not null,
  constraint attempt_budgets_key_check CHECK ((key ~ '^[a-z-]+:[0-9a-f]{64}$'::text)),
  constraint attempt_budgets_pkey PRIMARY KEY (key)
);
CREATE INDEX attempt_budgets_age ON public.attempt_budgets USING btree (resets_at);
-- grant delete, insert, select, update to bookflow_app

create table audit_log (
  org_id uuid not null,
  at timestamp(3) with time zone not null,
  id uuid not null,
  seq bigint not null default nextval('audit_log_seq'::regclass),
  outcome text not null,
  actor_kind text not null,
  actor_id text not null,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  changes jsonb,
  request_id text not null,
  network cidr,
  api_key_id uuid,
  constraint audit_log_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['user'::text, 'api_key'::text, 'system'::text]))),
  constraint audit_log_changes_check CHECK ((jsonb_typeof(changes) = 'object'::text)),
  constraint audit_log_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'refused'::text]))),
  constraint audit_log_pkey PRIMARY KEY (org_id, at, id)
) partition by RANGE (at);
CREATE INDEX audit_log_action ON ONLY public.audit_log USING btree (org_id, action, at);
CREATE INDEX audit_log_actor ON ONLY public.audit_log USING btree (org_id, actor_id, at);
CREATE INDEX audit_log_api_key ON ONLY public.audit_log USING btree (org_id, api_key_id, at) WHERE (api_key_id IS NOT NULL);
CREATE INDEX audit_log_entry ON ONLY public.audit_log USING btree (org_id, id);
CREATE INDEX audit_log_subject ON ONLY public.audit_log USING btree (org_id, subject_id, at);
-- row-level security forced
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select to bookflow_app

create table booking_attendees (
  org_id uuid not null,
  booking_id uuid not null,
  user_id uuid not null,
  constraint booking_attendees_org_id_booking_id_fkey FOREIGN KEY (org_id, booking_id) REFERENCES bookings(org_id, id),
  constraint booking_attendees_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES memberships(org_id, user_id),
  constraint booking_attendees_pkey PRIMARY KEY (org_id, booking_id, user_id)
);
CREATE INDEX booking_attendees_of_person ON public.booking_attendees USING btree (org_id, user_id, booking_id);
-- row-level security forced
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant delete, insert, select to bookflow_app

create table bookings (
  org_id uuid not null,
  id uuid not null,
  resource_id uuid not null,
  unit integer not null,
  title text not null,
  note text,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  occupied_from timestamp with time zone not null,
  occupied_to timestamp with time zone not null,
  occupied tstzrange generated always as (tstzrange(occupied_from, occupied_to, '[)'::text)) stored,
  status text not null,
  booked_by uuid not null,
  booked_for uuid not null,
  reason text,
  undecided_until timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  attendees integer not null default 0,
  constraint bookings_attendees_check CHECK (((attendees >= 0) AND (attendees <= 100))),
  constraint bookings_buffers CHECK ((((occupied_from >= (starts_at - '24:00:00'::interval)) AND (occupied_from <= starts_at)) AND ((occupied_to >= ends_at) AND (occupied_to <= (ends_at + '24:00:00'::interval))))),
  constraint bookings_finite CHECK ((isfinite(starts_at) AND isfinite(ends_at) AND isfinite(occupied_from) AND isfinite(occupied_to))),
  constraint bookings_length CHECK (((starts_at < ends_at) AND (ends_at <= (starts_at + '744:00:00'::interval)))),
  constraint bookings_milliseconds CHECK (((date_trunc('milliseconds'::text, starts_at) = starts_at) AND (date_trunc('milliseconds'::text, ends_at) = ends_at) AND (date_trunc('milliseconds'::text, occupied_from) = occupied_from) AND (date_trunc('milliseconds'::text, occupied_to) = occupied_to))),
  constraint bookings_note_check CHECK (((length(note) >= 1) AND (length(note) <= 4000))),
  constraint bookings_reason_check CHECK ((length(reason) <= 1000)),
  constraint bookings_status_check CHECK ((status = ANY (ARRAY['held'::text, 'pending_approval'::text, 'confirmed'::text, 'rejected'::text, 'cancelled'::text, 'expired'::text, 'checked_in'::text, 'completed'::text, 'no_show'::text]))),
  constraint bookings_title_check CHECK (((length(title) >= 1) AND (length(title) <= 200))),
  constraint bookings_undecided CHECK (((status = ANY (ARRAY['held'::text, 'pending_approval'::text])) = (undecided_until IS NOT NULL))),
  constraint bookings_unit_check CHECK (((unit >= 1) AND (unit <= 100))),
  constraint bookings_org_id_booked_by_fkey FOREIGN KEY (org_id, booked_by) REFERENCES memberships(org_id, user_id),
  constraint bookings_org_id_booked_for_fkey FOREIGN KEY (org_id, booked_for) REFERENCES memberships(org_id, user_id),
  constraint bookings_org_id_resource_id_fkey FOREIGN KEY (org_id, resource_id) REFERENCES resources(org_id, id),
  constraint bookings_pkey PRIMARY KEY (org_id, id),
  constraint bookings_no_overlap EXCLUDE USING gist (org_id WITH =, resource_id WITH =, unit WITH =, occupied WITH &&) WHERE ((status = ANY (ARRAY['held'::text, 'pending_approval'::text, 'confirmed'::text, 'checked_in'::text])))
);
CREATE INDEX bookings_active ON public.bookings USING btree (org_id, resource_id, occupied_from) WHERE (status = ANY (ARRAY['held'::text, 'pending_approval'::text, 'confirmed'::text, 'checked_in'::text]));
CREATE INDEX bookings_by_person ON public.bookings USING btree (org_id, booked_by, starts_at, id) WHERE (booked_by <> booked_for);
CREATE INDEX bookings_for_person ON public.bookings USING btree (org_id, booked_for, starts_at, id);
CREATE INDEX bookings_listed ON public.bookings USING btree (org_id, starts_at, id);
CREATE INDEX bookings_of_resource ON public.bookings USING btree (org_id, resource_id, starts_at, id);
CREATE INDEX bookings_running ON public.bookings USING btree (ends_at) WHERE (status = ANY (ARRAY['confirmed'::text, 'checked_in'::text]));
CREATE INDEX bookings_waiting ON public.bookings USING btree (undecided_until) WHERE (undecided_until IS NOT NULL);
-- row-level security forced
-- policy cross_tenant for all to bookflow_cross using (true) with check (true)
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select, update to bookflow_app
-- grant select to bookflow_cross

create table events (
  org_id uuid not null,
  id uuid not null,
  epoch integer not null default current_feed_epoch(),
  xid xid8 not null default pg_current_xact_id(),
  seq bigint not null generated always as identity,
  type text not null,
  subject_kind text not null,
  subject_id text not null,
  actor jsonb not null,
  request_id text not null,
  people uuid[] not null default '{}'::uuid[],
  data jsonb not null,
  at timestamp with time zone not null default now(),
  constraint events_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX events_age ON public.events USING btree (at);
CREATE INDEX events_feed ON public.events USING btree (epoch, xid, seq);
CREATE INDEX events_feed_of_org ON public.events USING btree (org_id, epoch, xid, seq);
CREATE INDEX events_subject ON public.events USING btree (org_id, subject_kind, subject_id, xid, seq);
-- row-level security forced
-- policy cross_tenant for all to bookflow_cross using (true) with check (true)
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select to bookflow_app
-- grant delete, select to bookflow_cross

create table feed_epoch (
  one_row boolean not null default true,
  epoch integer not null default 1,
  constraint feed_epoch_one_row_check CHECK (one_row),
  constraint feed_epoch_pkey PRIMARY KEY (one_row)
);
-- grant select to bookflow_app
-- grant select to bookflow_cross

create table idempotency_keys (
  org_id uuid not null,
  actor_id uuid not null,
  method text not null,
  path text not null,
  key text not null,
  fingerprint text not null,
  status integer not null,
  headers jsonb not null,
  body text,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_keys_pkey PRIMARY KEY (org_id, actor_id, method, path, key)
);
CREATE INDEX idempotency_keys_age ON public.idempotency_keys USING btree (created_at);
-- row-level security forced
-- policy cross_tenant for all to bookflow_cross using (true) with check (true)
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select to bookflow_app
-- grant delete, select to bookflow_cross

create table invitations (
  org_id uuid not null,
  id uuid not null,
  email text not null,
  email_folded text not null generated always as (lower((email COLLATE "C"))) stored,
  role text not null,
  status text not null default 'pending'::text,
  invited_by uuid not null,
  accepted_by uuid,
  token_hash text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null default now(),
  constraint invitations_check CHECK (((accepted_by IS NOT NULL) = (status = 'accepted'::text))),
  constraint invitations_email_check CHECK (((length(email) >= 3) AND (length(email) <= 254))),
  constraint invitations_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'member'::text, 'approver'::text, 'admin'::text, 'owner'::text]))),
  constraint invitations_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'accepted'::text, 'revoked'::text, 'expired'::text]))),
  constraint invitations_token_hash_check CHECK ((token_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint invitations_org_id_accepted_by_fkey FOREIGN KEY (org_id, accepted_by) REFERENCES memberships(org_id, user_id),
  constraint invitations_org_id_invited_by_fkey FOREIGN KEY (org_id, invited_by) REFERENCES memberships(org_id, user_id),
  constraint invitations_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX invitations_by_token ON public.invitations USING btree (token_hash);
CREATE UNIQUE INDEX invitations_open ON public.invitations USING btree (org_id, email_folded) WHERE (status = 'pending'::text);
-- row-level security forced
-- policy lookup for select to bookflow_lookup using (true)
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select, update to bookflow_app
-- grant select (org_id, id, email, role, status, token_hash, expires_at) to bookflow_lookup

create table memberships (
  org_id uuid not null,
  user_id uuid not null,
  role text not null,
  status text not null default 'active'::text,
  version integer not null default 1,
  joined_at timestamp with time zone not null default now(),
  constraint memberships_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'member'::text, 'approver'::text, 'admin'::text, 'owner'::text]))),
  constraint memberships_status_check CHECK ((status = ANY (ARRAY['active'::text, 'deactivated'::text]))),
  constraint memberships_org_id_fkey FOREIGN KEY (org_id) REFERENCES organizations(org_id),
  constraint memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
  constraint memberships_pkey PRIMARY KEY (org_id, user_id)
);
CREATE INDEX memberships_by_role ON public.memberships USING btree (org_id, role) WHERE (status = 'active'::text);
CREATE INDEX memberships_of_person ON public.memberships USING btree (user_id) WHERE (status = 'active'::text);
-- row-level security forced
-- policy lookup for select to bookflow_lookup using (true)
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select, update to bookflow_app
-- grant select (org_id, user_id, role, status) to bookflow_lookup

create table notification_addresses (
  user_id uuid not null,
  address text not null,
  reason text not null,
  stopped_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  constraint notification_addresses_address_check CHECK (((address = lower(address)) AND (length(address) <= 254))),
  constraint notification_addresses_reason_check CHECK ((reason = ANY (ARRAY['bounced'::text, 'complained'::text]))),
  constraint notification_addresses_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint notification_addresses_pkey PRIMARY KEY (user_id)
);
-- grant insert, select, update to bookflow_app

create table notification_calendar_entries (
  org_id uuid not null,
  booking_id uuid not null,
  user_id uuid not null,
  created_at timestamp with time zone not null default now(),
  constraint notification_calendar_entries_org_id_booking_id_fkey FOREIGN KEY (org_id, booking_id) REFERENCES bookings(org_id, id),
  constraint notification_calendar_entries_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES memberships(org_id, user_id),
  constraint notification_calendar_entries_pkey PRIMARY KEY (org_id, booking_id, user_id)
);
-- row-level security forced
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select to bookflow_app

create table notification_digest_items (
  org_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  period date not null,
  notice jsonb not null,
  created_at timestamp with time zone not null default now(),
  constraint notification_digest_items_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES memberships(org_id, user_id),
  constraint notification_digest_items_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX notification_digest_items_age ON public.notification_digest_items USING btree (created_at);
CREATE INDEX notification_digest_items_of_digest ON public.notification_digest_items USING btree (org_id, user_id, period, id);
-- row-level security forced
-- policy cross_tenant for all to bookflow_cross using (true) with check (true)
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select to bookflow_app
-- grant delete, select to bookflow_cross

create table notification_digests (
  org_id uuid not null,
  user_id uuid not null,
  kind text not null,
  period date not null,
  due_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  constraint notification_digests_kind_check CHECK ((kind = ANY (ARRAY['daily_digest'::text, 'approver_digest'::text]))),
  constraint notification_digests_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES memberships(org_id, user_id),
  constraint notification_digests_pkey PRIMARY KEY (org_id, user_id, kind, period)
);
CREATE INDEX notification_digests_age ON public.notification_digests USING btree (settled_at) WHERE (settled_at IS NOT NULL);
CREATE INDEX notification_digests_due ON public.notification_digests USING btree (due_at) WHERE (settled_at IS NULL);
CREATE INDEX notification_digests_due_of_org ON public.notification_digests USING btree (org_id, due_at) WHERE (settled_at IS NULL);
-- row-level security forced
-- policy cross_tenant for all to bookflow_cross using (true) with check (true)
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select, update to bookflow_app
-- grant delete, select to bookflow_cross

create table notification_outcomes (
  org_id uuid not null,
  outbox_id uuid not null,
  state text not null,
  at timestamp with time zone not null,
  noted_at timestamp with time zone not null default now(),
  constraint notification_outcomes_state_check CHECK ((state = ANY (ARRAY['delayed'::text, 'delivered'::text, 'bounced'::text, 'complained'::text]))),
  constraint notification_outcomes_pkey PRIMARY KEY (org_id, outbox_id)
);
CREATE INDEX notification_outcomes_age ON public.notification_outcomes USING btree (noted_at);
-- row-level security forced
-- policy cross_tenant for all to bookflow_cross using (true) with check (true)
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select, update to bookflow_app
-- grant delete, select to bookflow_cross

create table notification_preferences (
  org_id uuid not null,
  user_id uuid not null,
  kind text not null,
  email boolean not null,
  updated_at timestamp with time zone not null default now(),
  delivery text not null default 'immediate'::text,
  constraint notification_preferences_delivery_check CHECK ((delivery = ANY (ARRAY['immediate'::text, 'daily_digest'::text]))),
  constraint notification_preferences_kind_check CHECK ((kind ~ '^[a-z_]{1,40}$'::text)),
  constraint notification_preferences_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES memberships(org_id, user_id),
  constraint notification_preferences_pkey PRIMARY KEY (org_id, user_id, kind)
);
-- row-level security forced
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select, update to bookflow_app

create table notification_reminders (
  org_id uuid not null,
  booking_id uuid not null,
  user_id uuid not null,
  minutes integer not null,
  starts_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  outcome text,
  constraint notification_reminders_check CHECK ((due_at = (starts_at - make_interval(mins => minutes)))),
  constraint notification_reminders_check1 CHECK (((settled_at IS NULL) = (outcome IS NULL))),
  constraint notification_reminders_minutes_check CHECK (((minutes >= 5) AND (minutes <= 40320))),
  constraint notification_reminders_outcome_check CHECK ((outcome = ANY (ARRAY['sent'::text, 'overtaken'::text, 'late'::text]))),
  constraint notification_reminders_org_id_booking_id_fkey FOREIGN KEY (org_id, booking_id) REFERENCES bookings(org_id, id),
  constraint notification_reminders_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES memberships(org_id, user_id),
  constraint notification_reminders_pkey PRIMARY KEY (org_id, booking_id, user_id, minutes)
);
CREATE INDEX notification_reminders_age ON public.notification_reminders USING btree (settled_at) WHERE (settled_at IS NOT NULL);
CREATE INDEX notification_reminders_due ON public.notification_reminders USING btree (due_at) WHERE (settled_at IS NULL);
CREATE INDEX notification_reminders_due_of_org ON public.notification_reminders USING btree (org_id, due_at) WHERE (settled_at IS NULL);
-- row-level security forced
-- policy cross_tenant for all to bookflow_cross using (true) with check (true)
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant delete, insert, select, update to bookflow_app
-- grant delete, select to bookflow_cross

create table notification_settings (
  org_id uuid not null,
  user_id uuid not null,
  quiet_from text,
  quiet_to text,
  quiet_days text[],
  reminder_minutes integer[] not null,
  digest_hour integer not null,
  updated_at timestamp with time zone not null default now(),
  constraint notification_settings_check CHECK ((((quiet_from IS NULL) = (quiet_to IS NULL)) AND ((quiet_from IS NULL) = (quiet_days IS NULL)) AND ((quiet_from IS NULL) OR (quiet_from <> quiet_to)))),
  constraint notification_settings_digest_hour_check CHECK (((digest_hour >= 0) AND (digest_hour <= 23))),
  constraint notification_settings_quiet_days_check CHECK (((quiet_days <@ ARRAY['mon'::text, 'tue'::text, 'wed'::text, 'thu'::text, 'fri'::text, 'sat'::text, 'sun'::text]) AND ((cardinality(quiet_days) >= 1) AND (cardinality(quiet_days) <= 7)))),
  constraint notification_settings_quiet_from_check CHECK ((quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'::text)),
  constraint notification_settings_quiet_to_check CHECK ((quiet_to ~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$'::text)),
  constraint notification_settings_reminder_minutes_check CHECK (((cardinality(reminder_minutes) <= 5) AND (5 <= ALL (reminder_minutes)) AND (40320 >= ALL (reminder_minutes)))),
  constraint notification_settings_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES memberships(org_id, user_id),
  constraint notification_settings_pkey PRIMARY KEY (org_id, user_id)
);
-- row-level security forced
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select, update to bookflow_app

create table notification_wordings (
  org_id uuid not null,
  kind text not null,
  locale text not null,
  subject text,
  opening text,
  closing text,
  version integer not null default 1,
  updated_at timestamp with time zone not null default now(),
  constraint notification_wordings_closing_check CHECK ((char_length(closing) <= 2000)),
  constraint notification_wordings_kind_check CHECK ((kind ~ '^[a-z_]{1,40}$'::text)),
  constraint notification_wordings_locale_check CHECK ((locale ~ '^[a-z]{2}$'::text)),
  constraint notification_wordings_opening_check CHECK ((char_length(opening) <= 2000)),
  constraint notification_wordings_subject_check CHECK (((char_length(subject) >= 1) AND (char_length(subject) <= 200))),
  constraint notification_wordings_version_check CHECK ((version >= 1)),
  constraint notification_wordings_whole CHECK ((((subject IS NULL) = (opening IS NULL)) AND ((subject IS NULL) = (closing IS NULL)))),
  constraint notification_wordings_pkey PRIMARY KEY (org_id, kind, locale)
);
-- row-level security forced
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select, update to bookflow_app

create table org_modules (
  org_id uuid not null,
  module text not null,
  enabled boolean not null default true,
  settings jsonb not null default '{}'::jsonb,
  version integer not null default 1,
  updated_at timestamp with time zone not null default now(),
  listening boolean not null default false,
  constraint org_modules_module_check CHECK ((module ~ '^[a-z][a-z0-9-]{0,62}$'::text)),
  constraint org_modules_settings_check CHECK ((jsonb_typeof(settings) = 'object'::text)),
  constraint org_modules_pkey PRIMARY KEY (org_id, module)
);
-- row-level security forced
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select, update to bookflow_app

create table organization_slugs (
  slug text not null,
  organization_id uuid not null,
  constraint organization_slugs_slug_check CHECK (((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(slug) <= 60))),
  constraint organization_slugs_pkey PRIMARY KEY (slug),
  constraint organization_slugs_organization_id_slug_key UNIQUE (organization_id, slug)
);
-- grant insert to bookflow_app

create table organizations (
  org_id uuid not null,
  id uuid not null,
  name text not null,
  slug text not null,
  timezone text not null,
  locale text not null default 'en'::text,
  accent text,
  deletion_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  constraint organizations_accent_check CHECK ((accent ~ '^#[0-9a-f]{6}$'::text)),
  constraint organizations_check CHECK ((id = org_id)),
  constraint organizations_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
  constraint organizations_org_id_slug_fkey FOREIGN KEY (org_id, slug) REFERENCES organization_slugs(organization_id, slug),
  constraint organizations_pkey PRIMARY KEY (org_id, id),
  constraint organizations_org_id_key UNIQUE (org_id)
);
CREATE INDEX organizations_due_for_deletion ON public.organizations USING btree (deletion_at) WHERE (deletion_at IS NOT NULL);
-- row-level security forced
-- policy cross_tenant for all to bookflow_cross using (true) with check (true)
-- policy lookup for select to bookflow_lookup using (true)
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select, update to bookflow_app
-- grant select to bookflow_cross
-- grant select (org_id, id, name, slug, timezone, deletion_at) to bookflow_lookup

create table outbox (
  org_id uuid not null,
  id uuid not null,
  seq bigint not null generated always as identity,
  channel text not null,
  event_id uuid,
  payload jsonb not null,
  status text not null default 'pending'::text,
  attempts integer not null default 0,
  reason text,
  provider_id text,
  not_before timestamp with time zone not null default now(),
  enqueued_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  lane uuid,
  constraint outbox_attempts_check CHECK (((attempts >= 0) AND (attempts <= 5))),
  constraint outbox_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'sent'::text, 'dead'::text, 'cancelled'::text, 'parked'::text, 'quarantined'::text]))),
  constraint outbox_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX outbox_dead ON public.outbox USING btree (org_id, finished_at) WHERE (status = 'dead'::text);
CREATE INDEX outbox_due ON public.outbox USING btree (not_before, seq) WHERE ((status = 'pending'::text) AND (enqueued_at IS NULL) AND (lane IS NULL));
CREATE INDEX outbox_due_in_lane ON public.outbox USING btree (lane, not_before, seq) WHERE ((status = 'pending'::text) AND (enqueued_at IS NULL) AND (lane IS NOT NULL));
CREATE INDEX outbox_finished ON public.outbox USING btree (finished_at) WHERE (finished_at IS NOT NULL);
CREATE INDEX outbox_in_flight ON public.outbox USING btree (enqueued_at) WHERE ((status = 'pending'::text) AND (enqueued_at IS NOT NULL));
CREATE INDEX outbox_lane_dead ON public.outbox USING btree (org_id, lane, seq) WHERE ((status = 'dead'::text) AND (lane IS NOT NULL));
CREATE INDEX outbox_lane_in_flight ON public.outbox USING btree (lane) WHERE ((status = 'pending'::text) AND (enqueued_at IS NOT NULL) AND (lane IS NOT NULL));
CREATE INDEX outbox_listed ON public.outbox USING btree (org_id, created_at DESC, id DESC);
CREATE INDEX outbox_parked ON public.outbox USING btree (org_id, split_part(channel, '.'::text, 1), seq) WHERE (status = 'parked'::text);
CREATE INDEX outbox_provider ON public.outbox USING btree (provider_id) WHERE (provider_id IS NOT NULL);
CREATE INDEX outbox_set_aside ON public.outbox USING btree (created_at) WHERE (status = ANY (ARRAY['parked'::text, 'quarantined'::text]));
-- row-level security forced
-- policy cross_tenant for all to bookflow_cross using (true) with check (true)
-- policy lookup for select to bookflow_lookup using (true)
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select, update to bookflow_app
-- grant delete, select, update to bookflow_cross
-- grant select (org_id, id, channel, provider_id) to bookflow_lookup

create table refresh_tokens (
  id uuid not null,
  session_id uuid not null,
  token_hash text not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint refresh_tokens_token_hash_check CHECK ((token_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint refresh_tokens_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE,
  constraint refresh_tokens_pkey PRIMARY KEY (id),
  constraint refresh_tokens_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX refresh_tokens_of_session ON public.refresh_tokens USING btree (session_id);
CREATE UNIQUE INDEX refresh_tokens_active ON public.refresh_tokens USING btree (session_id) WHERE (used_at IS NULL);
-- grant delete, insert, select, update to bookflow_app

create table resource_owners (
  org_id uuid not null,
  resource_id uuid not null,
  user_id uuid not null,
  constraint resource_owners_org_id_resource_id_fkey FOREIGN KEY (org_id, resource_id) REFERENCES resources(org_id, id),
  constraint resource_owners_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES memberships(org_id, user_id),
  constraint resource_owners_pkey PRIMARY KEY (org_id, resource_id, user_id)
);
CREATE INDEX resource_owners_of_person ON public.resource_owners USING btree (org_id, user_id);
-- row-level security forced
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant delete, insert, select to bookflow_app

create table resource_types (
  org_id uuid not null,
  id uuid not null,
  name text not null,
  description text not null default ''::text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  constraint resource_types_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
  constraint resource_types_org_id_fkey FOREIGN KEY (org_id) REFERENCES organizations(org_id),
  constraint resource_types_pkey PRIMARY KEY (org_id, id),
  constraint resource_types_name UNIQUE (org_id, name)
);
-- row-level security forced
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant delete, insert, select, update to bookflow_app

create table resources (
  org_id uuid not null,
  id uuid not null,
  name text not null,
  type_id uuid,
  description text not null default ''::text,
  location text not null default ''::text,
  timezone text not null,
  units integer not null default 1,
  seats integer,
  shows_titles boolean not null default false,
  opening_hours jsonb,
  exceptions jsonb not null default '[]'::jsonb,
  buffer_before_minutes integer not null default 0,
  buffer_after_minutes integer not null default 0,
  min_notice_minutes integer not null default 0,
  horizon_days integer not null default 365,
  min_duration_minutes integer not null default 15,
  max_duration_minutes integer not null default 1440,
  attributes jsonb not null default '{}'::jsonb,
  archived_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint resources_attributes_check CHECK ((jsonb_typeof(attributes) = 'object'::text)),
  constraint resources_buffer_after_minutes_check CHECK (((buffer_after_minutes >= 0) AND (buffer_after_minutes <= 1440))),
  constraint resources_buffer_before_minutes_check CHECK (((buffer_before_minutes >= 0) AND (buffer_before_minutes <= 1440))),
  constraint resources_durations CHECK ((min_duration_minutes <= max_duration_minutes)),
  constraint resources_exceptions_check CHECK ((jsonb_typeof(exceptions) = 'array'::text)),
  constraint resources_horizon_days_check CHECK (((horizon_days >= 1) AND (horizon_days <= 1830))),
  constraint resources_max_duration_minutes_check CHECK (((max_duration_minutes >= 1) AND (max_duration_minutes <= 44640))),
  constraint resources_min_duration_minutes_check CHECK (((min_duration_minutes >= 1) AND (min_duration_minutes <= 44640))),
  constraint resources_min_notice_minutes_check CHECK (((min_notice_minutes >= 0) AND (min_notice_minutes <= 525600))),
  constraint resources_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
  constraint resources_opening_hours_check CHECK ((jsonb_typeof(opening_hours) = 'object'::text)),
  constraint resources_seats_check CHECK (((seats >= 1) AND (seats <= 100000))),
  constraint resources_units_check CHECK (((units >= 1) AND (units <= 100))),
  constraint resources_org_id_fkey FOREIGN KEY (org_id) REFERENCES organizations(org_id),
  constraint resources_type FOREIGN KEY (org_id, type_id) REFERENCES resource_types(org_id, id),
  constraint resources_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX resources_listed ON public.resources USING btree (org_id, name, id);
CREATE INDEX resources_of_type ON public.resources USING btree (org_id, type_id) WHERE (type_id IS NOT NULL);
-- row-level security forced
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select, update to bookflow_app

create table saved_views (
  org_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  screen text not null,
  name text not null,
  query text not null,
  created_at timestamp with time zone not null default now(),
  is_default boolean not null default false,
  forgotten_at timestamp with time zone,
  constraint saved_views_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80))),
  constraint saved_views_query_check CHECK ((length(query) <= 2000)),
  constraint saved_views_screen_check CHECK ((screen ~ '^[a-z][a-z-]{0,39}$'::text)),
  constraint saved_views_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES memberships(org_id, user_id),
  constraint saved_views_pkey PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX saved_views_default ON public.saved_views USING btree (org_id, user_id, screen) WHERE (is_default AND (forgotten_at IS NULL));
CREATE UNIQUE INDEX saved_views_name ON public.saved_views USING btree (org_id, user_id, screen, name) WHERE (forgotten_at IS NULL);
-- row-level security forced
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant delete, insert, select, update to bookflow_app

create table security_events (
  id uuid not null,
  kind text not null,
  user_id uuid,
  session_id uuid,
  ip text,
  request_id text not null,
  detail jsonb not null default '{}'::jsonb,
  at timestamp with time zone not null default now(),
  constraint security_events_detail_check CHECK ((jsonb_typeof(detail) = 'object'::text)),
  constraint security_events_pkey PRIMARY KEY (id)
);
CREATE INDEX security_events_age ON public.security_events USING btree (at);
CREATE INDEX security_events_of_user ON public.security_events USING btree (user_id, at DESC);
-- grant insert, select to bookflow_app
-- grant delete, select to bookflow_cross

create table sessions (
  id uuid not null,
  user_id uuid not null,
  org_id uuid,
  ip text,
  network text,
  user_agent text,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  revoked_reason text,
  constraint sessions_check CHECK (((revoked_at IS NULL) = (revoked_reason IS NULL))),
  constraint sessions_check1 CHECK ((expires_at <= (created_at + '30 days'::interval))),
  constraint sessions_revoked_reason_check CHECK ((revoked_reason = ANY (ARRAY['logout'::text, 'ended'::text, 'too_many'::text, 'password_changed'::text, 'password_reset'::text, 'refresh_reused'::text, 'revoked'::text]))),
  constraint sessions_user_agent_check CHECK ((length(user_agent) <= 300)),
  constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint sessions_pkey PRIMARY KEY (id)
);
CREATE INDEX sessions_age ON public.sessions USING btree (expires_at);
CREATE INDEX sessions_of_user ON public.sessions USING btree (user_id, last_used_at DESC);
-- grant delete, insert, select, update to bookflow_app

create table sign_ups (
  id uuid not null,
  email text not null,
  email_folded text not null generated always as (lower((email COLLATE "C"))) stored,
  name text not null,
  password_hash text not null,
  organization_name text not null,
  timezone text not null,
  token_hash text not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  locale text,
  constraint sign_ups_email_check CHECK (((length(email) >= 3) AND (length(email) <= 254))),
  constraint sign_ups_locale_check CHECK (((length(locale) >= 2) AND (length(locale) <= 16))),
  constraint sign_ups_token_hash_check CHECK ((token_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint sign_ups_pkey PRIMARY KEY (id),
  constraint sign_ups_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX sign_ups_age ON public.sign_ups USING btree (expires_at);
CREATE INDEX sign_ups_of_address ON public.sign_ups USING btree (email_folded);
-- grant delete, insert, select to bookflow_app

create table stub_mails (
  org_id uuid not null,
  id uuid not null,
  outbox_id uuid not null,
  recipient text not null,
  subject text not null,
  text text not null,
  html text not null,
  attachments jsonb not null default '[]'::jsonb,
  sent_at timestamp with time zone not null default now(),
  constraint stub_mails_pkey PRIMARY KEY (org_id, id),
  constraint stub_mails_org_id_outbox_id_key UNIQUE (org_id, outbox_id)
);
CREATE INDEX stub_mails_listed ON public.stub_mails USING btree (org_id, sent_at DESC, id DESC);
-- row-level security forced
-- policy cross_tenant for all to bookflow_cross using (true) with check (true)
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select to bookflow_app
-- grant delete, select to bookflow_cross

create table system_processes (
  id uuid not null,
  kind text not null,
  version text not null,
  node text not null,
  streams integer not null default 0,
  started_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null default now(),
  constraint system_processes_kind_check CHECK ((kind = ANY (ARRAY['web'::text, 'worker'::text]))),
  constraint system_processes_node_check CHECK ((length(node) <= 100)),
  constraint system_processes_streams_check CHECK ((streams >= 0)),
  constraint system_processes_version_check CHECK ((length(version) <= 100)),
  constraint system_processes_pkey PRIMARY KEY (id)
);
-- grant delete, insert, select, update to bookflow_app

create table users (
  id uuid not null,
  email text not null,
  email_folded text not null generated always as (lower((email COLLATE "C"))) stored,
  name text not null,
  locale text not null default 'en'::text,
  timezone text not null default 'UTC'::text,
  password_hash text not null,
  password_changed_at timestamp with time zone not null default now(),
  disabled_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint users_email_check CHECK ((((length(email) >= 3) AND (length(email) <= 254)) AND (email ~ '^[^[:space:]@]+@[^[:space:]@]+$'::text))),
  constraint users_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
  constraint users_password_hash_check CHECK ((password_hash ~ '^[$]2[aby][$][0-9]{2}[$].{53}$'::text)),
  constraint users_pkey PRIMARY KEY (id),
  constraint users_email_folded_key UNIQUE (email_folded)
);
-- grant insert, select, update to bookflow_app

create table webhook_deliveries (
  org_id uuid not null,
  id uuid not null,
  seq bigint not null generated always as identity,
  endpoint_id uuid not null,
  message_id uuid not null,
  outbox_id uuid not null,
  event_type text not null,
  attempt integer not null,
  status text not null,
  url text not null,
  request_headers jsonb not null,
  response_status integer,
  response_headers jsonb,
  response_body text,
  fault text,
  error text,
  duration_ms integer not null,
  next_attempt_at timestamp with time zone,
  at timestamp with time zone not null default now(),
  constraint webhook_deliveries_attempt_check CHECK (((attempt >= 1) AND (attempt <= 5))),
  constraint webhook_deliveries_check CHECK (((response_status IS NULL) = (response_headers IS NULL))),
  constraint webhook_deliveries_check1 CHECK (((status = 'failed'::text) OR (fault IS NULL))),
  constraint webhook_deliveries_error_check CHECK ((length(error) <= 1000)),
  constraint webhook_deliveries_response_body_check CHECK ((octet_length(response_body) <= 262144)),
  constraint webhook_deliveries_status_check CHECK ((status = ANY (ARRAY['succeeded'::text, 'failed'::text]))),
  constraint webhook_deliveries_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX webhook_deliveries_age ON public.webhook_deliveries USING btree (at);
CREATE INDEX webhook_deliveries_listed ON public.webhook_deliveries USING btree (org_id, seq DESC);
CREATE INDEX webhook_deliveries_of_endpoint ON public.webhook_deliveries USING btree (org_id, endpoint_id, seq DESC);
CREATE INDEX webhook_deliveries_of_message ON public.webhook_deliveries USING btree (org_id, message_id, seq DESC);
-- row-level security forced
-- policy cross_tenant for all to bookflow_cross using (true) with check (true)
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select to bookflow_app
-- grant delete, select to bookflow_cross

create table webhook_endpoints (
  org_id uuid not null,
  id uuid not null,
  url text not null,
  description text not null default ''::text,
  event_types text[] not null default '{}'::text[],
  resource_ids uuid[] not null default '{}'::uuid[],
  enabled boolean not null default true,
  disabled_reason text,
  failing_since timestamp with time zone,
  secret_sealed text not null,
  previous_secret_sealed text,
  previous_secret_expires_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  older_secrets jsonb not null default '[]'::jsonb,
  off_since timestamp with time zone,
  constraint webhook_endpoints_check CHECK ((enabled = (disabled_reason IS NULL))),
  constraint webhook_endpoints_check1 CHECK (((previous_secret_sealed IS NULL) = (previous_secret_expires_at IS NULL))),
  constraint webhook_endpoints_description_check CHECK ((length(description) <= 500)),
  constraint webhook_endpoints_disabled_reason_check CHECK ((disabled_reason = ANY (ARRAY['manual'::text, 'gone'::text, 'failing'::text]))),
  constraint webhook_endpoints_event_types_check CHECK ((cardinality(event_types) <= 50)),
  constraint webhook_endpoints_older_secrets_check CHECK ((jsonb_typeof(older_secrets) = 'array'::text)),
  constraint webhook_endpoints_previous_secret_sealed_check CHECK ((previous_secret_sealed ~~ 'v1.%'::text)),
  constraint webhook_endpoints_resource_ids_check CHECK ((cardinality(resource_ids) <= 100)),
  constraint webhook_endpoints_secret_sealed_check CHECK ((secret_sealed ~~ 'v1.%'::text)),
  constraint webhook_endpoints_url_check CHECK (((length(url) >= 1) AND (length(url) <= 2000))),
  constraint webhook_endpoints_pkey PRIMARY KEY (org_id, id)
);
-- row-level security forced
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant delete, insert, select, update to bookflow_app

create table webhook_events (
  source text not null,
  event_id text not null,
  type text not null,
  body_sha256 text not null,
  provider_id text,
  bounce_type text,
  occurred_at timestamp with time zone,
  received_at timestamp with time zone not null default now(),
  settled_at timestamp with time zone,
  org_id uuid,
  outbox_id uuid,
  differing_copies integer not null default 0,
  copies integer not null default 0,
  constraint webhook_events_body_sha256_check CHECK ((body_sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint webhook_events_bounce_type_check CHECK ((length(bounce_type) <= 100)),
  constraint webhook_events_event_id_check CHECK (((length(event_id) >= 1) AND (length(event_id) <= 64))),
  constraint webhook_events_provider_id_check CHECK ((length(provider_id) <= 200)),
  constraint webhook_events_source_check CHECK ((source = 'resend'::text)),
  constraint webhook_events_type_check CHECK ((length(type) <= 100)),
  constraint webhook_events_pkey PRIMARY KEY (source, event_id)
);
CREATE INDEX webhook_events_age ON public.webhook_events USING btree (received_at);
CREATE INDEX webhook_events_of_org ON public.webhook_events USING btree (org_id, received_at DESC, source DESC, event_id DESC) WHERE (org_id IS NOT NULL);
-- row-level security forced
-- policy cross_tenant for all to bookflow_cross using (true) with check (true)
-- policy own for all to bookflow_app using (((current_org_id() IS NULL) OR (org_id = current_org_id()))) with check ((current_org_id() IS NULL))
-- grant insert, select, update to bookflow_app
-- grant delete, select to bookflow_cross

create table webhook_messages (
  org_id uuid not null,
  id uuid not null,
  type text not null,
  body text not null,
  created_at timestamp with time zone not null default now(),
  constraint webhook_messages_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX webhook_messages_age ON public.webhook_messages USING btree (created_at);
-- row-level security forced
-- policy cross_tenant for all to bookflow_cross using (true) with check (true)
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select to bookflow_app
-- grant delete, select to bookflow_cross

create table workflow_rule_versions (
  org_id uuid not null,
  id uuid not null,
  rule_id uuid not null,
  version integer not null,
  name text not null,
  description text not null,
  priority integer not null,
  enabled boolean not null,
  archived boolean not null,
  conditions jsonb not null,
  outcome jsonb not null,
  changed_by uuid,
  changed_at timestamp with time zone not null default now(),
  constraint workflow_rule_versions_version_check CHECK ((version >= 1)),
  constraint workflow_rule_versions_org_id_changed_by_fkey FOREIGN KEY (org_id, changed_by) REFERENCES memberships(org_id, user_id),
  constraint workflow_rule_versions_org_id_rule_id_fkey FOREIGN KEY (org_id, rule_id) REFERENCES workflow_rules(org_id, id),
  constraint workflow_rule_versions_pkey PRIMARY KEY (org_id, id),
  constraint workflow_rule_versions_org_id_rule_id_version_key UNIQUE (org_id, rule_id, version)
);
-- row-level security forced
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select to bookflow_app

create table workflow_rules (
  org_id uuid not null,
  id uuid not null,
  seq bigint not null generated always as identity,
  name text not null,
  description text not null default ''::text,
  priority integer not null,
  enabled boolean not null default true,
  conditions jsonb not null,
  outcome jsonb not null,
  version integer not null default 1,
  archived_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint workflow_rules_archived_off CHECK (((archived_at IS NULL) OR (NOT enabled))),
  constraint workflow_rules_conditions_check CHECK ((jsonb_typeof(conditions) = 'array'::text)),
  constraint workflow_rules_description_check CHECK ((char_length(description) <= 1000)),
  constraint workflow_rules_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 120))),
  constraint workflow_rules_outcome_check CHECK ((jsonb_typeof(outcome) = 'object'::text)),
  constraint workflow_rules_priority_check CHECK (((priority >= 0) AND (priority <= 10000))),
  constraint workflow_rules_version_check CHECK ((version >= 1)),
  constraint workflow_rules_pkey PRIMARY KEY (org_id, id)
);
CREATE INDEX workflow_rules_asked ON public.workflow_rules USING btree (org_id, priority, seq) WHERE enabled;
CREATE INDEX workflow_rules_listed ON public.workflow_rules USING btree (org_id, priority, seq);
-- row-level security forced
-- policy purge for all to bookflow_owner using ((org_id = (NULLIF(current_setting('app.purge_org_id'::text, true), ''::text))::uuid)) with check (false)
-- policy tenant for all to bookflow_app using ((org_id = current_org_id())) with check ((org_id = current_org_id()))
-- grant insert, select, update to bookflow_app

CREATE OR REPLACE FUNCTION public.approval_link_of_token(hash text)
 RETURNS TABLE(org_id uuid, id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
        select l.org_id, l.id
        from approval_links l join organizations o on o.org_id = l.org_id
        where l.token_hash = hash and (o.deletion_at is null or o.deletion_at > now())
      $function$

-- owner bookflow_lookup, execute: bookflow_app

CREATE OR REPLACE FUNCTION public.audit_ensure_partitions()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET "TimeZone" TO 'UTC'
AS $function$
      declare
        first timestamptz;
        name text;
        made integer := 0;
      begin
        perform pg_advisory_xact_lock(hashtext('audit_ensure_partitions'));
        for ahead in 0..24 loop
          first := date_trunc('month', now()) + make_interval(months => ahead);
          name := 'audit_log_' || to_char(first, 'YYYY_MM');
          continue when to_regclass(name) is not null;
          execute format('create table %I (like audit_log including defaults including constraints)', name);
          execute format('alter table %I enable row level security', name);
          execute format('alter table %I force row level security', name);
          execute format('alter table audit_log attach partition %I for values from (%L) to (%L)', name, first, first + interval '1 month');
          made := made + 1;
        end loop;
        return made;
      end $function$

-- owner bookflow_owner, execute: bookflow_app

CREATE OR REPLACE FUNCTION public.current_feed_epoch()
 RETURNS integer
 LANGUAGE sql
 STABLE
AS $function$ select epoch from feed_epoch $function$

-- owner bookflow_owner, execute: public

CREATE OR REPLACE FUNCTION public.current_org_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('app.org_id', true), '')::uuid $function$

-- owner bookflow_owner, execute: public

CREATE OR REPLACE FUNCTION public.invitation_of_token(hash text)
 RETURNS TABLE(org_id uuid, id uuid, email text, role text, status text, expires_at timestamp with time zone, organization text, slug text, timezone text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
        select i.org_id, i.id, i.email, i.role, i.status, i.expires_at, o.name, o.slug, o.timezone
        from invitations i join organizations o on o.org_id = i.org_id
        where i.token_hash = hash and (o.deletion_at is null or o.deletion_at > now())
      $function$

-- owner bookflow_lookup, execute: bookflow_app

CREATE OR REPLACE FUNCTION public.move_booking(p_org uuid, p_id uuid, p_version integer, p_resource uuid, p_units integer, p_starts timestamp with time zone, p_ends timestamp with time zone, p_from timestamp with time zone, p_to timestamp with time zone, p_status text, p_until timestamp with time zone)
 RETURNS SETOF bookings
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
      declare
        current bookings;
        moved bookings;
        candidate integer;
      begin
        select * into current from bookings b where b.org_id = p_org and b.id = p_id and b.version = p_version for update;
        if not found then
          return;
        end if;
        for candidate in
          select u from generate_series(1, p_units) u
          order by (current.resource_id = p_resource and u = current.unit) desc, u
        loop
          begin
            update bookings b set resource_id = p_resource, unit = candidate, starts_at = p_starts, ends_at = p_ends, occupied_from = p_from, occupied_to = p_to,
              status = p_status, undecided_until = p_until, version = b.version + 1, updated_at = now()
            where b.org_id = p_org and b.id = p_id
            returning * into moved;
            return next moved;
            return;
          exception when exclusion_violation then
            null;
          end;
        end loop;
      end $function$

-- owner bookflow_owner, execute: bookflow_app

CREATE OR REPLACE FUNCTION public.organizations_of_person(person uuid)
 RETURNS TABLE(id uuid, name text, slug text, role text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
        select o.id, o.name, o.slug, m.role
        from memberships m join organizations o on o.org_id = m.org_id
        where m.user_id = person and m.status = 'active' and (o.deletion_at is null or o.deletion_at > now())
        order by o.name, o.id
      $function$

-- owner bookflow_lookup, execute: bookflow_app

CREATE OR REPLACE FUNCTION public.outbox_of_provider(provider text)
 RETURNS TABLE(org_id uuid, id uuid, channel text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$ select o.org_id, o.id, o.channel from outbox o where o.provider_id = provider $function$

-- owner bookflow_lookup, execute: bookflow_app

CREATE OR REPLACE FUNCTION public.place_booking(p_org uuid, p_id uuid, p_resource uuid, p_units integer, p_title text, p_note text, p_starts timestamp with time zone, p_ends timestamp with time zone, p_from timestamp with time zone, p_to timestamp with time zone, p_status text, p_by uuid, p_for uuid, p_until timestamp with time zone, p_attendees uuid[])
 RETURNS SETOF bookings
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
      declare
        placed bookings;
      begin
        for candidate in 1..p_units loop
          insert into bookings (org_id, id, resource_id, unit, title, note, starts_at, ends_at, occupied_from, occupied_to, status, booked_by, booked_for, undecided_until, attendees)
          values (p_org, p_id, p_resource, candidate, p_title, p_note, p_starts, p_ends, p_from, p_to, p_status, p_by, p_for, p_until, cardinality(p_attendees))
          on conflict on constraint bookings_no_overlap do nothing
          returning * into placed;
          if found then
            if cardinality(p_attendees) > 0 then
              insert into booking_attendees (org_id, booking_id, user_id) select p_org, p_id, unnest(p_attendees);
            end if;
            return next placed;
            return;
          end if;
        end loop;
      end $function$

-- owner bookflow_owner, execute: bookflow_app

CREATE OR REPLACE FUNCTION public.purge_organization(organization uuid, batch integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      declare
        remaining oid[];
        target oid;
        deleted integer;
        refers_to_itself boolean;
      begin
        perform set_config('app.purge_org_id', organization::text, true);
        -- An hour past the end no request that was let in before it is still running.
        perform from organizations where org_id = organization and deletion_at < now() - interval '1 hour' for update;
        if not found then
          perform set_config('app.purge_org_id', '', true);
          return 0;
        end if;
        remaining := array(
          select c.oid from pg_class c join pg_policy p on p.polrelid = c.oid and p.polname = 'purge'
          where not c.relispartition and c.relname not like 'audit\_%' and c.oid <> 'organizations'::regclass order by c.relname);
        while cardinality(remaining) > 0 loop
          select t.oid into target from unnest(remaining) as t (oid)
          where not exists (select from pg_constraint f where f.contype = 'f' and f.confrelid = t.oid and f.conrelid <> t.oid and f.conrelid = any (remaining))
          limit 1;
          if not found then
            raise exception 'purge_organization: tables refer to each other in a cycle: %', remaining::regclass[];
          end if;
          refers_to_itself := exists (select from pg_constraint f where f.contype = 'f' and f.confrelid = target and f.conrelid = target);
          execute format('delete from %1$s where org_id = $1 and (tableoid, ctid) in (select tableoid, ctid from %1$s where org_id = $1 limit $2)', target::regclass)
            using organization, case when refers_to_itself then null else batch end;
          get diagnostics deleted = row_count;
          if deleted > 0 then
            perform set_config('app.purge_org_id', '', true);
            return deleted;
          end if;
          remaining := array_remove(remaining, target);
        end loop;
        delete from organizations where org_id = organization;
        delete from organization_slugs where organization_id = organization;
        perform set_config('app.purge_org_id', '', true);
        return 1;
      end $function$

-- owner bookflow_owner, execute: bookflow_cross

CREATE OR REPLACE FUNCTION public.tenant_table(name regclass, app_grants text, cross_grants text DEFAULT NULL::text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
      begin
        execute format('alter table %s enable row level security', name);
        execute format('alter table %s force row level security', name);
        execute format('create policy tenant on %s for all to bookflow_app using (org_id = current_org_id()) with check (org_id = current_org_id())', name);
        -- The owner sees nothing under FORCE, except the one organisation a purge function of its own has named for the transaction.
        execute format('create policy purge on %s for all to current_user using (org_id = nullif(current_setting(''app.purge_org_id'', true), '''')::uuid) with check (false)', name);
        execute format('grant %s on %s to bookflow_app', app_grants, name);
        if cross_grants is not null then
          execute format('create policy cross_tenant on %s for all to bookflow_cross using (true) with check (true)', name);
          execute format('grant %s on %s to bookflow_cross', cross_grants, name);
        end if;
      end $function$

-- owner bookflow_owner
