import type { MigrationInterface, QueryRunner } from 'typeorm'

/** How many attend, beside the booking: asking a table for the attendees of each of fifty bookings that have none was half of what a list cost the database. */
export class AttendeeCount1795405000500 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table bookings add column attendees integer not null default 0 check (attendees between 0 and 100)`)
    // Row-level security holds for the owner too while it is forced, and would hide every row to be counted.
    const tables = ['bookings', 'booking_attendees']
    for (const table of tables) await queryRunner.query(`alter table ${table} no force row level security`)
    await queryRunner.query(`
      update bookings b set attendees = counted.attendees
      from (select org_id, booking_id, count(*) as attendees from booking_attendees group by org_id, booking_id) counted
      where b.org_id = counted.org_id and b.id = counted.booking_id`)
    for (const table of tables) await queryRunner.query(`alter table ${table} force row level security`)
    await queryRunner.query(placeBooking({ column: ', attendees', value: ', cardinality(p_attendees)' }))
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(placeBooking({ column: '', value: '' }))
    await queryRunner.query(`alter table bookings drop column attendees`)
  }
}

/** As it was made with the table, to the space, but for what is counted. */
const placeBooking = (attendees: { column: string; value: string }) => `
      create or replace function place_booking(p_org uuid, p_id uuid, p_resource uuid, p_units integer, p_title text, p_note text, p_starts timestamptz, p_ends timestamptz,
        p_from timestamptz, p_to timestamptz, p_status text, p_by uuid, p_for uuid, p_until timestamptz, p_attendees uuid[])
      returns setof bookings language plpgsql set search_path = public, pg_temp as $$
      declare
        placed bookings;
      begin
        for candidate in 1..p_units loop
          insert into bookings (org_id, id, resource_id, unit, title, note, starts_at, ends_at, occupied_from, occupied_to, status, booked_by, booked_for, undecided_until${attendees.column})
          values (p_org, p_id, p_resource, candidate, p_title, p_note, p_starts, p_ends, p_from, p_to, p_status, p_by, p_for, p_until${attendees.value})
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
      end $$`
