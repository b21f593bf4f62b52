/** A house as large as the calendar promises: 500 resources with opening hours, and what people book of them in four weeks. The same at each run. */
import { query, type Ground } from './ground.js'

export const resources = 500
export const zone = 'Europe/Berlin'

const hours = JSON.stringify(Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, ['sat', 'sun'].includes(day) ? [] : [{ from: '07:00', to: '20:00' }]])))

/** @param monday the first day of the four weeks, `YYYY-MM-DD`. @returns how many bookings there are */
export async function furnishHouse({ cluster, org_id }: Ground, monday: string): Promise<number> {
  const admin = cluster.adminUrl('bench')
  await query(admin, `update users set timezone = $1`, [zone])
  await query(
    admin,
    `insert into resources (org_id, id, name, location, timezone, seats, opening_hours, buffer_after_minutes, horizon_days)
     select $1, gen_random_uuid(), (array['Room', 'Studio', 'Lab', 'Desk', 'Van'])[n % 5 + 1] || ' ' || lpad(n::text, 3, '0'), 'House ' || n / 50 + 1 || ', floor ' || n / 10 % 5, $2, 4 + n % 12, $3, case when n % 4 = 0 then 15 else 0 end, 365
     from generate_series(1, $4::int) n`,
    [org_id, zone, hours, resources],
  )
  // Five stretches a working day of which some sixty in a hundred are taken, at their beginning or a little later; one in twelve waits for approval.
  await query(
    admin,
    `insert into bookings (org_id, id, resource_id, unit, title, starts_at, ends_at, occupied_from, occupied_to, status, booked_by, booked_for, undecided_until)
     select $1, gen_random_uuid(), r.id, 1, (array['Review', 'Interview', 'Planning', 'Workshop with guests', 'Weekly', 'Call', 'Training'])[chance % 7 + 1], s, e, s, e + make_interval(mins => r.buffer_after_minutes),
            case when chance % 12 = 0 then 'pending_approval' else 'confirmed' end, p.user_id, p.user_id, case when chance % 12 = 0 then s end
     from resources r cross join generate_series(0, 27) day cross join generate_series(0, 4) part
     cross join lateral (select ('x' || substr(md5(r.name || '/' || day || '/' || part), 1, 7))::bit(28)::int as chance) c
     cross join lateral (select ($2::date + day + make_time(8 + 2 * part, 0, 0)) at time zone $3 + make_interval(mins => chance % 3 * 15) as s) starts
     cross join lateral (select s + make_interval(mins => 30 + chance / 3 % 4 * 15) as e) ends
     cross join lateral (select array_agg(user_id order by user_id) as ids from memberships where org_id = $1) people
     cross join lateral (select ids[chance % cardinality(ids) + 1] as user_id) p
     where r.org_id = $1 and day % 7 < 5 and chance % 100 < 60`,
    [org_id, monday, zone],
  )
  await query(admin, 'analyze bookings, resources, memberships')
  return Number((await query(admin, 'select count(*) from bookings'))[0]!['count'])
}
