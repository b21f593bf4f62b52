import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { TestClient } from '#kernel/testing/client'
import { probeModule, probeOrgId, probeTable, probeToken } from '#kernel/testing/probe-module'
import { newId } from '../ids.js'

let product: TestProduct
let org: string
const as = (person: string, role: Parameters<typeof probeToken>[2] = 'admin', inOrg: string | null = org) => new TestClient(product.app, probeToken(inOrg, person, role))

beforeAll(async () => {
  product = await createTestApp({ modules: [], extraModules: [probeModule] })
  await product.admin.query(`set role bookflow_owner; ${probeTable}; reset role`)
})
afterAll(() => product.close())
beforeEach(() => {
  org = newId()
})
const count = async (table: string, where = 'true') => Number((await product.admin.query(`select count(*) from ${table} where org_id = $1 and ${where}`, [probeOrgId(org)])).rows[0].count)

describe('INV-10: admission', () => {
  it('lets a member in and holds each role to its permissions', async () => {
    expect((await as('mia', 'viewer').get('/v1/notes')).status).toBe(200)
    const refused = await as('mia', 'viewer').post('/v1/notes', { word: 'a' })
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden'])
    expect(refused.body.detail).toContain("'probe:write'")
  })

  it('keeps out who is nobody’s member, and who chose no organisation', async () => {
    expect((await as('zoe', 'none').get('/v1/notes')).status).toBe(401)
    expect((await as('zoe', 'owner', null).get('/v1/notes')).status).toBe(403)
    expect((await as('zoe', 'owner', null).get('/v1/notes/session')).status).toBe(200)
  })

  it('answers module_disabled before any handler, for owners too', async () => {
    await product.admin.query(`insert into org_modules (org_id, module, enabled) values ($1, 'probe', false)`, [probeOrgId(org)])
    const answer = await as('mia', 'owner').post('/v1/notes', { word: 'a' })
    expect([answer.status, answer.body.code]).toEqual([404, 'module_disabled'])
    expect(await count('probe_notes')).toBe(0)
  })
})

describe('INV-10: HEAD', () => {
  const head = (person: string, role: Parameters<typeof probeToken>[2], path: string) =>
    product.app.inject({ method: 'HEAD', url: path, headers: { authorization: `Bearer ${probeToken(org, person, role)}` } })

  it('asks what GET asks of its caller, and answers alike without a body', async () => {
    const answer = await head('mia', 'viewer', '/v1/notes')
    expect([answer.statusCode, answer.payload]).toEqual([200, ''])
    expect((await head('zoe', 'none', '/v1/notes')).statusCode).toBe(401)
    expect((await head('zoe', 'none', '/v1/notes/session')).statusCode).toBe(401)
    await product.admin.query(`insert into org_modules (org_id, module, enabled) values ($1, 'probe', false)`, [probeOrgId(org)])
    expect((await head('mia', 'owner', '/v1/notes')).statusCode).toBe(404)
  })
})

describe('INV-5: change, event and answer commit together', () => {
  it('writes the event with the row', async () => {
    expect((await as('mia').post('/v1/notes', { word: 'a' })).status).toBe(201)
    expect([await count('probe_notes'), await count('events')]).toEqual([1, 1])
  })

  it('leaves nothing when the commit itself fails', async () => {
    await as('mia').post('/v1/notes', { word: 'same' })
    const answer = await as('mia').post('/v1/notes', { word: 'same' })
    expect(answer.status).toBe(500)
    expect([await count('probe_notes'), await count('events')]).toEqual([1, 1])
  })

  it('never answers 2xx when the server answered ROLLBACK', async () => {
    expect((await as('mia').post('/v1/notes/swallow')).status).toBe(500)
  })

  it('never lets an answer leave before the COMMIT', async () => {
    expect((await as('mia').post('/v1/notes/early')).status).toBe(500)
  })

  it('tries a deadlocked transaction again instead of failing', async () => {
    const { status, body } = await as('mia').post('/v1/notes/deadlock')
    expect(status).toBe(200)
    expect(body.calls % 3).toBe(0)
  })
})

