import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * What falls due by the clock. The keys are the promise: one reminder for a booking, person and lead, one digest for a person and period, whoever plans it how often.
 * Settled rows stay for a while, so that planning anew does not bring back what was sent.
 */
export class NotificationSchedule1795401010001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table notification_reminders (
        org_id uuid not null,
        booking_id uuid not null,
        user_id uuid not null,
        minutes integer not null check (minutes between 5 and 40320),
        starts_at timestamptz not null,
        due_at timestamptz not null,
        settled_at timestamptz,
        outcome text check (outcome in ('sent', 'overtaken', 'late')),
        primary key (org_id, booking_id, user_id, minutes),
        foreign key (org_id, booking_id) references bookings (org_id, id),
        foreign key (org_id, user_id) references memberships (org_id, user_id),
        check (due_at = starts_at - make_interval(mins => minutes)),
        check ((settled_at is null) = (outcome is null))
      )`)
    await queryRunner.query(`create index notification_reminders_due on notification_reminders (due_at) where settled_at is null`)
    await queryRunner.query(`create index notification_reminders_due_of_org on notification_reminders (org_id, due_at) where settled_at is null`)
    await queryRunner.query(`create index notification_reminders_age on notification_reminders (settled_at) where settled_at is not null`)
    await queryRunner.query(`select tenant_table('notification_reminders', 'select, insert, update, delete', 'select, delete')`)

    await queryRunner.query(`
      create table notification_digests (
        org_id uuid not null,
        user_id uuid not null,
        kind text not null check (kind in ('daily_digest', 'approver_digest')),
        period date not null,
        due_at timestamptz not null,
        settled_at timestamptz,
        primary key (org_id, user_id, kind, period),
        foreign key (org_id, user_id) references memberships (org_id, user_id)
      )`)
    await queryRunner.query(`create index notification_digests_due on notification_digests (due_at) where settled_at is null`)
    await queryRunner.query(`create index notification_digests_due_of_org on notification_digests (org_id, due_at) where settled_at is null`)
    await queryRunner.query(`create index notification_digests_age on notification_digests (settled_at) where settled_at is not null`)
    await queryRunner.query(`select tenant_table('notification_digests', 'select, insert, update', 'select, delete')`)

    // One row for each message that goes with a digest, under the message's id: collecting it twice is collecting it once.
    await queryRunner.query(`
      create table notification_digest_items (
        org_id uuid not null,
        id uuid not null,
        user_id uuid not null,
        period date not null,
        notice jsonb not null,
        created_at timestamptz not null default now(),
        primary key (org_id, id),
        foreign key (org_id, user_id) references memberships (org_id, user_id)
      )`)
    await queryRunner.query(`create index notification_digest_items_of_digest on notification_digest_items (org_id, user_id, period, id)`)
    await queryRunner.query(`create index notification_digest_items_age on notification_digest_items (created_at)`)
    await queryRunner.query(`select tenant_table('notification_digest_items', 'select, insert', 'select, delete')`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['notification_digest_items', 'notification_digests', 'notification_reminders']) await queryRunner.query(`drop table ${table}`)
  }
}
