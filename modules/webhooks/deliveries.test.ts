/** What becomes of an attempt: the log, the schedule, endpoints that are gone, tired, flapping or well again, replays, rotation. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { defineWebhooks } from './module.js'
import { answering, nowhere, Receiver, verified } from './testing/receiver.js'

let product: TestProduct
let receiver: Receiver
beforeAll(async () => {
  product = await createTestApp({ modules: ['resources', 'audit'], extraModules: [defineWebhooks({ resolve: nowhere })], config: { egress: { allowed_networks: ['127.0.0.1/32'] } } })
})
afterEach(() => receiver.stop())
afterAll(() => product.close())

interface Given {
  org: TestOrg
  owner: ReturnType<TestProduct['as']>
  id: string
  secret: string
}

/** An organisation with one endpoint that hears of new resources. */
async function set(reply = answering(204)): Promise<Given> {
  receiver = await new Receiver().start()
  receiver.reply = reply
  const org = await product.newOrg()
  const owner = product.as(org.owner)
  const { id, secret } = (await owner.post('/v1/webhooks/endpoints', { url: receiver.url(), event_types: ['resources.created'] })).body
  return { org, owner, id, secret }
}
const room = async ({ owner }: Given, name = 'Room') => void (await owner.post('/v1/resources', { name }))
const messages = async ({ org }: Given) => (await product.admin.query(`select *, extract(epoch from not_before - now())::float8 as due_in from outbox where org_id = $1 and channel = 'webhooks.delivery' order by seq`, [org.id])).rows
const attempts = async ({ owner }: Given, query = '') => (await owner.get(`/v1/webhooks/deliveries${query}`)).body.items
const endpoint = async ({ owner, id }: Given) => (await owner.get(`/v1/webhooks/endpoints/${id}`)).body
/** Everything that waits for a later attempt is due now. */
const later = ({ org }: Given) => product.admin.query(`update outbox set not_before = now() where org_id = $1 and status = 'pending'`, [org.id])
const names = () => receiver.received.map(({ body }) => (JSON.parse(body) as { data: { resource: { name: string } } }).data.resource.name)

describe('the log', () => {
  it('holds request and response of each attempt, and when the next is due', async () => {
    const given = await set(answering(500, { 'x-why': 'tired' }, 'no\0pe'))
    await room(given)
    await product.drain()
    receiver.reply = answering(200, {}, 'thanks')
    await later(given)
    await product.drain()
    const [second, first] = await attempts(given)
    expect(first).toMatchObject({ endpoint_id: given.id, event_type: 'resources.created', attempt: 1, status: 'failed', fault: 'status', response_status: 500, error: 'Answered 500.' })
    expect(new Date(first.next_attempt_at).getTime() - new Date(first.at).getTime()).toBeGreaterThanOrEqual(60_000)
    expect(second).toMatchObject({ attempt: 2, status: 'succeeded', fault: null, next_attempt_at: null, message_id: first.message_id })
    const whole = (await given.owner.get(`/v1/webhooks/deliveries/${first.id}`)).body
    expect(whole.request).toMatchObject({ url: receiver.url(), body: receiver.received[0]!.body, headers: { 'webhook-id': first.message_id } })
    for (const [name, value] of Object.entries(whole.request.headers as Record<string, string>)) expect(receiver.received[0]!.headers[name], name).toBe(value)
    expect(Object.keys(receiver.received[0]!.headers).filter((name) => !(name in whole.request.headers)).sort()).toEqual(['content-length', 'host'])
    expect(whole.response).toMatchObject({ status: 500, headers: { 'x-why': 'tired' }, body: 'nope' })
    for (const { body } of receiver.received) expect(body).toBe(receiver.received[0]!.body)
    expect(await attempts(given, '?status=failed')).toEqual([first])
    expect(await attempts(given, `?message_id=${first.message_id}&endpoint_id=${given.id}&event_type=resources.created&from=2000-01-01T00:00:00Z`)).toHaveLength(2)
    expect(await attempts(given, '?to=2000-01-01T00:00:00Z')).toEqual([])
    const page = (await given.owner.get('/v1/webhooks/deliveries?limit=1')).body
    expect((await given.owner.get(`/v1/webhooks/deliveries?limit=1&cursor=${page.next_cursor}`)).body.items).toEqual([first])
    const stranger = product.as((await product.newOrg()).owner)
    expect((await stranger.get(`/v1/webhooks/deliveries/${first.id}`)).status).toBe(404)
    expect((await stranger.get('/v1/webhooks/deliveries')).body.items).toEqual([])
  })

  it('says why nothing was sent', async () => {
    const given = await set()
    await product.admin.query(`update webhook_endpoints set url = 'https://hooks.example.org/' where id = $1`, [given.id])
    await room(given)
    await product.drain()
    expect((await attempts(given))[0]).toMatchObject({ status: 'failed', fault: 'dns', response_status: null })
    await product.admin.query(`update webhook_endpoints set url = 'https://169.254.169.254/latest' where id = $1`, [given.id])
    await later(given)
    await product.drain()
    const [blocked] = await attempts(given)
    expect(blocked).toMatchObject({ attempt: 2, fault: 'blocked_address' })
    expect((await given.owner.get(`/v1/webhooks/deliveries/${blocked.id}`)).body.response).toBeNull()
  })

  it('is signed anew at each attempt, under the one id', async () => {
    const given = await set(answering(503))
    await room(given)
    for (let n = 0; n < 3; n += 1) {
      await product.drain()
      await later(given)
    }
    for (const each of receiver.received) verified(each, given.secret)
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(receiver.received).toHaveLength(3)
  })
})

