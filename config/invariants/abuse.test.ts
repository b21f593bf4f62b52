/** Rows of the table of faults and abuses (docs/guarantees.md) that no module's own tests show: what is sent, and that it does nothing. */
import { connect, type AddressInfo } from 'node:net'
import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createTestApp, type TestOrg, type TestPerson, type TestProduct } from '#config/testing/product'
import { socketBounds } from '#kernel/http/socket-bounds'
import { operationsOf, type Schema } from '#kernel/testing/openapi-document'
import { sampleOf } from '#kernel/testing/openapi-samples'
import { currentTenant } from '#kernel/tenancy/context'

let product: TestProduct
let org: TestOrg
let other: TestOrg
let member: TestPerson
let room: string
let base: number
let port: number
beforeAll(async () => {
  product = await createTestApp()
  await product.app.listen({ host: '127.0.0.1', port: 0 })
  port = (product.app.server.address() as AddressInfo).port
  org = await product.newOrg()
  other = await product.newOrg()
  member = await org.person('member')
  room = (await product.as(org.owner).post('/v1/resources', { name: 'Room', min_duration_minutes: 1, horizon_days: 365 })).body.id
  base = (Math.floor(Date.now() / 86_400_000) + 2) * 86_400_000
})
afterAll(() => product.close())

let slot = 0
/** A booking nobody else asks for. */
const wish = (more: object = {}) => {
  const at = (hours: number) => new Date(base + hours * 3_600_000).toISOString()
  slot += 1
  return { resource_id: room, title: 'Abuse', starts_at: at(slot), ends_at: at(slot + 1), ...more }
}
const count = async (table: string, of: TestOrg): Promise<number> => (await product.admin.query<{ n: number }>(`select count(*)::int as n from ${table} where org_id = $1`, [of.id])).rows[0]!.n

