/** What a million bookings cost: creating one more, the day of one resource, the free resources of an organisation. */
import { Client } from 'pg'
import { connectionOf } from '#kernel/database/connection'
import type { Statement } from '#kernel/tenancy/unit-of-work'
import { judged, median, quantile, type Figure } from './figures.js'
import { query, type Ground, type Program } from './ground.js'
import { measure } from './load.js'
import { ownStatements } from './own-statements.js'
import { settle } from './requests.js'
import { scenarios } from './scenarios.js'

const bookings = 1_000_000
const batches = 10
const times = 200
const day = 86_400_000

export async function millionFigures(ground: Ground, program: Program): Promise<Figure[]> {
  const empty = await creates(ground, program)
  const before = await count(ground)
  await fill(ground)
  await settle(ground)
  const full = await creates(ground, program)
  const from = new Date(Math.floor(Date.now() / day) * day - 20 * day)
  const span = `from=${from.toISOString()}&to=${new Date(from.getTime() + day).toISOString()}`
  const token = ground.tokens[1]!
  const [ofResource, ofOrganization] = await ownStatements(ground, [
    () => ({ method: 'GET', path: `/v1/availability?resource_id=${ground.rooms[1]}&${span}`, token }),
    () => ({ method: 'GET', path: `/v1/availability/search?duration_minutes=30&${span}`, token }),
  ])
  const milliseconds = { value: 0, unit: ' ms', must: { at_most: 2 }, target: { at_most: 1 } }
  return [
    judged(`create on ${bookings.toLocaleString('en')} bookings, of the rate on ${before.toLocaleString('en')}`, [{ value: full / empty, unit: ' ×', must: { at_least: 0.75 }, target: { at_least: 0.9 } }], true, `${empty.toFixed(0)}/s, then ${full.toFixed(0)}/s`),
    judged(`the day of one resource among ${bookings.toLocaleString('en')} bookings, p99 in the database`, [{ ...milliseconds, value: await databaseTime(ground, onBookings(ofResource!)) }]),
    judged(`free resources of an organisation of ${ground.rooms.length} among ${bookings.toLocaleString('en')} bookings, p99 in the database`, [{ ...milliseconds, value: await databaseTime(ground, onBookings(ofOrganization!)) }]),
  ]
}

async function creates(ground: Ground, program: Program): Promise<number> {
  const scenario = scenarios.find(({ key }) => key === 'create')
  if (!scenario) throw new Error("There is no scenario 'create'.")
  const rates: number[] = []
  for (let n = 0; n < 3; n += 1) rates.push((await measure(scenario, program, ground, 3_000)).per_second)
  return median(rates)
}

async function count({ cluster }: Ground): Promise<number> {
  return Number((await query(cluster.adminUrl('bench'), 'select count(*) from bookings'))[0]!['count'])
}

/** Back to back in every room, into the past. */
async function fill({ cluster, org_id, rooms }: Ground): Promise<void> {
  const perRoom = bookings / rooms.length / batches
  const [person] = await query(cluster.adminUrl('bench'), 'select user_id from memberships where org_id = $1 limit 1', [org_id])
  for (let batch = 0; batch < batches; batch += 1) {
    await query(
      cluster.adminUrl('bench'),
      `insert into bookings (org_id, id, resource_id, unit, title, starts_at, ends_at, occupied_from, occupied_to, status, booked_by, booked_for)
       select $1, gen_random_uuid(), room, 1, 'Past', s, s + interval '30 minutes', s, s + interval '30 minutes', 'confirmed', $3, $3
       from unnest($2::uuid[]) room, generate_series($4::int, $5::int) n, lateral (select date_trunc('hour', now()) - n * interval '30 minutes' as s) times`,
      [org_id, rooms, person!['user_id'], batch * perRoom + 48, (batch + 1) * perRoom + 47],
    )
  }
}

function onBookings(statements: readonly Statement[]): Statement {
  const found = statements.find(({ text }) => /from bookings b/.test(text))
  if (!found) throw new Error('The route asked nothing of the bookings.')
  return found
}

/** 99th percentile of what EXPLAIN ANALYZE says of the prepared statement, as the application's role under row-level security, each time for another room. */
async function databaseTime({ appUrl, org_id, rooms }: Ground, { text, values = [] }: Statement): Promise<number> {
  const client = new Client(connectionOf(appUrl))
  await client.connect()
  try {
    await client.query('begin')
    await client.query(`select set_config('app.org_id', $1, true)`, [org_id])
    await client.query(`prepare asked as ${text}`)
    const taken: number[] = []
    for (let n = 0; n < times; n += 1) {
      const list = values.map((value) => literal(typeof value === 'string' && rooms.includes(value) ? rooms[n % rooms.length] : value)).join(', ')
      const { rows } = await client.query<{ 'QUERY PLAN': [{ 'Execution Time': number }] }>(`explain (analyze, timing off, format json) execute asked(${list})`)
      taken.push(rows[0]!['QUERY PLAN'][0]['Execution Time'])
    }
    return quantile(taken, 0.99)
  } finally {
    await client.end()
  }
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  return `'${(Array.isArray(value) ? `{${value.join(',')}}` : String(value)).replaceAll("'", "''")}'`
}