describe('the schedule', () => {
  it('tries five times, over about 28 hours, then the message is dead', async () => {
    const given = await set(answering(500))
    await room(given)
    const waits: number[] = []
    for (let n = 0; n < 5; n += 1) {
      await product.drain()
      waits.push((await messages(given))[0].due_in)
      await later(given)
    }
    for (const [index, delay] of [60, 1_800, 14_400, 86_400].entries()) {
      expect(waits[index]).toBeGreaterThan(delay - 20)
      expect(waits[index]).toBeLessThan(delay * 1.2 + 1)
    }
    expect((await messages(given))[0]).toMatchObject({ status: 'dead', attempts: 5, reason: 'Answered 500.' })
    expect((await attempts(given))[0]).toMatchObject({ attempt: 5, next_attempt_at: null })
    await product.drain()
    expect(receiver.received).toHaveLength(5)
  })

  it.each([['3600', 3_600], ['1000000000', 86_400], ['1', 60]])('gives way to 429 with Retry-After: %s', async (value, expected) => {
    const given = await set(answering(429, { 'retry-after': value }))
    await room(given)
    await product.drain()
    const [message] = await messages(given)
    expect(message).toMatchObject({ status: 'pending', attempts: 1 })
    expect(message.due_in).toBeGreaterThan(expected - 20)
    expect(message.due_in).toBeLessThan(expected * 1.2 + 1)
    const [attempt] = await attempts(given)
    expect(Math.abs(new Date(attempt.next_attempt_at).getTime() - new Date(message.not_before).getTime())).toBeLessThan(60_000)
  })
})

