/** The queries of bookings keep their indexes on a filled table, for the application's role under row-level security. */
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { connectionOf } from '#kernel/database/connection'
import type { Statement } from '#kernel/tenancy/unit-of-work'
import { BookingCalendarRepository, listStatement } from './booking-calendar.repository.js'
import { BookingRepository } from './booking.repository.js'
import { at, bookable } from './testing/bookable.js'

const rows = 60_000
let product: TestProduct
let app: Client
let org_id: string
let resource_id: string
let user_id: string
let last: { id: string; starts_at: string }

beforeAll(async () => {
  product = await createTestApp({ modules: ['bookings'] })
  const { org, room } = await bookable(product, { horizon_days: 1800 })
  ;[org_id, resource_id, user_id] = [org.id, room.id, org.owner.user_id]
  const noisy = await bookable(product)
  // Half an hour each, back to back, in this organisation and in another one.
  for (const [of, resource, person] of [[org_id, resource_id, user_id], [noisy.org.id, noisy.room.id, noisy.org.owner.user_id]]) {
    await product.admin.query(
      `insert into bookings (org_id, id, resource_id, unit, title, starts_at, ends_at, occupied_from, occupied_to, status, booked_by, booked_for)
       select $1, gen_random_uuid(), $2, 1, 'Filler', s, s + interval '30 minutes', s, s + interval '30 minutes', case n % 10 when 0 then 'cancelled' else 'confirmed' end, $3, $3
       from generate_series(1, $4::int) n, lateral (select date_trunc('hour', now()) - interval '300 days' + n * interval '30 minutes' as s) times`,
      [of, resource, person, rows / 2],
    )
  }
  await product.admin.query('analyze bookings')
  const { rows: ahead } = await product.admin.query<{ id: string; starts_at: Date }>(`select id, starts_at from bookings where org_id = $1 and starts_at > now() order by starts_at limit 1`, [org_id])
  last = { id: ahead[0]!.id, starts_at: ahead[0]!.starts_at.toISOString() }
  app = new Client(connectionOf(product.urls.app))
  await app.connect()
})
afterAll(async () => {
  await app.end()
  await product.close()
})

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Rows Removed by Filter'?: number
  'Actual Rows': number
  Plans?: Plan[]
}

/** Runs the statement as the application does, a generic plan included. */
async function planOf({ text, values = [] }: Statement): Promise<{ nodes: Plan[]; text: string }> {
  await app.query('begin')
  try {
    await app.query(`select set_config('app.org_id', $1, true)`, [org_id])
    await app.query(`set local plan_cache_mode = force_generic_plan`)
    const types = [...text.matchAll(/\$(\d+)/g)].reduce((most, [, number]) => Math.max(most, Number(number)), 0)
    await app.query(`prepare probe as ${text}`)
    const list = values.map((value) => (Array.isArray(value) ? `'{${value.join(',')}}'` : value === null ? 'null' : `'${String(value)}'`)).join(', ')
    expect(values).toHaveLength(types)
    const { rows } = await app.query(`explain (analyze, format json) execute probe(${list})`)
    const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)]
    const nodes = flat(rows[0]['QUERY PLAN'][0].Plan)
    return { nodes, text: JSON.stringify(rows[0]) }
  } finally {
    await app.query('rollback')
    await app.query('deallocate all')
  }
}

/** What the repository would send, caught instead of sent. */
async function sent(call: (calendar: BookingCalendarRepository, repository: BookingRepository) => Promise<unknown>): Promise<Statement> {
  const caught: Statement[] = []
  const work = { query: async (statement: Statement) => (caught.push(statement), []) }
  const transactions = { run: (fn: (unit: typeof work) => Promise<unknown>) => fn(work) } as unknown as ConstructorParameters<typeof BookingRepository>[0]
  await product.inTenant(org_id, () => call(new BookingCalendarRepository(transactions), new BookingRepository(transactions)))
  return caught[0]!
}

const list = (filter: Parameters<typeof listStatement>[0], person: string | null = null, after: [string, string] | null = null): Statement => {
  const { text, values } = listStatement(filter, person, { limit: 50, after })
  return { text, values: [org_id, ...values] }
}

describe(`on ${rows} bookings`, () => {
  const statements: [string, () => Promise<Statement> | Statement][] = [
    ['what occupies a day', () => sent((calendar) => calendar.occupying(resource_id, at(0), at(24), 100, null))],
    ['what is taken in two weeks', () => sent((calendar) => calendar.taken([resource_id], at(0), at(14 * 24), 5000, null))],
    ['what is taken of one in two weeks', () => sent((calendar) => calendar.takenOf(resource_id, at(0), at(14 * 24), 12, null))],
    ['how many units are taken', () => sent((calendar) => calendar.unitsTaken(resource_id, at(0), at(2), null))],
    ['what is stale in the way', () => sent((_, repository) => repository.expireInTheWay(resource_id, at(0), at(2), null))],
    ['one by id', () => sent((_, repository) => repository.find(last.id))],
    ['what is due for expiry', () => sent((_, repository) => repository.expireDue(100))],
    ['the list from its start', () => list({})],
    ['the list of a week', () => list({ from: at(0), to: at(7 * 24) })],
    ['the list of a resource in a week', () => list({ from: at(0), to: at(7 * 24), resource_id })],
    ['the list after a cursor', () => list({ from: at(0) }, null, [last.starts_at, last.id])],
    ['the list of what waits', () => list({ from: at(0), to: at(24), status: ['pending_approval'] })],
    ['the list of a person in a week', () => list({ from: at(0), to: at(7 * 24) }, user_id)],
  ]

  it.each(statements)('%s reads an index and little beside its answer', async (_, make) => {
    const statement = await make()
    expect(statement.text).not.toContain('&&')
    const { nodes, text } = await planOf(statement)
    const onBookings = nodes.filter((node) => node['Relation Name'] === 'bookings')
    expect(onBookings.length, text).toBeGreaterThan(0)
    for (const node of onBookings) {
      expect(node['Node Type'], text).not.toBe('Seq Scan')
      // The longest booking bounds how far back a scan reaches: 33 days of half hours.
      expect(node['Rows Removed by Filter'] ?? 0, text).toBeLessThan(2_000)
    }
  })

  it('would notice a sequential scan', async () => {
    const { nodes } = await planOf({ text: `select count(*) from bookings b where b.org_id = $1 and b.occupied && tstzrange($2, $3)`, values: [org_id, at(0), at(24)] })
    const [scan] = nodes.filter((node) => node['Relation Name'] === 'bookings')
    expect((scan?.['Node Type'] === 'Seq Scan' ? rows : scan?.['Rows Removed by Filter']) ?? 0).toBeGreaterThan(2_000)
  })
})
