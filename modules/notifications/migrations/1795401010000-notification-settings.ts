import type { MigrationInterface, QueryRunner } from 'typeorm'

/** When mail goes to somebody: at once or once a day for each kind, quiet hours, how long before a start to be reminded. No row means: the defaults. */
export class NotificationSettings1795401010000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table notification_preferences add column delivery text not null default 'immediate' check (delivery in ('immediate', 'daily_digest'))`)
    await queryRunner.query(`
      create table notification_settings (
        org_id uuid not null,
        user_id uuid not null,
        quiet_from text check (quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
        quiet_to text check (quiet_to ~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$'),
        quiet_days text[] check (quiet_days <@ array['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] and cardinality(quiet_days) between 1 and 7),
        reminder_minutes integer[] not null check (cardinality(reminder_minutes) <= 5 and 5 <= all (reminder_minutes) and 40320 >= all (reminder_minutes)),
        digest_hour integer not null check (digest_hour between 0 and 23),
        updated_at timestamptz not null default now(),
        primary key (org_id, user_id),
        foreign key (org_id, user_id) references memberships (org_id, user_id),
        check ((quiet_from is null) = (quiet_to is null) and (quiet_from is null) = (quiet_days is null) and (quiet_from is null or quiet_from <> quiet_to))
      )`)
    await queryRunner.query(`select tenant_table('notification_settings', 'select, insert, update')`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table notification_settings')
    await queryRunner.query('alter table notification_preferences drop column delivery')
  }
}