describe('an endpoint', () => {
  it('that answers 410 is switched off at once, the owners are told, and the rest of its messages is dead', async () => {
    const given = await set(answering(410))
    for (const name of ['A', 'B', 'C']) await room(given, name)
    await product.drain()
    expect(await endpoint(given)).toMatchObject({ enabled: false, disabled_reason: 'gone' })
    expect((await messages(given)).map(({ status }) => status as string)).toEqual(['dead', 'dead', 'dead'])
    const { rows } = await product.admin.query(`select data, people from events where org_id = $1 and type = 'webhooks.endpoint_disabled'`, [given.org.id])
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ data: { reason: 'gone', owner_ids: [given.org.owner.user_id], endpoint: { id: given.id, origin: `http://127.0.0.1:${receiver.port}` } } })
    expect((await given.owner.post(`/v1/webhooks/endpoints/${given.id}/test-event`)).status).toBe(409)
    expect((await given.owner.post('/v1/webhooks/replays', { endpoint_id: given.id })).status).toBe(409)
  })

  it('that has failed for five days is switched off; one that failed for less, or succeeded in between, is not', async () => {
    const given = await set(answering(500))
    await room(given)
    await product.drain()
    const fail = async (age: string) => {
      await product.admin.query(`update webhook_endpoints set failing_since = now() - $2::interval where id = $1 and failing_since is not null`, [given.id, age])
      await later(given)
      await product.drain()
      return endpoint(given)
    }
    expect(await fail('4 days 23 hours')).toMatchObject({ enabled: true })
    receiver.reply = answering(204)
    expect(await fail('6 days')).toMatchObject({ enabled: true, failing_since: null })
    receiver.reply = answering(500)
    await room(given)
    await product.drain()
    expect(await endpoint(given)).toMatchObject({ enabled: true, failing_since: expect.any(String) as string })
    await product.admin.query(`update webhook_endpoints set failing_since = now() - interval '6 days' where id = $1`, [given.id])
    const moved = await given.owner.patch(`/v1/webhooks/endpoints/${given.id}`, { url: receiver.url('/other') }, { 'if-match': '*' })
    expect(moved.body).toMatchObject({ enabled: true, failing_since: null, url: receiver.url('/other') })
    await room(given)
    await product.drain()
    expect(await fail('5 days 1 minute')).toMatchObject({ enabled: false, disabled_reason: 'failing' })
    const { rows } = await product.admin.query(`select data->>'reason' as reason from events where org_id = $1 and type = 'webhooks.endpoint_disabled'`, [given.org.id])
    expect(rows).toEqual([{ reason: 'failing' }])
  })

  it('that works again gets its dead messages of the last 72 hours back, in order, and older ones not', async () => {
    const given = await set(answering(410))
    for (const name of ['old', 'A', 'B', 'C']) await room(given, name)
    await product.drain()
    await product.admin.query(`update outbox set created_at = now() - interval '73 hours' where org_id = $1 and payload->>'message_id' = (select id::text from webhook_messages where org_id = $1 and body like '%"old"%')`, [given.org.id])
    await product.admin.query(`update events set at = now() - interval '73 hours' where org_id = $1 and data->'resource'->>'name' = 'old'`, [given.org.id])
    await product.admin.query(`update outbox set finished_at = finished_at - random() * interval '1 minute' where org_id = $1 and status = 'dead'`, [given.org.id])
    receiver.reply = answering(204)
    receiver.received.length = 0
    expect((await given.owner.patch(`/v1/webhooks/endpoints/${given.id}`, { enabled: true }, { 'if-match': '*' })).body).toMatchObject({ enabled: true, disabled_reason: null, failing_since: null })
    await product.drain()
    expect(names().sort()).toEqual(['A', 'B', 'C'])
    expect((await messages(given)).map(({ status }) => status as string).sort()).toEqual(['dead', 'sent', 'sent', 'sent'])
  })

  it('that was switched off for failing hears of what happened meanwhile, once and behind what it had lost; others hear of nothing twice', async () => {
    const given = await set(answering(410))
    const other = await new Receiver().start()
    await given.owner.post('/v1/webhooks/endpoints', { url: other.url(), event_types: ['resources.created'] })
    await room(given, 'A')
    await product.drain()
    for (const name of ['B', 'C']) await room(given, name)
    await product.drain()
    // Written before, looked at after: its message is on its way through both doors.
    await room(given, 'D')
    receiver.reply = answering(204)
    receiver.received.length = 0
    expect((await given.owner.patch(`/v1/webhooks/endpoints/${given.id}`, { enabled: true }, { 'if-match': '*' })).status).toBe(200)
    await product.drain()
    await later(given)
    await product.drain()
    // D is news: it may overtake what was lost.
    expect(names().filter((name) => name !== 'D')[0]).toBe('A')
    expect(names().sort()).toEqual(['A', 'B', 'C', 'D'])
    expect(new Set(other.received.map(({ headers }) => headers['webhook-id'])).size).toBe(4)
    expect(other.received).toHaveLength(4)
    await other.stop()
  })

  it('that a person switched off does not hear of what happened meanwhile', async () => {
    const given = await set()
    const turn = (enabled: boolean) => given.owner.patch(`/v1/webhooks/endpoints/${given.id}`, { enabled }, { 'if-match': '*' })
    await turn(false)
    await room(given, 'paused')
    await product.drain()
    await turn(true)
    await room(given, 'on again')
    await product.drain()
    expect(names()).toEqual(['on again'])
  })

  it('that answers again after failing gets its dead messages back without anybody asking', async () => {
    const given = await set(answering(500))
    await room(given, 'lost')
    await product.drain()
    await product.admin.query(`update outbox set attempts = 4, not_before = now() where org_id = $1 and status = 'pending'`, [given.org.id])
    await product.drain()
    expect((await messages(given))[0]).toMatchObject({ status: 'dead', attempts: 5 })
    receiver.reply = answering(204)
    await room(given, 'new')
    await product.drain()
    expect(names()).toEqual(['lost', 'lost', 'new', 'lost'])
    expect((await messages(given)).every(({ status }) => status === 'sent')).toBe(true)
  })

  it('that was removed gets nothing more, and what waited for it says why', async () => {
    const given = await set(answering(500))
    await room(given)
    await product.drain()
    await given.owner.delete(`/v1/webhooks/endpoints/${given.id}`, { 'if-match': '*' })
    await later(given)
    await product.drain()
    expect((await messages(given))[0]).toMatchObject({ status: 'cancelled', reason: 'The endpoint was removed.' })
    expect(await attempts(given)).toHaveLength(1)
  })
})

