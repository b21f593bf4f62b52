import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What the provider said became of each mail, and which people's addresses take none any more. */
export class MailOutcomes1795401010002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // No key to the outbox: its rows go by an age of their own.
    await queryRunner.query(`
      create table notification_outcomes (
        org_id uuid not null,
        outbox_id uuid not null,
        state text not null check (state in ('delayed', 'delivered', 'bounced', 'complained')),
        at timestamptz not null,
        noted_at timestamptz not null default now(),
        primary key (org_id, outbox_id)
      )`)
    await queryRunner.query(`create index notification_outcomes_age on notification_outcomes (noted_at)`)
    await queryRunner.query(`select tenant_table('notification_outcomes', 'select, insert, update', 'select, delete')`)

    // Global: an address that bounces for one organisation bounces for all, and whoever complained of one would of the next.
    await queryRunner.query(`
      create table notification_addresses (
        user_id uuid primary key references users (id) on delete cascade,
        address text not null check (address = lower(address) and length(address) <= 254),
        reason text not null check (reason in ('bounced', 'complained')),
        stopped_at timestamptz not null,
        confirmed_at timestamptz
      )`)
    await queryRunner.query(`grant select, insert, update on notification_addresses to bookflow_app`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table notification_addresses')
    await queryRunner.query('drop table notification_outcomes')
  }
}
