import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * What the kernel owns: the helper that gives a tenant table its walls, module switches, events, outbox, idempotency keys, the stub mailbox.
 * The roles exist already (kernel/database/roles.ts): they belong to the cluster, not to a database.
 */
export class KernelGround1795400000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`create extension if not exists btree_gist`)
    await queryRunner.query(`grant usage on schema public to bookflow_app, bookflow_cross, bookflow_lookup`)
    await queryRunner.query(`
      create function current_org_id() returns uuid language sql stable parallel safe as
        $$ select nullif(current_setting('app.org_id', true), '')::uuid $$`)
    // Grants are per table and named; a default privilege would open partitions around their parent.
    await queryRunner.query(`
      create function tenant_table(name regclass, app_grants text, cross_grants text default null) returns void language plpgsql as $$
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
      end $$`)
    await queryRunner.query(`revoke execute on function tenant_table(regclass, text, text) from public`)

    await queryRunner.query(`
      create table org_modules (
        org_id uuid not null,
        module text not null check (module ~ '^[a-z][a-z0-9-]{0,62}$'),
        enabled boolean not null default true,
        settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
        version integer not null default 1,
        updated_at timestamptz not null default now(),
        primary key (org_id, module)
      )`)
    await queryRunner.query(`select tenant_table('org_modules', 'select, insert, update')`)

    // Old xids stay invisible after a restore into a younger cluster, hence the epoch: rows of an older one are always visible.
    await queryRunner.query(`create table feed_epoch (one_row boolean primary key default true check (one_row), epoch integer not null default 1)`)
    await queryRunner.query(`insert into feed_epoch default values`)
    await queryRunner.query(`grant select on feed_epoch to bookflow_app, bookflow_cross`)
    await queryRunner.query(`
      create function current_feed_epoch() returns integer language sql stable as $$ select epoch from feed_epoch $$`)
    await queryRunner.query(`
      create table events (
        org_id uuid not null,
        id uuid not null,
        epoch integer not null default current_feed_epoch(),
        xid xid8 not null default pg_current_xact_id(),
        seq bigint generated always as identity,
        type text not null,
        subject_kind text not null,
        subject_id text not null,
        actor jsonb not null,
        request_id text not null,
        people uuid[] not null default '{}',
        data jsonb not null,
        at timestamptz not null default now(),
        primary key (org_id, id)
      )`)
    await queryRunner.query(`create index events_feed on events (epoch, xid, seq)`)
    await queryRunner.query(`create index events_feed_of_org on events (org_id, epoch, xid, seq)`)
    await queryRunner.query(`create index events_subject on events (org_id, subject_kind, subject_id, xid, seq)`)
    await queryRunner.query(`create index events_age on events (at)`)
    await queryRunner.query(`select tenant_table('events', 'select, insert', 'select, delete')`)

    await queryRunner.query(`
      create table outbox (
        org_id uuid not null,
        id uuid not null,
        seq bigint generated always as identity,
        channel text not null,
        event_id uuid,
        payload jsonb not null,
        status text not null default 'pending' check (status in ('pending', 'sent', 'dead', 'cancelled', 'parked', 'quarantined')),
        attempts integer not null default 0 check (attempts between 0 and 5),
        reason text,
        provider_id text,
        not_before timestamptz not null default now(),
        enqueued_at timestamptz,
        created_at timestamptz not null default now(),
        finished_at timestamptz,
        primary key (org_id, id)
      )`)
    await queryRunner.query(`create index outbox_due on outbox (not_before, seq) where status = 'pending' and enqueued_at is null`)
    await queryRunner.query(`create index outbox_in_flight on outbox (enqueued_at) where status = 'pending' and enqueued_at is not null`)
    await queryRunner.query(`create index outbox_listed on outbox (org_id, created_at desc, id desc)`)
    await queryRunner.query(`create index outbox_dead on outbox (org_id, finished_at) where status = 'dead'`)
    await queryRunner.query(`create index outbox_finished on outbox (finished_at) where finished_at is not null`)
    await queryRunner.query(`select tenant_table('outbox', 'select, insert, update', 'select, update, delete')`)

    await queryRunner.query(`
      create table account_outbox (
        id uuid primary key,
        seq bigint generated always as identity,
        channel text not null,
        payload jsonb not null,
        status text not null default 'pending' check (status in ('pending', 'sent', 'dead', 'cancelled', 'quarantined')),
        attempts integer not null default 0 check (attempts between 0 and 5),
        reason text,
        provider_id text,
        not_before timestamptz not null default now(),
        enqueued_at timestamptz,
        created_at timestamptz not null default now(),
        finished_at timestamptz
      )`)
    await queryRunner.query(`create index account_outbox_due on account_outbox (not_before, seq) where status = 'pending' and enqueued_at is null`)
    await queryRunner.query(`grant select, insert, update on account_outbox to bookflow_app`)
    await queryRunner.query(`grant select, update, delete on account_outbox to bookflow_cross`)

    await queryRunner.query(`
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
        created_at timestamptz not null default now(),
        primary key (org_id, actor_id, method, path, key)
      )`)
    await queryRunner.query(`create index idempotency_keys_age on idempotency_keys (created_at)`)
    await queryRunner.query(`select tenant_table('idempotency_keys', 'select, insert', 'select, delete')`)

    await queryRunner.query(`
      create table stub_mails (
        org_id uuid not null,
        id uuid not null,
        outbox_id uuid not null,
        recipient text not null,
        subject text not null,
        text text not null,
        html text not null,
        attachments jsonb not null default '[]',
        sent_at timestamptz not null default now(),
        primary key (org_id, id),
        unique (org_id, outbox_id)
      )`)
    await queryRunner.query(`create index stub_mails_listed on stub_mails (org_id, sent_at desc, id desc)`)
    await queryRunner.query(`select tenant_table('stub_mails', 'select, insert', 'select, delete')`)
    await queryRunner.query(`
      create table account_stub_mails (
        id uuid primary key,
        outbox_id uuid not null unique,
        recipient text not null,
        subject text not null,
        text text not null,
        html text not null,
        attachments jsonb not null default '[]',
        sent_at timestamptz not null default now()
      )`)
    await queryRunner.query(`grant select, insert on account_stub_mails to bookflow_app`)
    await queryRunner.query(`grant select, delete on account_stub_mails to bookflow_cross`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['account_stub_mails', 'stub_mails', 'idempotency_keys', 'account_outbox', 'outbox', 'events', 'org_modules']) {
      await queryRunner.query(`drop table ${table}`)
    }
    await queryRunner.query(`drop function current_feed_epoch()`)
    await queryRunner.query(`drop table feed_epoch`)
    await queryRunner.query(`drop function tenant_table(regclass, text, text)`)
    await queryRunner.query(`drop function current_org_id()`)
    await queryRunner.query(`revoke usage on schema public from bookflow_app, bookflow_cross, bookflow_lookup`)
    await queryRunner.query(`drop extension btree_gist`)
  }
}