it('tells other endpoints nothing of a URL but where it leads', async () => {
  const given = await set()
  await given.owner.patch(`/v1/webhooks/endpoints/${given.id}`, { event_types: [] }, { 'if-match': '*' })
  const { id } = (await given.owner.post('/v1/webhooks/endpoints', { url: 'https://example.org/services/canary-path', event_types: ['members.joined'] })).body
  await given.owner.patch(`/v1/webhooks/endpoints/${id}`, { url: 'https://example.org/services/canary-path-2', enabled: false }, { 'if-match': '*' })
  await given.owner.delete(`/v1/webhooks/endpoints/${id}`, { 'if-match': '*' })
  await product.drain()
  expect(receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type).filter((type) => type.startsWith('webhooks.')).sort()).toEqual(['webhooks.endpoint_created', 'webhooks.endpoint_deleted', 'webhooks.endpoint_updated', 'webhooks.endpoint_updated'])
  expect(JSON.stringify(receiver.received)).toContain('https://example.org')
  const { rows } = await product.admin.query(`select to_jsonb(a)::text as t from audit_log a where org_id = $1 union all select to_jsonb(e)::text from events e where org_id = $1 union all select to_jsonb(o)::text from outbox o where org_id = $1`, [given.org.id])
  expect(rows.length).toBeGreaterThan(8)
  expect(JSON.stringify([rows, receiver.received])).not.toContain('canary-path')
})

