import { Type } from 'typebox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { defineContract } from '#kernel/contract'
import { defineModule } from '#kernel/module'
import { Body, Instant, Line } from '#kernel/schemas'

const contract = defineContract({ name: 'probe' })
const answer = { 200: Type.Object({ said: Type.Unknown() }) }

const probe = defineModule({
  contract,
  routes: () => async (app) => {
    app.post('/probe', { schema: { body: Body({ word: Line(), at: Type.Optional(Instant), deep: Type.Optional(Type.Unknown()) }), response: answer }, config: { access: 'public' } }, async ({ body }) => ({ said: body }))
    app.get('/probe', { schema: { querystring: Body({ n: Type.Optional(Type.Integer({ minimum: 1 })) }), response: answer }, config: { access: 'public' } }, async ({ query }) => ({ said: query }))
    app.get('/probe/fault', { schema: { response: answer }, config: { access: 'public' } }, async () => {
      throw new Error('select secret from users at /srv/file.ts:1:1')
    })
    app.get('/probe/mine', { schema: { response: answer }, config: { access: 'session' } }, async () => ({ said: 1 }))
  },
})

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: [], extraModules: [probe] })
})
afterAll(() => product.close())

describe('INV-7: every refusal is a problem', () => {
  const send = (method: 'GET' | 'POST' | 'DELETE' | 'PUT', path: string, body?: unknown, headers?: Record<string, string>) => product.anonymous.send(method, path, body, headers)

  it.each([
    ['an unknown path', 'GET', '/v1/nothing', undefined, {}, 404, 'not_found'],
    ['an unknown path outside of the API', 'GET', '/%00', undefined, {}, 404, 'not_found'],
    ['a method nobody has', 'DELETE', '/v1/probe', undefined, {}, 405, 'method_not_allowed'],
    ['malformed JSON', 'POST', '/v1/probe', '{"word":', {}, 400, 'malformed_request'],
    ['an empty body announced as JSON', 'POST', '/v1/probe', '', {}, 400, 'malformed_request'],
    ['a malformed URL', 'GET', '/v1/%E0%A4%A', undefined, {}, 400, 'malformed_request'],
    ['another media type', 'POST', '/v1/probe', 'word=hi', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'unsupported_media_type'],
    ['a body over 100 kB', 'POST', '/v1/probe', JSON.stringify({ word: 'x'.repeat(102_400) }), {}, 413, 'payload_too_large'],
    ['prototype poisoning', 'POST', '/v1/probe', '{"word":"a","__proto__":{"x":1}}', {}, 400, 'malformed_request'],
    ['a fault of ours', 'GET', '/v1/probe/fault', undefined, {}, 500, 'internal'],
    ['no credential', 'GET', '/v1/probe/mine', undefined, {}, 401, 'unauthenticated'],
    ['a token in the query', 'GET', '/v1/probe/mine?access_token=abc', undefined, {}, 401, 'unauthenticated'],
    ['a query that is no number', 'GET', '/v1/probe?n=one', undefined, {}, 422, 'validation_failed'],
  ] as const)('%s', async (_what, method, path, body, headers, status, code) => {
    const answer = await send(method, path, body, headers)
    expect([answer.status, answer.body.code]).toEqual([status, code])
    expect(answer.text).not.toContain('secret')
  })

  it('says which methods a path has', async () => {
    expect((await send('DELETE', '/v1/probe')).headers['allow']).toBe('GET, HEAD, POST')
  })

  it.each([
    ['a missing field', {}, '/word'],
    ['an unknown field', { word: 'a', org_id: 'x' }, '/org_id'],
    ['a wrong type, never coerced', { word: 7 }, '/word'],
    ['NUL in text', { word: 'a\0b' }, '/word'],
    ['a lone surrogate deep inside', { word: 'a', deep: { list: ['\ud800'] } }, '/deep/list/0'],
    ['NUL in a field name', { word: 'a', deep: { 'a\0': 1 } }, '/deep'],
    ['infinity', { word: 'a', at: 'infinity' }, '/at'],
    ['now', { word: 'a', at: 'now' }, '/at'],
    ['30 February', { word: 'a', at: '2027-02-30T09:00:00Z' }, '/at'],
    ['24:00', { word: 'a', at: '2027-02-03T24:00:00Z' }, '/at'],
    ['a leap second', { word: 'a', at: '2027-02-03T23:59:60Z' }, '/at'],
    ['an offset no zone has', { word: 'a', at: '2027-02-03T10:00:00+16:00' }, '/at'],
    ['no offset', { word: 'a', at: '2027-02-03T09:00:00' }, '/at'],
    ['microseconds', { word: 'a', at: '2027-02-03T09:00:00.1234567Z' }, '/at'],
    ['the year 0', { word: 'a', at: '0000-02-03T09:00:00Z' }, '/at'],
  ])('422 names the field: %s', async (_what, body, pointer) => {
    const answer = await send('POST', '/v1/probe', body)
    expect(answer.status).toBe(422)
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer)
  })

  it('refuses what is nested too deep, quickly', async () => {
    const deep = `{"word":"a","deep":${'['.repeat(20_000)}${']'.repeat(20_000)}}`
    expect((await send('POST', '/v1/probe', deep)).status).toBe(422)
  })
})

describe('INV-7: answers', () => {
  it('carry a request id, no-store and the security headers', async () => {
    const { headers } = await product.anonymous.get('/v1/probe')
    expect(headers['request-id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['content-security-policy']).toContain("object-src 'none'")
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['x-powered-by']).toBeUndefined()
  })

  it('describe themselves in OpenAPI 3.1, refusals included', async () => {
    const { body } = await product.anonymous.get('/v1/openapi.json')
    expect(body.openapi).toBe('3.1.0')
    expect(body.info.description).toContain('Idempotency-Key')
    const post = body.paths['/v1/probe'].post
    expect(Object.keys(post.responses)).toEqual(expect.arrayContaining(['200', '400', '413', '415', '422', '500', '503']))
    expect(post.responses['422'].content['application/problem+json'].schema).toEqual({ $ref: '#/components/schemas/Problem' })
    expect(Object.keys(body.components.schemas.Problem.properties)).toContain('code')
  })

  it('have a reference page for people, of which nothing comes from elsewhere', async () => {
    const { status, text, headers } = await product.anonymous.get('/docs/')
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(text).not.toMatch(/(src|href)="https?:/)
    expect(headers['content-security-policy']).not.toContain('unsafe-eval')
  })

  it('explain each problem type at its address', async () => {
    const { body } = await product.anonymous.get('/problems/validation_failed')
    expect(body.status).toBe(422)
    expect((await product.anonymous.get('/problems/no_such_code')).status).toBe(404)
  })
})

describe('INV-10: a route that breaks the rules does not boot', () => {
  it.each([
    ['says nothing about access', { schema: { response: answer } }, /says nothing about access/],
    ['has no response schema', { config: { access: 'public' as const } }, /no response schema/],
  ])('%s', async (_what, options, message) => {
    const bad = defineModule({ contract: defineContract({ name: 'bad' }), routes: () => async (app) => void app.get('/bad', options, async () => ({ said: 1 })) })
    expect(await createTestApp({ modules: [], extraModules: [bad] }).then(() => 'it boots', String)).toMatch(message)
  })
})
