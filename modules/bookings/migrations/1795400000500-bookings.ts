import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Bookings and the guarantee that no two of them overlap: one constraint, whoever writes. */
export class Bookings1795400000500 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // An empty, unbounded or NULL range would slip past an exclusion constraint or block a resource for ever: the checks close that.
    await queryRunner.query(`
      create table bookings (
        org_id uuid not null,
        id uuid not null,
        resource_id uuid not null,
        unit integer not null check (unit between 1 and 100),
        title text not null check (length(title) between 1 and 200),
        note text check (length(note) between 1 and 4000),
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        occupied_from timestamptz not null,
        occupied_to timestamptz not null,
        occupied tstzrange generated always as (tstzrange(occupied_from, occupied_to, '[)')) stored,
        status text not null check (status in ('held', 'pending_approval', 'confirmed', 'rejected', 'cancelled', 'expired', 'checked_in', 'completed', 'no_show')),
        booked_by uuid not null,
        booked_for uuid not null,
        reason text check (length(reason) <= 1000),
        undecided_until timestamptz,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (org_id, id),
        foreign key (org_id, resource_id) references resources (org_id, id),
        foreign key (org_id, booked_by) references memberships (org_id, user_id),
        foreign key (org_id, booked_for) references memberships (org_id, user_id),
        constraint bookings_finite check (isfinite(starts_at) and isfinite(ends_at) and isfinite(occupied_from) and isfinite(occupied_to)),
        constraint bookings_length check (starts_at < ends_at and ends_at <= starts_at + interval '744 hours'),
        constraint bookings_buffers check (occupied_from between starts_at - interval '24 hours' and starts_at and occupied_to between ends_at and ends_at + interval '24 hours'),
        constraint bookings_milliseconds check (
          date_trunc('milliseconds', starts_at) = starts_at and date_trunc('milliseconds', ends_at) = ends_at
          and date_trunc('milliseconds', occupied_from) = occupied_from and date_trunc('milliseconds', occupied_to) = occupied_to),
        constraint bookings_undecided check ((status in ('held', 'pending_approval')) = (undecided_until is not null)),
        constraint bookings_no_overlap exclude using gist (org_id with =, resource_id with =, unit with =, occupied with &&)
          where (status in ('held', 'pending_approval', 'confirmed', 'checked_in'))
      )`)
    // Queries compare two timestamps: && is not leakproof and becomes a filter under row-level security.
    await queryRunner.query(`
      create index bookings_active on bookings (org_id, resource_id, occupied_from) where status in ('held', 'pending_approval', 'confirmed', 'checked_in')`)
    await queryRunner.query(`create index bookings_listed on bookings (org_id, starts_at, id)`)
    await queryRunner.query(`create index bookings_of_resource on bookings (org_id, resource_id, starts_at, id)`)
    await queryRunner.query(`create index bookings_for_person on bookings (org_id, booked_for, starts_at, id)`)
    await queryRunner.query(`create index bookings_by_person on bookings (org_id, booked_by, starts_at, id) where booked_by <> booked_for`)
    await queryRunner.query(`create index bookings_waiting on bookings (undecided_until) where undecided_until is not null`)
    await queryRunner.query(`create index bookings_running on bookings (ends_at) where status in ('confirmed', 'checked_in')`)
    await queryRunner.query(`select tenant_table('bookings', 'select, insert, update', 'select')`)

    await queryRunner.query(`
      create table booking_attendees (
        org_id uuid not null,
        booking_id uuid not null,
        user_id uuid not null,
        primary key (org_id, booking_id, user_id),
        foreign key (org_id, booking_id) references bookings (org_id, id),
        foreign key (org_id, user_id) references memberships (org_id, user_id)
      )`)
    await queryRunner.query(`create index booking_attendees_of_person on booking_attendees (org_id, user_id, booking_id)`)
    await queryRunner.query(`select tenant_table('booking_attendees', 'select, insert, delete')`)

    // One round trip whatever the number of units. DO NOTHING on the named constraint: a plain INSERT deadlocks under contention, and an
    // unnamed one would swallow a clash of keys as well.
    await queryRunner.query(`
      create function place_booking(p_org uuid, p_id uuid, p_resource uuid, p_units integer, p_title text, p_note text, p_starts timestamptz, p_ends timestamptz,
        p_from timestamptz, p_to timestamptz, p_status text, p_by uuid, p_for uuid, p_until timestamptz, p_attendees uuid[])
      returns setof bookings language plpgsql set search_path = public, pg_temp as $$
      declare
        placed bookings;
      begin
        for candidate in 1..p_units loop
          insert into bookings (org_id, id, resource_id, unit, title, note, starts_at, ends_at, occupied_from, occupied_to, status, booked_by, booked_for, undecided_until)
          values (p_org, p_id, p_resource, candidate, p_title, p_note, p_starts, p_ends, p_from, p_to, p_status, p_by, p_for, p_until)
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
      end $$`)
    // An UPDATE has no ON CONFLICT: the caller holds the advisory locks of both resources, so that only bookings being inserted can still take
    // a unit from under it; then the next one is tried. Its own unit comes first, so that a change in place stays where it was.
    await queryRunner.query(`
      create function move_booking(p_org uuid, p_id uuid, p_version integer, p_resource uuid, p_units integer, p_starts timestamptz, p_ends timestamptz,
        p_from timestamptz, p_to timestamptz, p_status text, p_until timestamptz)
      returns setof bookings language plpgsql set search_path = public, pg_temp as $$
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
      end $$`)
    for (const signature of signatures) {
      await queryRunner.query(`revoke execute on function ${signature} from public`)
      await queryRunner.query(`grant execute on function ${signature} to bookflow_app`)
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const signature of [...signatures].reverse()) await queryRunner.query(`drop function ${signature}`)
    await queryRunner.query(`drop table booking_attendees`)
    await queryRunner.query(`drop table bookings`)
  }
}

const signatures = [
  'place_booking(uuid, uuid, uuid, integer, text, text, timestamptz, timestamptz, timestamptz, timestamptz, text, uuid, uuid, timestamptz, uuid[])',
  'move_booking(uuid, uuid, integer, uuid, integer, timestamptz, timestamptz, timestamptz, timestamptz, text, timestamptz)',
]