describe('a replay', () => {
  it('by id sends dead and delivered messages again under the same webhook-id, and leaves waiting ones alone', async () => {
    const given = await set(answering(500))
    await room(given, 'dead')
    await product.drain()
    await product.admin.query(`update outbox set attempts = 4, not_before = now() where org_id = $1 and status = 'pending'`, [given.org.id])
    await product.drain()
    await room(given, 'waiting')
    await product.drain()
    await product.admin.query(`update webhook_endpoints set failing_since = null where id = $1`, [given.id])
    receiver.reply = answering(204)
    await room(given, 'delivered')
    await product.drain()
    receiver.received.length = 0
    const all = await attempts(given)
    const answer = await given.owner.post('/v1/webhooks/replays', { delivery_ids: all.map(({ id }: { id: string }) => id) })
    expect([answer.status, answer.body]).toEqual([202, { replayed: 2 }])
    await product.drain()
    expect(names().sort()).toEqual(['dead', 'delivered'])
    const known = new Set(all.map(({ message_id }: { message_id: string }) => message_id))
    expect(receiver.received.every(({ headers }) => known.has(String(headers['webhook-id'])))).toBe(true)
    const unknown = await given.owner.post('/v1/webhooks/replays', { delivery_ids: ['01a206ae-0d24-7051-a85f-e422e2ddad0a'] })
    expect([unknown.status, unknown.body.errors[0].pointer]).toEqual([422, '/delivery_ids/0'])
    const stranger = product.as((await product.newOrg()).owner)
    expect((await stranger.post('/v1/webhooks/replays', { delivery_ids: [all[0].id] })).status).toBe(422)
  })

  it('by range and by endpoint brings back what died', async () => {
    const given = await set(answering(410))
    for (const name of ['A', 'B']) await room(given, name)
    await product.drain()
    await product.admin.query(`update webhook_endpoints set enabled = true, disabled_reason = null, failing_since = null where id = $1`, [given.id])
    receiver.reply = answering(204)
    receiver.received.length = 0
    await product.admin.query(`update outbox set finished_at = '2026-01-01T00:00:00Z' where org_id = $1 and payload->>'message_id' = (select id::text from webhook_messages where org_id = $1 and body like '%"A"%')`, [given.org.id])
    const range = (from: string, to: string) => given.owner.post('/v1/webhooks/replays', { from, to })
    expect((await range('2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')).status).toBe(422)
    expect((await range('2026-01-01T00:00:01Z', '2026-01-02T00:00:00Z')).body).toEqual({ replayed: 0 })
    expect((await range('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z')).body).toEqual({ replayed: 1 })
    await product.drain()
    expect(names()).toEqual(['A'])
    expect((await given.owner.post('/v1/webhooks/replays', { endpoint_id: given.id })).body).toEqual({ replayed: 1 })
    await product.drain()
    expect(names()).toEqual(['A', 'B'])
    const { rows } = await product.admin.query(`select data->>'count' as count from events where org_id = $1 and type = 'webhooks.replayed' order by xid, seq`, [given.org.id])
    expect(rows).toEqual([{ count: '1' }, { count: '1' }])
  })

  it('does not send into nothing: not for an endpoint that is off, and of one that was removed nothing is listed any more', async () => {
    const given = await set(answering(410))
    await room(given, 'A')
    await product.drain()
    const again = async (body: object) => (await given.owner.post('/v1/webhooks/replays', body)).body
    const everything = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' }
    const listed = async () => (await given.owner.get('/v1/webhooks/dead-letters')).body.items.map(({ outbox_id }: { outbox_id: string }) => outbox_id)
    const outbox_ids = await listed()
    expect(outbox_ids).toHaveLength(1)
    expect([await again(everything), (await again({ outbox_ids })).code]).toEqual([{ replayed: 0 }, 'state_conflict'])
    await given.owner.delete(`/v1/webhooks/endpoints/${given.id}`, { 'if-match': '*' })
    expect([await listed(), await again(everything)]).toEqual([[], { replayed: 0 }])
    expect((await again({ outbox_ids })).errors).toEqual([{ pointer: '/outbox_ids/0', detail: 'Its endpoint was removed.' }])
  })

  it('by message: what was given up is listed with what it was about, and comes back once', async () => {
    const given = await set(answering(410))
    for (const name of ['A', 'B']) await room(given, name)
    await product.drain()
    await product.admin.query(`update webhook_endpoints set enabled = true, disabled_reason = null, failing_since = null where id = $1`, [given.id])
    receiver.reply = answering(204)
    receiver.received.length = 0
    const german = { 'accept-language': 'de' }
    const dead = async (query = '', headers = {}) => (await given.owner.get(`/v1/webhooks/dead-letters${query}`, headers)).body
    const { items } = await dead()
    expect(items).toEqual([0, 1].map(() => expect.objectContaining({ endpoint_id: given.id, event_type: 'resources.created', attempts: expect.any(Number), reason: expect.stringContaining('switched off') })))
    expect((await dead('', german)).items[1].reason).toBe('Antwortete mit 410. Der Endpunkt wurde ausgeschaltet.')
    expect((await given.owner.get('/v1/webhooks/deliveries', german)).body.items.map(({ error }: { error: string }) => error)).toContain('Antwortete mit 410.')
    expect(await dead(`?endpoint_id=${given.id}&limit=1&cursor=${(await dead(`?endpoint_id=${given.id}&limit=1`)).next_cursor}`)).toMatchObject({ items: [items[1]], next_cursor: null })
    expect((await dead('?endpoint_id=01a206ae-0d24-7051-a85f-e422e2ddad0a')).items).toEqual([])
    const again = () => given.owner.post('/v1/webhooks/replays', { outbox_ids: [items[1].outbox_id] })
    const stranger = product.as((await product.newOrg()).owner)
    expect((await stranger.get('/v1/webhooks/dead-letters')).body.items).toEqual([])
    expect((await stranger.post('/v1/webhooks/replays', { outbox_ids: [items[1].outbox_id] })).body).toMatchObject({ status: 422, errors: [{ pointer: '/outbox_ids/0' }] })
    expect([(await again()).body, (await again()).body]).toEqual([{ replayed: 1 }, { replayed: 0 }])
    await product.drain()
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([items[1].message_id])
    expect((await dead()).items).toEqual([items[0]])
  })
})