it('B3: a second request for a slot is refused when it is made, so that two are never approved', async () => {
  const approver = await org.person('approver')
  const guarded = (await product.as(org.owner).post('/v1/resources', { name: 'Guarded', min_duration_minutes: 1, horizon_days: 365 })).body.id as string
  const steps = [{ mode: 'any', approvers: [{ kind: 'people', user_ids: [approver.user_id] }] }]
  expect((await product.as(org.owner).post('/v1/workflow-rules', { name: 'Ask', priority: 1, conditions: [{ kind: 'resource', in: [guarded] }], outcome: { kind: 'require_approval', steps } })).status).toBe(201)
  const asked = wish({ resource_id: guarded })
  const answers = await Promise.all(Array.from({ length: 12 }, () => product.as(member).post('/v1/bookings', asked)))
  const waiting = answers.filter(({ status }) => status === 201)
  expect(waiting.map(({ body }) => body.status)).toEqual(['pending_approval'])
  expect(new Set(answers.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(new Set(['booking_conflict']))
  const { body } = await product.as(approver).get('/v1/approvals')
  expect((await product.as(approver).post(`/v1/approvals/${body.items[0].id}/decision`, { decision: 'approve' })).status).toBe(200)
  expect((await product.as(member).post('/v1/bookings', asked)).body.code).toBe('booking_conflict')
})

describe('T2: an organisation named', () => {
  it('in body, query, header or path changes nothing about where a request acts', async () => {
    const before = await count('bookings', other)
    const client = product.as(member)
    for (const name of ['org_id', 'organization_id', 'orgId']) expect((await client.post('/v1/bookings', wish({ [name]: other.id }))).body.errors?.[0]?.pointer).toBe(`/${name}`)
    expect((await client.get(`/v1/bookings?org_id=${other.id}`)).status).toBe(422)
    for (const header of ['x-org-id', 'x-organization-id', 'x-tenant']) {
      const { status, body } = await client.post('/v1/bookings', wish(), { [header]: other.id })
      expect(status).toBe(201)
      expect((await product.admin.query<{ org_id: string }>('select org_id from bookings where id = $1', [body.id])).rows[0]?.org_id).toBe(org.id)
    }
    expect((await client.get(`/v1/organizations/${other.id}/bookings`)).status).toBe(404)
    expect(await count('bookings', other)).toBe(before)
  })
})

describe('T6: context lost', () => {
  it('by a timer, an event or a callback of a pool is an exception, never somebody else’s', async () => {
    const lost = await new Promise((resolve) => setTimeout(() => resolve(attempt()), 0))
    const emitted = await new Promise((resolve) => product.admin.query('select 1', () => resolve(attempt())))
    for (const error of [lost, emitted]) expect(String(error)).toContain('outside of a tenant context')
    // One that begins inside of a flow keeps it, and never another's.
    const own = await product.inTenant(org.id, () => new Promise((resolve) => setTimeout(() => resolve(currentTenant().org_id), 1)))
    expect(own).toBe(org.id)
  })

  function attempt(): unknown {
    try {
      return currentTenant()
    } catch (error) {
      return error
    }
  }
})

describe('A3: fields nobody may set', () => {
  it('are refused by name on every body that names its fields, and change nothing', async () => {
    const forbidden = ['id', 'org_id', 'role_of_owner', 'created_at', 'created_by', 'approved_by', 'price', 'version', 'updated_at', '__proto__x']
    const operations = operationsOf(product.app).filter(({ body, open }) => !open && body?.['additionalProperties'] === false)
    const unnamed: string[] = []
    for (const { method, path, body, versioned } of operations) {
      const url = path.replaceAll(/\{\w+\}/g, (part) => (part === '{id}' ? randomUUID() : 'workflows'))
      const properties = Object.keys((body as Schema)['properties'] as object)
      const extra = forbidden.filter((name) => !properties.includes(name))
      const sample = sampleOf(body as Schema, { id: () => randomUUID() }) as object
      const { status, body: answer } = await product.as(org.owner).send(method, url, { ...sample, ...Object.fromEntries(extra.map((name) => [name, 'x'])) }, versioned ? { 'if-match': '*' } : {})
      const pointers = ((answer?.errors ?? []) as { pointer: string }[]).map(({ pointer }) => pointer)
      if (status !== 422 || !extra.every((name) => pointers.includes(`/${name}`))) unnamed.push(`${method} ${path}: ${status} ${pointers.join()}`)
    }
    expect(unnamed).toEqual([])
    expect(operations.length).toBeGreaterThanOrEqual(25)
  })
})

describe('I1, I2: text', () => {
  it.each([['NUL', 'a\0b'], ['a NUL written out', 'a\\u0000b'], ['half a character', 'a\ud800b'], ['the other half', '\udc00'], ['halves the wrong way round', '\udc00\ud800']])('with %s is refused, whole text is kept as it was sent', async (_what, text) => {
    const raw = JSON.stringify({ ...wish(), title: 'TITLE' }).replace('TITLE', text.includes('\\') ? text : JSON.stringify(text).slice(1, -1))
    const { status, body } = await product.as(member).post('/v1/bookings', raw)
    expect([status, body.errors?.[0]?.pointer]).toEqual([422, '/title'])
    for (const kept of ['😀 whole', 'e\u0301 and \u00e9', '\u202eright to left', '<b>&amp;</b>', "Robert'); drop table bookings;--"]) {
      const made = await product.as(member).post('/v1/bookings', wish({ title: kept }))
      expect([made.status, made.body.title]).toEqual([201, kept])
    }
  })
})

describe('I3: JSON', () => {
  it.each([
    ['__proto__', '{"__proto__":{"polluted":true}}', [400, 422]],
    ['constructor.prototype', '{"constructor":{"prototype":{"polluted":true}}}', [400, 422]],
    ['a hundred thousand brackets', '['.repeat(50_000) + ']'.repeat(50_000), [400, 413, 422]],
    ['brackets that never close', '['.repeat(100_000), [400, 413]],
    ['ten thousand keys', JSON.stringify(Object.fromEntries(Array.from({ length: 9_000 }, (_, n) => [`k${n}`, 1]))), [422]],
    ['a number that is none', '{"resource_id":1e999}', [400, 422]],
    ['one no double holds', '{"hold_minutes":9007199254740993}', [422]],
  ] as const)('with %s is refused, and nothing of this process changes', async (_what, raw, statuses) => {
    const before = process.memoryUsage().heapUsed
    expect(statuses).toContain((await product.as(member).post('/v1/bookings', raw)).status)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(150 * 1024 * 1024)
  })

  it('with a key twice counts the last, as its fingerprint does', async () => {
    const raw = JSON.stringify(wish()).replace('"title":"Abuse"', '"title":"First","title":"Last"')
    expect((await product.as(member).post('/v1/bookings', raw)).body.title).toBe('Last')
  })
})

describe('I4: bodies', () => {
  it('that are compressed are refused, whatever they would become', async () => {
    const bomb = gzipSync(Buffer.alloc(10 * 1024 * 1024, ' '))
    const response = await product.app.inject({ method: 'POST', url: '/v1/bookings', headers: { authorization: `Bearer ${member.token}`, 'content-type': 'application/json', 'content-encoding': 'gzip' }, payload: bomb })
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([415, 'unsupported_media_type'])
  })

  it('and heads that come a byte a second are given up, and others are served meanwhile', async () => {
    // Half a minute at most in the product; the bounds are the server's own properties, read at each look.
    expect(product.app.server).toMatchObject({ headersTimeout: socketBounds.headersTimeout, requestTimeout: socketBounds.requestTimeout })
    expect(Math.max(socketBounds.headersTimeout, socketBounds.requestTimeout)).toBeLessThanOrEqual(30_000)
    Object.assign(product.app.server, { headersTimeout: 3_000, requestTimeout: 6_000 })
    onTestFinished(() => void Object.assign(product.app.server, { headersTimeout: socketBounds.headersTimeout, requestTimeout: socketBounds.requestTimeout }))
    const head = `POST /v1/bookings HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${member.token}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n`
    const slow = Array.from({ length: 400 }, (_, n) => dripping(n % 2 === 0 ? `${head}X-Slow: ` : `${head}\r\n{`))
    const timer = setInterval(() => slow.forEach(({ drip }) => drip()), 1_000)
    for (let n = 0; n < 20; n += 1) expect((await product.as(member).get('/v1/bookings')).status).toBe(200)
    const ended = await Promise.all(slow.map(({ end }) => end))
    clearInterval(timer)
    expect(new Set(ended.map((text) => text.slice(0, 13)))).toEqual(new Set(['HTTP/1.1 408 ']))
  })

  function dripping(begin: string): { drip(): void; end: Promise<string> } {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.on('data', (part: Buffer) => (text += part.toString())).on('error', () => undefined)
    socket.write(begin)
    return { drip: () => void (socket.destroyed || socket.write('x')), end: new Promise((resolve) => socket.on('close', () => resolve(text))) }
  }

  it('without an end are cut at 100 kB, and others are served meanwhile', async () => {
    const socket = connect(port, '127.0.0.1')
    const said: Buffer[] = []
    socket.on('data', (part: Buffer) => said.push(part))
    const closed = new Promise((resolve) => socket.on('close', resolve))
    socket.on('error', () => undefined)
    socket.write(`POST /v1/bookings HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${member.token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`)
    const chunk = `1000\r\n${' '.repeat(4_096)}\r\n`
    for (let sent = 0; sent < 40 && !socket.destroyed; sent += 1) socket.write(chunk)
    expect((await product.as(member).get('/v1/bookings')).status).toBe(200)
    await closed
    expect(Buffer.concat(said).toString()).toMatch(/^HTTP\/1\.1 413 /)
  })

  it('with two lengths are no request', async () => {
    const socket = connect(port, '127.0.0.1')
    const answer = new Promise<string>((resolve) => {
      let text = ''
      socket.on('data', (part: Buffer) => (text += part.toString()))
      socket.on('close', () => resolve(text))
    })
    socket.end('POST /v1/bookings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /v1/bookings HTTP/1.1\r\nHost: localhost\r\n\r\n')
    const text = await answer
    expect(text).toMatch(/^HTTP\/1\.1 400 /)
    expect(text.match(/^HTTP\/1\.1 \d/gm)).toHaveLength(1)
  })
})

describe('I5: media types', () => {
  it.each(['application/json\t', ' application/json', 'APPLICATION/JSON', 'application/json; charset=utf-8', 'application/json; charset=utf-7', 'application/json;'])('%j that means JSON is read as JSON and checked', async (type) => {
    const good = await product.as(member).post('/v1/bookings', wish(), { 'content-type': type })
    const bad = await product.as(member).post('/v1/bookings', wish({ surprise: 1 }), { 'content-type': type })
    expect([[201, 422], [400, 400], [415, 415]]).toContainEqual([good.status, bad.status])
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/xml', 'application/jsonp', 'application/json, text/plain', ''])('%j is refused', async (type) => {
    const { status } = await product.as(member).post('/v1/bookings', JSON.stringify(wish()), { 'content-type': type })
    expect([400, 415]).toContain(status)
  })
})

describe('I7: SQL', () => {
  it('in every text and every filter is text', async () => {
    const injected = ["' or '1'='1", "'; drop table bookings; --", '$1', '%', '_', '\\', '") or 1=1 --', "' union select password_hash from users --", '(a+)+$', `${'a'.repeat(90)}!`]
    const filters = operationsOf(product.app).filter(({ method, path, open }) => method === 'GET' && !path.includes('{') && !open)
    let asked = 0
    for (const { path, parameters, responses } of filters) {
      if (responses['200']?.content?.['text/event-stream']) continue
      for (const { name, in: where } of parameters) {
        if (where !== 'query') continue
        for (const text of injected) {
          const { status, text: answer } = await product.as(org.owner).get(`${path}?${name}=${encodeURIComponent(text)}`)
          asked += 1
          expect([200, 422], `${path}?${name}=${text}`).toContain(status)
          expect(answer).not.toContain('$2b$')
        }
      }
    }
    expect(asked).toBeGreaterThanOrEqual(300)
    expect(await count('bookings', org)).toBeGreaterThan(0)
  })
})
