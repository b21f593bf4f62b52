import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Requests for approval, their steps, and the decisions on them. */
export class Approvals1795400000600 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // The rule is frozen by value: it belongs to a module that depends on this one, and it may change afterwards.
    await queryRunner.query(`
      create table approvals (
        org_id uuid not null,
        id uuid not null,
        booking_id uuid not null,
        status text not null default 'pending' check (status in ('pending', 'approved', 'rejected', 'withdrawn')),
        rule_id uuid not null,
        rule_name text not null,
        rule_version integer not null check (rule_version >= 1),
        requested_by uuid not null,
        requested_for uuid not null,
        excluded_ids uuid[] not null,
        resource_id uuid not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        current_step integer,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        decided_at timestamptz,
        primary key (org_id, id),
        foreign key (org_id, booking_id) references bookings (org_id, id),
        foreign key (org_id, requested_by) references memberships (org_id, user_id),
        foreign key (org_id, requested_for) references memberships (org_id, user_id),
        constraint approvals_open_while_pending check ((status = 'pending') = (current_step is not null) and (status = 'pending') = (decided_at is null)),
        constraint approvals_requester_excluded check (requested_by = any (excluded_ids) and requested_for = any (excluded_ids)),
        constraint approvals_time_order check (starts_at < ends_at)
      )`)
    await queryRunner.query(`create unique index approvals_one_pending on approvals (org_id, booking_id) where status = 'pending'`)
    await queryRunner.query(`create index approvals_of_booking on approvals (org_id, booking_id, id)`)
    await queryRunner.query(`create index approvals_pending on approvals (org_id, id) where status = 'pending'`)
    await queryRunner.query(`create index approvals_requested_by on approvals (org_id, requested_by, id)`)
    await queryRunner.query(`create index approvals_requested_for on approvals (org_id, requested_for, id)`)
    await queryRunner.query(`select tenant_table('approvals', 'select, insert, update')`)

    await queryRunner.query(`
      create table approval_steps (
        org_id uuid not null,
        id uuid not null,
        approval_id uuid not null,
        position integer not null check (position between 1 and 10),
        definition jsonb not null check (jsonb_typeof(definition) = 'object'),
        status text not null check (status in ('waiting', 'open', 'approved', 'rejected', 'skipped')),
        needed integer not null check (needed >= 1),
        approver_ids uuid[] not null,
        notices text[] not null default '{}' check (notices <@ array['fell_to_admins', 'capped', 'nobody_left']),
        primary key (org_id, id),
        unique (org_id, approval_id, position),
        foreign key (org_id, approval_id) references approvals (org_id, id)
      )`)
    await queryRunner.query(`create unique index approval_steps_one_open on approval_steps (org_id, approval_id) where status = 'open'`)
    await queryRunner.query(`select tenant_table('approval_steps', 'select, insert, update')`)

    // Never changed: a decision is made once and stands.
    await queryRunner.query(`
      create table approval_decisions (
        org_id uuid not null,
        id uuid not null,
        approval_id uuid not null,
        step_id uuid not null,
        user_id uuid not null,
        decision text not null check (decision in ('approve', 'reject')),
        comment text check (char_length(comment) <= 1000),
        decided_at timestamptz not null default now(),
        primary key (org_id, id),
        constraint approval_decisions_once unique (org_id, step_id, user_id),
        foreign key (org_id, approval_id) references approvals (org_id, id),
        foreign key (org_id, step_id) references approval_steps (org_id, id),
        foreign key (org_id, user_id) references memberships (org_id, user_id),
        constraint approval_decisions_reasoned check (decision = 'approve' or comment is not null)
      )`)
    await queryRunner.query(`create unique index approval_decisions_one_reject on approval_decisions (org_id, approval_id) where decision = 'reject'`)
    await queryRunner.query(`create index approval_decisions_of_approval on approval_decisions (org_id, approval_id, user_id)`)
    await queryRunner.query(`select tenant_table('approval_decisions', 'select, insert')`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['approval_decisions', 'approval_steps', 'approvals']) await queryRunner.query(`drop table ${table}`)
  }
}