it('W7: a second rotation within a day takes nothing from whoever still has the first secret; there is an end to them', async () => {
  const given = await set()
  const rotate = () => given.owner.post(`/v1/webhooks/endpoints/${given.id}/secret-rotation`)
  const secrets = [given.secret, (await rotate()).body.secret, (await rotate()).body.secret]
  await room(given)
  await product.drain()
  for (const secret of secrets) verified(receiver.received[0]!, secret)
  // The first ends when it was said to, whatever came after it.
  await product.admin.query(`update webhook_endpoints set older_secrets = jsonb_set(older_secrets, '{0,expires_at}', to_jsonb(now() - interval '1 second')) where id = $1`, [given.id])
  await room(given)
  await product.drain()
  expect(() => verified(receiver.received[1]!, secrets[0]!)).toThrow()
  for (const secret of secrets.slice(1)) verified(receiver.received[1]!, secret)
  const statuses: number[] = []
  for (let n = 0; n < 8; n += 1) statuses.push((await rotate()).status)
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 409, 409])
  const { rows } = await product.admin.query('select older_secrets::text as older from webhook_endpoints where id = $1', [given.id])
  for (const secret of secrets) expect(rows[0].older).not.toContain(secret.slice('whsec_'.length))
})

it('W7: a rotation under load: whoever has the old or the new secret verifies everything for 24 hours, then only the new', async () => {
  const given = await set()
  const secrets = [given.secret]
  for (let n = 0; n < 12; n += 1) {
    await room(given, `R${n}`)
    if (n === 6) secrets.push((await given.owner.post(`/v1/webhooks/endpoints/${given.id}/secret-rotation`)).body.secret)
    if (n % 3 === 2) await product.drain()
  }
  await product.drain()
  expect(receiver.received).toHaveLength(12)
  for (const each of receiver.received.slice(0, 6)) verified(each, secrets[0]!)
  for (const each of receiver.received.slice(6)) for (const secret of secrets) verified(each, secret)
  await product.admin.query(`update webhook_endpoints set previous_secret_expires_at = now() - interval '1 second' where id = $1`, [given.id])
  await room(given)
  await product.drain()
  const last = receiver.received.at(-1)!
  verified(last, secrets[1]!)
  expect(() => verified(last, secrets[0]!)).toThrow()
  const { previous_secret_expires_at } = await endpoint(given)
  expect(previous_secret_expires_at).not.toBeNull()
})
