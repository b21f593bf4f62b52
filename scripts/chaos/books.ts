/** What the database holds for each organisation, counted past every guard, and what may never be so in any of them. */
import type { Pool } from 'pg'

/** Rows one request leaves behind. */
export interface Books {
  bookings: number
  approvals: number
  steps: number
  events: number
  audit: number
  outbox: number
  keys: number
}

export const nothing: Books = { bookings: 0, approvals: 0, steps: 0, events: 0, audit: 0, outbox: 0, keys: 0 }

/** By organisation. What was there before any booking (its room, its rule) is not counted. */
export async function read(admin: Pool, orgs: readonly string[]): Promise<Map<string, Books>> {
  const { rows } = await admin.query<Books & { id: string }>(
    `select o.id,
       (select count(*)::int from bookings where org_id = o.id) as bookings,
       (select count(*)::int from approvals where org_id = o.id) as approvals,
       (select count(*)::int from approval_steps where org_id = o.id) as steps,
       (select count(*)::int from events where org_id = o.id and type ~ '^(bookings|approvals)\\.') as events,
       (select count(*)::int from audit_log where org_id = o.id and outcome = 'done' and action ~ '^(bookings|approvals)\\.') as audit,
       (select count(*)::int from outbox m join events e on e.org_id = m.org_id and e.id = m.event_id where m.org_id = o.id and e.type ~ '^(bookings|approvals)\\.') as outbox,
       (select count(*)::int from idempotency_keys where org_id = o.id) as keys
     from unnest($1::uuid[]) as o (id)`,
    [orgs],
  )
  return new Map(rows.map(({ id, ...books }) => [id, books]))
}

/** @returns what is wrong anywhere in the database, in words; nothing when all is well */
export async function faults(admin: Pool): Promise<string[]> {
  const checks: readonly [string, string][] = [
    [
      'pairs of bookings overlap',
      `select count(*)::int as n from bookings a join bookings b on a.org_id = b.org_id and a.resource_id = b.resource_id and a.unit = b.unit and a.id < b.id and a.occupied && b.occupied
       where a.status in ('held', 'pending_approval', 'confirmed', 'checked_in') and b.status in ('held', 'pending_approval', 'confirmed', 'checked_in')`,
    ],
    ['events have no audit row', 'select count(*)::int as n from events e where not exists (select from audit_log a where a.org_id = e.org_id and a.id = e.id)'],
    ['audit rows of changes have no event', `select count(*)::int as n from audit_log a where a.outcome = 'done' and not exists (select from events e where e.org_id = a.org_id and e.id = a.id)`],
    ['messages belong to no event', 'select count(*)::int as n from outbox o where o.event_id is not null and not exists (select from events e where e.org_id = o.org_id and e.id = o.event_id)'],
    ['bookings have no event of their making', `select count(*)::int as n from bookings b where not exists (select from events e where e.org_id = b.org_id and e.subject_id = b.id::text and e.type = 'bookings.created')`],
    ['bookings wait for an approval nobody was asked for', `select count(*)::int as n from bookings b where b.status = 'pending_approval' and not exists (select from approvals a where a.org_id = b.org_id and a.booking_id = b.id)`],
  ]
  const found: string[] = []
  for (const [what, text] of checks) {
    const n = (await admin.query<{ n: number }>(text)).rows[0]?.n ?? -1
    if (n !== 0) found.push(`${n} ${what}`)
  }
  return found
}