describe('INV-15: idempotency keys', () => {
  it('execute once and replay byte for byte, whatever the order of arrival', async () => {
    const key = { 'idempotency-key': 'k1' }
    const first = await as('mia').post('/v1/notes', { word: 'once' }, key)
    const again = await as('mia').post('/v1/notes', { word: 'once' }, key)
    expect([again.status, again.text, again.headers['etag'], again.headers['idempotent-replayed']]).toEqual([201, first.text, first.headers['etag'], 'true'])
    expect([await count('probe_notes'), await count('events')]).toEqual([1, 1])
  })

  it('execute once under 50 parallel requests; the others are told to wait', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => as('mia').post('/v1/notes/sleep', undefined, { 'idempotency-key': 'p' })))
    const executed = answers.filter(({ status, headers }) => status === 200 && headers['idempotent-replayed'] === undefined)
    const waiting = answers.filter(({ body }) => body.code === 'idempotency_in_progress')
    const replayed = answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true')
    expect(executed).toHaveLength(1)
    expect(waiting.length + replayed.length).toBe(49)
    expect(waiting.length).toBeGreaterThan(0)
    expect(new Set(replayed.map(({ text }) => text))).toEqual(new Set(replayed.length > 0 ? [executed[0]!.text] : []))
  })

  it('belong to the organisation, the person and the path', async () => {
    const key = { 'idempotency-key': 'shared' }
    await as('mia').post('/v1/notes', { word: 'mine' }, key)
    const other = await as('tom').post('/v1/notes', { word: 'his' }, key)
    expect([other.status, other.headers['idempotent-replayed']]).toEqual([201, undefined])
    const elsewhere = await as('mia', 'admin', newId()).post('/v1/notes', { word: 'theirs' }, key)
    expect([elsewhere.status, elsewhere.headers['idempotent-replayed']]).toEqual([201, undefined])
  })

  it('refuse another body, and a key that cannot be one', async () => {
    const key = { 'idempotency-key': 'k2' }
    await as('mia').post('/v1/notes', { word: 'a' }, key)
    expect((await as('mia').post('/v1/notes', { word: 'b' }, key)).body.code).toBe('idempotency_key_reused')
    expect((await as('mia').post('/v1/notes', { word: 'b' }, { 'idempotency-key': 'with space' })).status).toBe(422)
  })

  it('are refused where no answer can be kept, never taken in silence', async () => {
    const answer = await as('zoe', 'owner', null).post('/v1/notes/founding', undefined, { 'idempotency-key': 'k4' })
    expect([answer.status, answer.body.errors?.[0].pointer]).toEqual([422, 'header/idempotency-key'])
    expect((await as('zoe', 'owner', null).post('/v1/notes/founding')).status).toBe(200)
  })

  it('replay without what is shown once', async () => {
    const key = { 'idempotency-key': 'k3' }
    expect((await as('mia').post('/v1/notes/secret', undefined, key)).body).toEqual({ id: 'k1', secret: 'shown once' })
    expect((await as('mia').post('/v1/notes/secret', undefined, key)).body).toEqual({ id: 'k1' })
    expect(await count('idempotency_keys', `body like '%shown once%'`)).toBe(0)
  })
})

describe('INV-16: lost updates', () => {
  it('need If-Match, refuse a stale one, and let exactly one of two writers win', async () => {
    const note = await as('mia').post('/v1/notes', { word: 'a' })
    const path = `/v1/notes/${note.body.id}`
    expect((await as('mia').patch(path, { word: 'b' })).body.code).toBe('precondition_required')
    const writers = await Promise.all(['b', 'c'].map((word) => as('mia').patch(path, { word }, { 'if-match': note.headers['etag']! })))
    expect(writers.map(({ status }) => status).sort()).toEqual([200, 412])
    expect((await as('mia').patch(path, { word: 'd' }, { 'if-match': 'W/"v1"' })).status).toBe(422)
  })
})

describe('INV-14: cursor pages', () => {
  it('walk the whole list once, stable under inserts', async () => {
    for (let n = 0; n < 7; n += 1) await as('mia').post('/v1/notes', { word: `w${n}` })
    const seen: string[] = []
    let next: string | null = '/v1/notes?limit=3'
    while (next !== null) {
      const { body, headers } = await as('mia').get(next)
      seen.push(...body.items.map(({ word }: { word: string }) => word))
      if (seen.length === 3) await as('mia').post('/v1/notes', { word: 'late' })
      next = body.next_cursor === null ? null : /<(.+)>; rel="next"/.exec(headers['link']!)![1]!
    }
    expect(seen).toEqual(['w0', 'w1', 'w2', 'w3', 'w4', 'w5', 'w6', 'late'])
  })

  it('refuse a cursor that is forged, cut, of another filter or another organisation, all alike', async () => {
    for (let n = 0; n < 3; n += 1) await as('mia').post('/v1/notes', { word: `w${n}` })
    const cursor: string = (await as('mia').get('/v1/notes?limit=1')).body.next_cursor
    const answers = await Promise.all([
      as('mia').get(`/v1/notes?cursor=${cursor.slice(0, -2)}`),
      as('mia').get(`/v1/notes?cursor=${Buffer.from('[99]').toString('base64url')}.${cursor.split('.')[1]}`),
      as('mia').get(`/v1/notes?cursor=${cursor}.`),
      as('mia').get(`/v1/notes?cursor=${cursor}.anything`),
      as('mia').get(`/v1/notes?starting=w&cursor=${cursor}`),
      as('mia', 'admin', newId()).get(`/v1/notes?cursor=${cursor}`),
    ])
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 422))
    expect(new Set(answers.map(({ body }) => body.detail)).size).toBe(1)
  })

  it.each(['0', '-1', '101', '9223372036854775808', 'ten'])('refuse limit=%s', async (limit) => {
    expect((await as('mia').get(`/v1/notes?limit=${limit}`)).status).toBe(422)
  })
})

it('INV-1: a statement without a tenant is an exception, never all rows', async () => {
  await expect(product.container.resolve((await import('../tenancy/transactions.js')).transactionsToken).run(async (work) => work.query({ text: 'select 1' }))).rejects.toThrow(/outside of a tenant context/)
})
