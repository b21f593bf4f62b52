/** INV-5: whichever statement of the write path fails, the change, its events, its audit rows and its messages are all there or none is; the same request again does it once. */
import { Client, type QueryConfig } from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestPerson, type TestProduct } from '#config/testing/product'
import { currentFlow } from '#kernel/tenancy/context'

let product: TestProduct
let org: TestOrg
let member: TestPerson
let resource: string
let slot = 0
beforeAll(async () => {
  product = await createTestApp({ modules: ['notifications', 'workflows', 'webhooks', 'audit'] })
  org = await product.newOrg()
  member = await org.person('member')
  const approver = await org.person('approver')
  resource = (await product.as(org.owner).post('/v1/resources', { name: 'Room', min_duration_minutes: 1, horizon_days: 365 })).body.id
  const steps = [{ mode: 'any', approvers: [{ kind: 'people', user_ids: [approver.user_id] }] }]
  expect((await product.as(org.owner).post('/v1/workflow-rules', { name: 'Ask', priority: 1, conditions: [], outcome: { kind: 'require_approval', steps } })).status).toBe(201)
  expect((await product.as(org.owner).post('/v1/webhooks/endpoints', { url: 'https://example.org/hook', event_types: ['bookings.created'] })).status).toBe(201)
})
afterAll(() => product.close())

const prototype = Client.prototype as { query: (...args: unknown[]) => unknown }
const original = prototype.query
afterEach(() => {
  prototype.query = original
})

type Fault = 'thrown before it is sent' | 'refused by the database' | 'the connection is cut'

/** What pg takes: a description of a query, or a query of its own kind that is told what became of it. */
interface Sent extends QueryConfig {
  submit?: unknown
  callback?: (error: Error) => void
}

/** @param at which statement of a person's requests fails, counted from 1; 0 none. @returns what was said to the database */
function failing(at: number, fault: Fault): string[] {
  const said: string[] = []
  prototype.query = function query(this: Client, ...args: unknown[]): unknown {
    if (!currentFlow()?.principal) return original.apply(this, args)
    const sent = (args[0] ?? {}) as Sent
    said.push(sent.text)
    if (said.length !== at) return original.apply(this, args)
    if (fault === 'thrown before it is sent') {
      if (typeof sent.submit !== 'function') return Promise.reject(new Error('planted'))
      return void process.nextTick(() => sent.callback?.(new Error('planted')))
    }
    if (fault === 'refused by the database') {
      const broken = { name: '', values: [], text: 'select 1 / 0' }
      return original.call(this, typeof sent.submit === 'function' ? Object.assign(sent, broken) : broken)
    }
    // The socket goes away under the statement, as when a server dies.
    ;(this as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
    return original.apply(this, args)
  }
  return said
}

const day = 86_400_000
/** A time of its own for each booking. */
const wish = () => {
  slot += 1
  const from = (Math.floor(Date.now() / day) + 2) * day + slot * 1_800_000
  return { resource_id: resource, title: `Write ${slot}`, starts_at: new Date(from).toISOString(), ends_at: new Date(from + 1_200_000).toISOString() }
}

/** What there is of it, by kind. */
async function left(): Promise<Record<'bookings' | 'approvals' | 'events' | 'audit' | 'messages', number>> {
  const { rows } = await product.admin.query(
    `select (select count(*)::int from bookings where org_id = $1) as bookings, (select count(*)::int from approvals where org_id = $1) as approvals,
       (select count(*)::int from events where org_id = $1) as events, (select count(*)::int from audit_log where org_id = $1 and outcome = 'done') as audit,
       (select count(*)::int from outbox where org_id = $1) as messages`,
    [org.id],
  )
  return rows[0]
}

const difference = (after: Record<string, number>, before: Record<string, number>) => Object.fromEntries(Object.entries(after).map(([name, count]) => [name, count - before[name]!]))
const book = (body: object, key: string) => product.as(member).post('/v1/bookings', body, { 'idempotency-key': key })

it.each<[Fault]>([['thrown before it is sent'], ['refused by the database'], ['the connection is cut']])('INV-5: a statement of the write path that is %s leaves everything or nothing', async (fault) => {
  const before = await left()
  const said = failing(0, fault)
  expect((await book(wish(), `whole ${fault}`.replaceAll(' ', '-'))).status).toBe(201)
  const statements = said.length
  const whole = difference(await left(), before)
  expect(whole).toMatchObject({ bookings: 1, approvals: 1, events: 2, audit: 2 })
  expect(whole['messages']).toBeGreaterThanOrEqual(2)
  expect(statements).toBeGreaterThanOrEqual(8)
  expect(said.some((text) => text === 'commit')).toBe(true)
  // What leaves in one write with the COMMIT fails at the server or with the connection; nothing of this process stands between the two.
  const closing = said.findIndex((text) => text.includes('insert into events')) + 1
  const places = Array.from({ length: statements }, (_, index) => index + 1).filter((at) => fault !== 'thrown before it is sent' || at < closing || at === statements)
  let failed = 0
  for (const at of places) {
    const [body, key, start] = [wish(), `${fault}-${at}`.replaceAll(' ', '-'), await left()]
    failing(at, fault)
    const { status } = await book(body, key)
    prototype.query = original
    const what = `statement ${at}: ${said[at - 1]?.slice(0, 80)}`
    expect([201, 500, 503], what).toContain(status)
    if (status !== 201) failed += 1
    expect(difference(await left(), start), what).toEqual(status === 201 ? whole : { bookings: 0, approvals: 0, events: 0, audit: 0, messages: 0 })
    let again = await book(body, key)
    // A server that was not told good-bye holds the key until it notices.
    while (again.body.code === 'idempotency_in_progress') again = await book(body, key)
    expect(again.status, `${what}, asked again: ${again.text}`).toBe(201)
    expect(difference(await left(), start), `${what}, asked again`).toEqual(whole)
  }
  // A pool that lost a connection tries a dead one no second time; nothing else is forgiven.
  expect(failed).toBeGreaterThanOrEqual(places.length - 2)
  expect(places.length).toBeGreaterThanOrEqual(8)
})
