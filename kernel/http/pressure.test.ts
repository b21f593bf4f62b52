import { setImmediate as turn } from 'node:timers/promises'
import { Type } from 'typebox'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { defineContract } from '#kernel/contract'
import { defineModule } from '#kernel/module'

const answer = { 200: Type.Object({}) }
const probe = defineModule({
  contract: defineContract({ name: 'probe' }),
  routes: () => async (app) => {
    app.get('/probe', { schema: { response: answer }, config: { access: 'public' } }, async () => ({}))
    app.get('/probe/alive', { schema: { response: answer }, config: { access: 'public', transaction: false } }, async () => ({}))
  },
})

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: [], extraModules: [probe], config: { overload_delay_ms: 50 } })
})
afterAll(() => product.close())

/** Nothing of this process gets a turn for four times the limit. */
async function standStill(): Promise<void> {
  for (const until = performance.now() + 200; performance.now() < until; );
  for (let turns = 0; turns < 3; turns += 1) await turn()
}

it('INV-17: work is refused while requests would wait too long, probes are not, and it goes on by itself', async () => {
  let refused = await product.anonymous.get('/v1/probe')
  expect(refused.status).toBe(200)
  for (let tries = 0; tries < 50 && refused.status !== 503; tries += 1) {
    await standStill()
    refused = await product.anonymous.get('/v1/probe')
  }
  expect([refused.status, refused.body.code, refused.headers['retry-after']]).toEqual([503, 'unavailable', '5'])
  await standStill()
  expect((await product.anonymous.get('/v1/probe/alive')).status).toBe(200)
  await expect.poll(async () => (await product.anonymous.get('/v1/probe')).status).toBe(200)
})
