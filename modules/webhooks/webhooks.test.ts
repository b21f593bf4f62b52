/** Endpoints over REST, and the way of an event from the transaction that recorded it to a consumer that verifies it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { defineWebhooks } from './module.js'
import { answering, nowhere, Receiver, verified } from './testing/receiver.js'

let product: TestProduct
const receivers: Receiver[] = []
const receiver = async () => {
  const started = await new Receiver().start()
  receivers.push(started)
  return started
}
beforeAll(async () => {
  product = await createTestApp({ modules: ['resources', 'audit'], extraModules: [defineWebhooks({ resolve: nowhere })], config: { egress: { allowed_networks: ['127.0.0.1/32'] } } })
})
afterEach(async () => {
  for (const each of receivers.splice(0)) await each.stop()
})
afterAll(() => product.close())

const added = async (org: TestOrg, url: string, more: Record<string, unknown> = {}) => (await product.as(org.owner).post('/v1/webhooks/endpoints', { url, ...more })).body
const room = async (org: TestOrg, name = 'Room') => (await product.as(org.owner).post('/v1/resources', { name })).body
const outbox = async (org: TestOrg, channel: string) => (await product.admin.query(`select * from outbox where org_id = $1 and channel = $2 order by seq`, [org.id, channel])).rows
const listening = async (org: TestOrg) => (await product.admin.query(`select listening from org_modules where org_id = $1 and module = 'webhooks'`, [org.id])).rows[0]?.listening as boolean | undefined

describe('INV-19: endpoints', () => {
  it('are added, read, listed, changed under their version and removed; the secret is shown once', async () => {
    const org = await product.newOrg()
    const admin = product.as(await org.person('admin'))
    const created = await admin.post('/v1/webhooks/endpoints', { url: 'https://Example.org/hooks', description: 'CRM', event_types: ['resources.*'] }, { 'idempotency-key': 'k1' })
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({ url: 'https://example.org/hooks', enabled: true, disabled_reason: null, failing_since: null, version: 1, secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/) as string })
    const { id } = created.body
    const again = await admin.post('/v1/webhooks/endpoints', { url: 'https://Example.org/hooks', description: 'CRM', event_types: ['resources.*'] }, { 'idempotency-key': 'k1' })
    expect([again.body.id, again.body.secret]).toEqual([id, undefined])
    const read = await admin.get(`/v1/webhooks/endpoints/${id}`)
    expect([read.headers['etag'], read.body.secret]).toEqual(['"v1"', undefined])
    expect((await admin.get('/v1/webhooks/endpoints')).body.items).toEqual([read.body])
    expect((await admin.patch(`/v1/webhooks/endpoints/${id}`, { description: 'x' })).status).toBe(428)
    const changed = await admin.patch(`/v1/webhooks/endpoints/${id}`, { description: 'x', enabled: false }, { 'if-match': '"v1"' })
    expect(changed.body).toMatchObject({ description: 'x', enabled: false, disabled_reason: 'manual', version: 2 })
    expect((await admin.patch(`/v1/webhooks/endpoints/${id}`, { description: 'y' }, { 'if-match': '"v1"' })).status).toBe(412)
    expect((await admin.get('/v1/webhooks/endpoints?enabled=true')).body.items).toEqual([])
    expect((await admin.delete(`/v1/webhooks/endpoints/${id}`, { 'if-match': '"v2"' })).status).toBe(204)
    expect((await admin.get(`/v1/webhooks/endpoints/${id}`)).status).toBe(404)
    const { rows } = await product.admin.query(`select action, changes::text as changes from audit_log where org_id = $1 and action like 'webhooks.%' order by seq`, [org.id])
    expect(rows.map(({ action }) => action as string)).toEqual(['webhooks.endpoint_created', 'webhooks.endpoint_updated', 'webhooks.endpoint_deleted'])
    expect(JSON.stringify(rows)).not.toContain('/hooks')
  })

  it('belong to admins, and to one organisation', async () => {
    const [org, other] = [await product.newOrg(), await product.newOrg()]
    const { id } = await added(org, 'https://example.org/a')
    const approver = product.as(await org.person('approver'))
    expect((await approver.get('/v1/webhooks/endpoints')).status).toBe(403)
    expect((await approver.post('/v1/webhooks/endpoints', { url: 'https://example.org' })).status).toBe(403)
    const stranger = product.as(other.owner)
    for (const answer of [
      await stranger.get(`/v1/webhooks/endpoints/${id}`),
      await stranger.patch(`/v1/webhooks/endpoints/${id}`, { enabled: false }, { 'if-match': '*' }),
      await stranger.delete(`/v1/webhooks/endpoints/${id}`, { 'if-match': '*' }),
      await stranger.post(`/v1/webhooks/endpoints/${id}/secret-rotation`),
      await stranger.post(`/v1/webhooks/endpoints/${id}/test-event`),
      await stranger.post('/v1/webhooks/replays', { endpoint_id: id }),
    ])
      expect(answer.status).toBe(404)
  })

  it('refuse types nobody sends, naming each', async () => {
    const org = await product.newOrg()
    const answer = await product.as(org.owner).post('/v1/webhooks/endpoints', { url: 'https://example.org', event_types: ['resources.created', 'resources.exploded', 'nothing.*'] })
    expect([answer.status, answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([422, ['/event_types/1', '/event_types/2']])
  })

  it('are at most fifty', async () => {
    const org = await product.newOrg()
    for (let n = 0; n < 50; n += 1) await added(org, `https://example.org/${n}`, { event_types: ['members.joined'] })
    expect((await product.as(org.owner).post('/v1/webhooks/endpoints', { url: 'https://example.org' })).status).toBe(409)
    const page = await product.as(org.owner).get('/v1/webhooks/endpoints?limit=30')
    const rest = await product.as(org.owner).get(`/v1/webhooks/endpoints?limit=30&cursor=${page.body.next_cursor}`)
    expect(new Set([...page.body.items, ...rest.body.items].map(({ id }: { id: string }) => id)).size).toBe(50)
  })

  it('have their secret encrypted at rest: no copy of the database signs anything', async () => {
    const org = await product.newOrg()
    const { id, secret } = await added(org, 'https://example.org')
    const rotated = (await product.as(org.owner).post(`/v1/webhooks/endpoints/${id}/secret-rotation`)).body.secret
    const tables = (await product.admin.query<{ name: string }>(`select c.oid::regclass::text as name from pg_class c where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'pgboss'::regnamespace)`)).rows
    for (const { name } of tables) {
      for (const canary of [secret, rotated].map((each: string) => each.slice(6))) {
        const { rows } = await product.admin.query<{ n: number }>(`select count(*)::int as n from ${name} t where strpos(t::text, $1) > 0`, [canary])
        expect(rows[0]!.n, name).toBe(0)
      }
    }
    expect(tables.length).toBeGreaterThan(25)
  })
})

describe('an event', () => {
  it('reaches each endpoint that asked for it once, verified by two libraries', async () => {
    const org = await product.newOrg()
    const [all, some, none] = [await receiver(), await receiver(), await receiver()]
    const first = await added(org, all.url())
    const second = await added(org, some.url(), { event_types: ['resources.created'] })
    await added(org, none.url(), { event_types: ['members.*'] })
    await product.drain()
    all.received.length = 0
    const created = await room(org)
    await product.drain()
    const event = (await product.admin.query(`select id, at from events where org_id = $1 and type = 'resources.created'`, [org.id])).rows[0]
    for (const [consumer, { secret }] of [[all, first], [some, second]] as const) {
      expect(consumer.received).toHaveLength(1)
      const payload = verified(consumer.received[0]!, secret)
      expect(Object.keys(payload)).toEqual(['type', 'timestamp', 'data'])
      expect(payload).toMatchObject({ type: 'resources.created', data: { resource: { id: created.id, name: 'Room' } } })
      expect(new Date(payload.timestamp).getTime()).toBe(new Date(event.at).getTime())
      expect(consumer.received[0]!.headers).toMatchObject({ 'webhook-id': event.id, 'svix-id': event.id, 'content-type': 'application/json' })
      expect(() => verified(consumer.received[0]!, `whsec_${Buffer.alloc(32).toString('base64')}`)).toThrow()
    }
    expect(none.received).toHaveLength(0)
    expect((await outbox(org, 'webhooks.delivery')).every(({ status }) => status === 'sent')).toBe(true)
  })

  it('is filtered by resource', async () => {
    const org = await product.newOrg()
    const consumer = await receiver()
    const [a, b] = [await room(org, 'A'), await room(org, 'B')]
    await added(org, consumer.url(), { resource_ids: [a.id] })
    for (const { id } of [a, b]) await product.as(org.owner).post(`/v1/resources/${id}/archival`)
    await product.as(org.owner).patch('/v1/organization', { name: 'Other' }, { 'if-match': '*' })
    await product.drain()
    expect(consumer.received.map(({ body }) => (JSON.parse(body) as { data: { resource: { name: string } } }).data.resource.name)).toEqual(['A'])
  })

  it('names resources of the organisation only: an unknown one and one of somebody else are refused alike', async () => {
    const [org, other] = [await product.newOrg(), await product.newOrg()]
    const [own, foreign] = [await room(org), await room(other)]
    const create = (resource_ids: string[]) => product.as(org.owner).post('/v1/webhooks/endpoints', { url: 'https://hooks.example.org/x', resource_ids })
    const unknown = '01a2069f-0000-7000-8000-00000000abcd'
    for (const id of [foreign.id, unknown]) {
      const refused = await create([own.id, id])
      expect([refused.status, refused.body.errors]).toEqual([422, [{ pointer: '/resource_ids/1', detail: 'No resource of the organisation has this id. GET /v1/resources lists them.' }]])
    }
    const endpoint = (await create([own.id])).body
    const changed = await product.as(org.owner).patch(`/v1/webhooks/endpoints/${endpoint.id}`, { resource_ids: [unknown] }, { 'if-match': '*' })
    expect([changed.status, changed.body.errors[0].pointer]).toEqual([422, '/resource_ids/0'])
    expect((await product.as(org.owner).get('/v1/webhooks/endpoints')).body.items.map(({ resource_ids }: { resource_ids: string[] }) => resource_ids)).toEqual([[own.id]])
  })

  it('becomes its messages exactly once, however often the dispatch is tried', async () => {
    const org = await product.newOrg()
    const consumer = await receiver()
    await added(org, consumer.url(), { event_types: ['resources.created'] })
    await room(org)
    await product.drain()
    await product.admin.query(`update outbox set status = 'pending', enqueued_at = null, attempts = 0, finished_at = null where org_id = $1 and channel = 'webhooks.dispatch'`, [org.id])
    await product.drain()
    expect(await outbox(org, 'webhooks.delivery')).toHaveLength(1)
    expect(consumer.received).toHaveLength(1)
  })

  it('costs an organisation without endpoints nothing: no row, no message', async () => {
    const org = await product.newOrg()
    await room(org)
    expect(await outbox(org, 'webhooks.dispatch')).toEqual([])
    expect(await listening(org)).toBeUndefined()
    const { id } = await added(org, 'https://example.org')
    expect(await listening(org)).toBe(true)
    await room(org, 'Two')
    expect((await outbox(org, 'webhooks.dispatch')).length).toBeGreaterThan(0)
    await product.admin.query('delete from outbox where org_id = $1', [org.id])
    await product.as(org.owner).patch(`/v1/webhooks/endpoints/${id}`, { enabled: false }, { 'if-match': '*' })
    expect(await listening(org)).toBe(false)
    await room(org, 'Three')
    await product.as(org.owner).patch(`/v1/webhooks/endpoints/${id}`, { enabled: true }, { 'if-match': '*' })
    expect(await listening(org)).toBe(true)
    await product.as(org.owner).delete(`/v1/webhooks/endpoints/${id}`, { 'if-match': '*' })
    expect(await listening(org)).toBe(false)
    const states = (await product.as(org.owner).get('/v1/organization/modules')).body
    expect(JSON.stringify(states)).toContain('"module":"webhooks","enabled":true')
  })

  it('is parked while the module is off, and leaves when it is on again', async () => {
    const org = await product.newOrg()
    const consumer = await receiver()
    await added(org, consumer.url(), { event_types: ['resources.created'] })
    await room(org)
    const owner = product.as(org.owner)
    expect((await owner.put('/v1/organization/modules/webhooks', { enabled: false }, { 'if-match': '*' })).status).toBe(200)
    await product.drain()
    expect(consumer.received).toHaveLength(0)
    expect((await owner.get('/v1/webhooks/endpoints')).body.code).toBe('module_disabled')
    await room(org, 'While off')
    await owner.put('/v1/organization/modules/webhooks', { enabled: true }, { 'if-match': '*' })
    await product.drain()
    expect(consumer.received.map(({ body }) => (JSON.parse(body) as { data: { resource: { name: string } } }).data.resource.name)).toEqual(['Room'])
  })

  it('of a test goes to the endpoint under test only, and says so', async () => {
    const org = await product.newOrg()
    const [tested, other] = [await receiver(), await receiver()]
    const { id, secret } = await added(org, tested.url(), { event_types: ['members.joined'] })
    await added(org, other.url())
    await product.drain()
    for (const each of [tested, other]) each.received.length = 0
    const before = (await outbox(org, 'webhooks.dispatch')).length
    const answer = await product.as(org.owner).post(`/v1/webhooks/endpoints/${id}/test-event`)
    expect(answer.status).toBe(202)
    expect(await outbox(org, 'webhooks.dispatch')).toHaveLength(before)
    await product.drain()
    expect(verified(tested.received[0]!, secret)).toMatchObject({ type: 'webhooks.test_sent', data: { endpoint_id: id } })
    expect(tested.received[0]!.headers['webhook-id']).toBe(answer.body.message_id)
    expect([tested.received.length, other.received.length]).toEqual([1, 0])
    tested.reply = answering(200)
  })
})

it('event types and their schemas are in the catalogue and in the OpenAPI document', async () => {
  const org = await product.newOrg()
  const { items } = (await product.as(org.owner).get('/v1/webhooks/event-types')).body as { items: { type: string; schema: { properties: { data: { properties: Record<string, unknown> } } } }[] }
  expect(items.length).toBeGreaterThanOrEqual(20)
  expect(Object.keys(items.find(({ type }) => type === 'resources.created')!.schema.properties.data.properties)).toEqual(['resource'])
  // Formats of our own would be refused by strict validators, which know those of JSON Schema.
  expect(new Set([...JSON.stringify(items).matchAll(/"format":"([^"]+)"/g)].map(([, format]) => format))).toEqual(new Set(['date-time', 'date', 'uuid']))
  const { webhooks } = (await product.anonymous.get('/v1/openapi.json')).body as { webhooks: Record<string, unknown> }
  expect(Object.keys(webhooks).sort()).toEqual(items.map(({ type }) => type).sort())
})
