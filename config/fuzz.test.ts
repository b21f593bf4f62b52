/**
 * Bad input, made up from the OpenAPI document: no 500, no status or body it does not name, no refusal that is no problem. `npm run fuzz` sends 100,000
 * of these (BOOKFLOW_FUZZ_REQUESTS, BOOKFLOW_FUZZ_SEED); here a fixed seed and some 1,500.
 */
import { writeFileSync } from 'node:fs'
import { Type } from 'typebox'
import { afterEach, expect, it } from 'vitest'
import { createFurnishable, furnish, signedIn } from '#config/testing/furnished-org'
import { fuzz } from '#config/testing/fuzzer'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { defineContract, definePermission } from '#kernel/contract'
import { defineModule } from '#kernel/module'
import { Body } from '#kernel/schemas'
import type { KnownIds } from '#kernel/testing/openapi-arbitraries'
import { operationsOf } from '#kernel/testing/openapi-document'

const requests = Number(process.env['BOOKFLOW_FUZZ_REQUESTS'] ?? 1_500)
const seed = Number(process.env['BOOKFLOW_FUZZ_SEED'] ?? 20_260_801)

let product: TestProduct
afterEach(() => product.close())

it('answers whatever it is sent as the document says, and never with 500', { timeout: Math.max(180_000, requests * 60) }, async () => {
  product = await createFurnishable()
  const { org, viewer, member, approver, admin, rooms, bookings, lists } = await furnish(product)
  const ids = [rooms.free, rooms.guarded, bookings.held, bookings.owners, ...bookings.pending, viewer.user_id, approver.user_id, ...['/v1/approvals', '/v1/workflow-rules', '/v1/resource-types'].flatMap((list) => (lists.get(list) ?? []).map(({ id }) => String(id)).slice(0, 2))] as unknown as KnownIds
  const told = { at: 0 }
  const report = await fuzz(product, {
    seed,
    requests,
    callers: () => Promise.all([org.owner, org.owner, admin, member].map((person) => signedIn(product, person, org))),
    again: (person) => signedIn(product, person, org),
    ids,
    progress: (done) => {
      if (done - told.at < 5_000) return
      told.at = done
      console.log(`fuzz: ${done} of ${requests}`)
    },
  })
  console.log(`fuzz: seed ${seed}, ${report.requests} requests to ${report.operations} operations, answered ${JSON.stringify(report.statuses)}`)
  const outcome = process.env['BOOKFLOW_FUZZ_OUTCOME']
  if (outcome !== undefined) writeFileSync(outcome, JSON.stringify(report))
  expect(report.findings).toEqual([])
  // All of them: a new operation is fuzzed without anybody thinking of it.
  expect(report.operations).toBe(operationsOf(product.app).length)
  expect(report.operations).toBeGreaterThanOrEqual(90)
  // Both sides of the line were visited: requests that went through and requests that were refused.
  expect(report.statuses[401] ?? 0).toBeLessThan(requests / 10)
  for (const status of [200, 201, 404, 409, 422]) expect(report.statuses[status] ?? 0, String(status)).toBeGreaterThanOrEqual(5)
})

const write = definePermission('planted:write', 'member', 'meet planted faults')
const planted = defineModule({
  contract: defineContract({ name: 'planted', permissions: { write } }),
  routes: () => async (app) => {
    const response = { 200: Type.Object({ ok: Type.Boolean() }) }
    app.post('/planted/quotients', { schema: { body: Body({ divisor: Type.Integer({ minimum: -100, maximum: 2 ** 31 - 1 }) }), response }, config: { access: write } }, async ({ body }) => {
      if (body.divisor === 2 ** 31 - 1) throw new RangeError('planted')
      return { ok: true }
    })
    app.get('/planted/teapots/:name', { schema: { params: Type.Object({ name: Type.String({ maxLength: 40 }) }), response }, config: { access: write } }, async ({ params }, reply) => {
      if (params.name.includes("'")) reply.code(418 as 200)
      return { ok: true }
    })
    app.get('/planted/sound', { schema: { querystring: Body({ count: Type.Optional(Type.Integer()) }), response }, config: { access: write } }, async () => ({ ok: true }))
  },
})

it('finds planted faults: a 500 at one odd value, a status nobody documented at one odd character', async () => {
  product = await createTestApp({ modules: ['members'], extraModules: [planted] })
  const { owner } = await product.newOrg()
  const { findings } = await fuzz(product, { seed, requests: 400, callers: async () => [owner], ids: [owner.user_id], only: ({ module }) => module === 'planted' })
  expect(findings.map((finding) => finding.split('answered')[0] + (/answered \d+/.exec(finding)?.[0] ?? '')).sort()).toEqual([
    expect.stringMatching(/^GET \/v1\/planted\/teapots\/.+ answered 418$/),
    'POST /v1/planted/quotients answered 500',
  ])
})
