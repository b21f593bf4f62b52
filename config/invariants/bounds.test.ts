/** INV-17: whatever is sent has an upper bound, stated in the OpenAPI document; at the bound a request is served, one beyond it is refused. */
import { Type } from 'typebox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { defineContract } from '#kernel/contract'
import { defineModule } from '#kernel/module'
import { nameOf, operationsOf, type Schema } from '#kernel/testing/openapi-document'

const probe = defineModule({
  contract: defineContract({ name: 'probe' }),
  routes: () => async (app) =>
    void app.post('/probe', { schema: { body: Type.Unknown(), response: { 200: Type.Object({ ok: Type.Boolean() }) } }, config: { access: 'public' } }, async () => ({ ok: true })),
})

let product: TestProduct
let org: TestOrg
beforeAll(async () => {
  product = await createTestApp({ extraModules: [probe] })
  org = await product.newOrg()
})
afterAll(() => product.close())

/** What has no end: texts, lists, objects with names of the caller's choosing, whole numbers PostgreSQL could not hold. */
function unbounded(schema: Schema, place: string): string[] {
  if ('const' in schema || 'enum' in schema) return []
  const alternatives = (schema['anyOf'] ?? schema['oneOf'] ?? schema['allOf']) as Schema[] | undefined
  if (alternatives) return alternatives.flatMap((each) => unbounded(each, place))
  const types = [schema['type']].flat()
  const of = (what: string, bounded: boolean) => (bounded ? [] : [`${place}: ${what}`])
  const told = ['uuid', 'instant', 'date', 'time', 'zone']
  const texts = types.includes('string') ? of('text without maxLength', 'maxLength' in schema || told.includes(String(schema['format'])) || /\$$/.test(String(schema['pattern'] ?? ''))) : []
  const numbers = types.includes('integer') ? of('whole number without a maximum that a column holds', Math.abs(Number(schema['maximum'])) < 2 ** 31 && Number(schema['minimum']) > -(2 ** 31)) : []
  const lists = types.includes('array') ? [...of('list without maxItems', 'maxItems' in schema || (schema['uniqueItems'] === true && 'enum' in ((schema['items'] ?? {}) as Schema))), ...unbounded((schema['items'] ?? {}) as Schema, `${place}/*`)] : []
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>)
  const open = types.includes('object') ? of('names without maxProperties', schema['additionalProperties'] === false || 'maxProperties' in schema) : []
  return [...texts, ...numbers, ...lists, ...open, ...properties.flatMap(([name, each]) => unbounded(each, `${place}/${name}`))]
}

describe('INV-17: bounds', () => {
  it('are stated for everything a request may hold', () => {
    const operations = operationsOf(product.app).filter(({ path }) => path !== '/v1/probe')
    const found = operations.flatMap((operation) => [
      ...operation.parameters.filter((parameter) => parameter.in === 'query').flatMap(({ name, schema }) => unbounded(schema, `${nameOf(operation)} query/${name}`)),
      ...(operation.body ? unbounded(operation.body, `${nameOf(operation)} body`) : []),
    ])
    expect(found).toEqual([])
    expect(operations.length).toBeGreaterThanOrEqual(80)
  })

  const filled = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`
  const nested = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`
  const values = (count: number) => JSON.stringify(Array.from({ length: count - 1 }, () => 1))

  it.each([
    ['a body of 100 kB', filled(102_400), 200],
    ['a body of 100 kB and one byte', filled(102_401), 413],
    ['32 levels', nested(32), 200],
    ['33 levels', nested(33), 422],
    ['10,000 values', values(10_000), 200],
    ['10,001 values', values(10_001), 422],
  ] as const)('let %s through or not', async (_what, body, status) => {
    expect((await product.anonymous.post('/v1/probe', body)).status).toBe(status)
  })

  it.each([['1', 200], ['100', 200], ['0', 422], ['101', 422], ['-1', 422], ['1000000000', 422], ['9223372036854775808', 422], ['1e2', 200]] as const)('of a page: limit=%s is answered %s', async (limit, status) => {
    expect((await product.as(org.owner).get(`/v1/bookings?limit=${limit}`)).status).toBe(status)
  })

  it('of a statement are enforced: one that would run on is cut, and its connection serves the next request', async () => {
    await expect(product.inTenant(org.id, (work) => work.query({ text: 'select pg_sleep(30)' }))).rejects.toMatchObject({ code: '57014' })
    expect((await product.as(org.owner).get('/v1/organization')).status).toBe(200)
  })
})
