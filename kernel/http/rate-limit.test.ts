import { Type } from 'typebox'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { defineContract } from '#kernel/contract'
import { defineModule } from '#kernel/module'
import { newId } from '../ids.js'
import { authenticatorToken } from './authentication.js'

const answer = { 200: Type.Object({ ok: Type.Boolean() }) }

/** Believes any token to be a session of its own. */
const counted = defineModule({
  contract: defineContract({ name: 'counted' }),
  bind: (c) => c.bind(authenticatorToken, () => ({ verify: (token) => ({ kind: 'user', user_id: newId(), session_id: token, org_id: null, expires_at: 4e9 }) })),
  routes: () => async (app) => {
    app.get('/counted/door', { schema: { response: answer }, config: { access: 'public' } }, async () => ({ ok: true }))
    app.get('/counted/room', { schema: { response: answer }, config: { access: 'session' } }, async () => ({ ok: true }))
  },
})

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: [], extraModules: [counted], config: { rate_limit_per_minute: 3 } })
})
afterAll(() => product.close())

const get = async (path: string, remoteAddress: string, session?: string) =>
  (await product.app.inject({ url: path, remoteAddress, headers: session === undefined ? {} : { authorization: `Bearer ${session}` } })).statusCode

it('INV-17: a door open to everybody counts networks, however many sessions knock', async () => {
  const answers = []
  for (let n = 0; n < 5; n += 1) answers.push(await get('/v1/counted/door', '192.0.2.1', `session-${n}`))
  expect(answers).toEqual([200, 200, 200, 429, 429])
  expect(await get('/v1/counted/door', '192.0.2.2', 'session-0')).toBe(200)
})

it('INV-17: an IPv6 subscriber is one network, whatever addresses are used', async () => {
  const answers = []
  for (let n = 1; n <= 5; n += 1) answers.push(await get('/v1/counted/door', `2001:db8:0:1::${n}`))
  expect(answers).toEqual([200, 200, 200, 429, 429])
  expect(await get('/v1/counted/door', '2001:db8:0:2::1')).toBe(200)
})

it('INV-17: behind the door a session is counted, so that an office behind one address is not one client', async () => {
  const answers = []
  for (const session of ['a', 'a', 'a', 'a', 'b']) answers.push(await get('/v1/counted/room', '192.0.2.3', session))
  expect(answers).toEqual([200, 200, 200, 429, 200])
})
