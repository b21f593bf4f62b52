/** A connection plans each statement once, perhaps on next to nothing; that plan must still serve when there is much, since nobody analyses a table within its first minute. */
import type { PoolClient } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { faultsOf, flatPlan, literalOf, type PlanNode } from '#config/testing/plans'
import type { Statement } from '#kernel/tenancy/unit-of-work'
import { at, newResource, type Json } from './testing/bookable.js'

const rooms = 20
const perRoom = 400
const hot = /^bookings\.(expire_in_the_way|occupying\.|taken_of\.|find|list\.)/

let product: TestProduct
let org: TestOrg
let room: Json
const sent = new Map<string, Statement>()

beforeAll(async () => {
  product = await createTestApp({ modules: ['bookings'], observe: (statement) => statement.name && sent.set(statement.name, statement) })
  org = await product.newOrg({ timezone: 'UTC' })
  room = await newResource(product, org)
  const booking = { resource_id: room['id'], title: 'Review', starts_at: at(9), ends_at: at(10) }
  const made = await product.as(org.owner).post('/v1/bookings', booking)
  expect((await product.as(org.owner).post('/v1/bookings', booking)).status).toBe(409)
  expect((await product.as(org.owner).get(`/v1/bookings/${made.body['id']}`)).status).toBe(200)
  expect((await product.as(org.owner).get('/v1/bookings')).status).toBe(200)
})
afterAll(() => product.close())

it('a plan made on an empty table does not read an organisation once it is full', async () => {
  const statements = [...sent].filter(([name]) => hot.test(name)).map(([, statement]) => statement)
  expect(statements.map(({ name }) => name).sort()).toEqual(['bookings.expire_in_the_way', 'bookings.find', 'bookings.list.26.', 'bookings.occupying.10', 'bookings.taken_of.12'])
  // What a planner that knows nothing takes for the same, and finds in the primary key.
  const expire = sent.get('bookings.expire_in_the_way')!
  const trap = { ...expire, text: expire.text.replace('order by b.occupied_from, b.id', 'order by b.id') }
  expect(trap.text).not.toBe(expire.text)
  const faults = await faultsAfterFilling([...statements, trap])
  expect(faults.slice(0, -1).flat()).toEqual([])
  expect(faults.at(-1)).not.toEqual([])
})

/** Of one connection of the product's pool: plans kept from before the table was filled. */
async function faultsAfterFilling(statements: readonly Statement[]): Promise<string[][]> {
  const runner = product.kernel.dataSource.createQueryRunner()
  const client = (await runner.connect()) as PoolClient
  const asked = statements.map(({ values = [] }, n) => `execute kept${n}${values.length === 0 ? '' : `(${values.map(literalOf).join(', ')})`}`)
  try {
    await client.query('set plan_cache_mode = force_generic_plan')
    for (const [n, { text }] of statements.entries()) await client.query(`prepare kept${n} as ${text}`)
    await inOrganization(client, asked.map((each) => `explain ${each}`))
    await fill()
    const plans = await inOrganization(client, asked.map((each) => `explain (analyze, format json) ${each}`))
    return plans.map((rows) => faultsOf(flatPlan((rows as { 'QUERY PLAN': [{ Plan: PlanNode }] }[])[0]!['QUERY PLAN'][0].Plan), /^bookings$/))
  } finally {
    await client.query('deallocate all; reset plan_cache_mode')
    await runner.release()
  }
}

async function inOrganization(client: PoolClient, texts: readonly string[]): Promise<unknown[][]> {
  await client.query('begin')
  try {
    await client.query(`select set_config('app.org_id', $1, true)`, [org.id])
    const answers: unknown[][] = []
    for (const text of texts) answers.push((await client.query(text)).rows)
    return answers
  } finally {
    await client.query('rollback')
  }
}

async function fill(): Promise<void> {
  for (let n = 0; n < rooms; n += 1) {
    const filled = n === 0 ? room : await newResource(product, org)
    await product.admin.query(
      `insert into bookings (org_id, id, resource_id, unit, title, starts_at, ends_at, occupied_from, occupied_to, status, booked_by, booked_for)
       select $1, gen_random_uuid(), $2, 1, 'Filler', s, s + interval '30 minutes', s, s + interval '30 minutes', 'confirmed', $3, $3
       from generate_series(1, $4::int) n, lateral (select $5::timestamptz - n * interval '30 minutes' as s) times`,
      [org.id, filled['id'], org.owner.user_id, perRoom, at(9)],
    )
  }
}
