import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import type { Json } from '#kernel/testing/client'
import { auth } from '../contract.js'
import { mostSessions } from './session.service.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['auth'] })
})
afterAll(() => product.close())

it('a person has fifty sessions at most: the one used longest ago ends, whoever signs in at once, and nobody else’s', async () => {
  const org = await product.newOrg()
  const other = (await product.newOrg()).owner
  const { owner } = org
  const port = product.container.resolve(auth.port)
  const open = () => port.openSession({ id: owner.user_id, email: owner.email, name: owner.name }, { id: org.id, name: org.name, slug: org.id, role: 'owner' })
  const live = async (): Promise<Json[]> => (await product.as(owner).get('/v1/auth/sessions')).body.items
  for (let n = 0; n < mostSessions - 2; n += 1) await open()
  expect(await live()).toHaveLength(mostSessions - 1)
  // The first one is used again, so that the second is the oldest.
  const oldest = (await live()).at(-2)
  await product.admin.query('update sessions set last_used_at = now() + interval \'1 second\' where user_id = $1 and id = (select id from sessions where user_id = $1 order by created_at, id limit 1)', [owner.user_id])
  const opened = await Promise.all(Array.from({ length: 8 }, open))
  const now = await live()
  expect(now).toHaveLength(mostSessions)
  expect(now.map(({ id }) => id)).not.toContain(oldest.id)
  for (const { access_token } of opened) expect((await product.as({ ...owner, token: access_token }).get('/v1/auth/me')).status).toBe(200)
  const { rows } = await product.admin.query(`select revoked_reason as reason, count(*)::int as n from sessions where user_id = $1 group by 1 order by 2`, [owner.user_id])
  expect(rows).toEqual([{ reason: 'too_many', n: 7 }, { reason: null, n: mostSessions }])
  const [told] = (await product.admin.query(`select sum((detail->>'count')::int)::int as n from security_events where user_id = $1 and kind = 'auth.sessions_revoked' and detail->>'reason' = 'too_many'`, [owner.user_id])).rows
  expect(told.n).toBe(7)
  expect((await product.as(other).get('/v1/auth/me')).status).toBe(200)
})
