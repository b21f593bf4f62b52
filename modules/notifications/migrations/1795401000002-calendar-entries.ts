import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Whose calendars a booking was written into, so that only those are told to take it out again. */
export class CalendarEntries1795401000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table notification_calendar_entries (
        org_id uuid not null,
        booking_id uuid not null,
        user_id uuid not null,
        created_at timestamptz not null default now(),
        primary key (org_id, booking_id, user_id),
        foreign key (org_id, booking_id) references bookings (org_id, id),
        foreign key (org_id, user_id) references memberships (org_id, user_id)
      )`)
    await queryRunner.query(`select tenant_table('notification_calendar_entries', 'select, insert')`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table notification_calendar_entries')
  }
}
