/** API keys on the live stream: a scope opens it, and what ends the key ends the stream. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestPerson, type TestProduct } from '#config/testing/product'
import { eventRecorderToken } from '#kernel/events/recorder'
import type { Json } from '#kernel/testing/client'
import { defineSse } from './module.js'
import { streamSettings } from './settings.js'
import { emitters, probeModule } from './testing/probe.js'
import { StreamReader, type Frame } from './testing/stream-reader.js'

let product: TestProduct
let org: TestOrg
let emit: ReturnType<typeof emitters>
const open: StreamReader[] = []
beforeAll(async () => {
  product = await createTestApp({ modules: ['members'], extraModules: [defineSse({ ...streamSettings, verify_ms: 200, tick_ms: 30 }), probeModule] })
  emit = emitters(product.container.resolve(eventRecorderToken))
  org = await product.newOrg()
  await product.app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  for (const reader of open) reader.close()
  await product.close()
})

const make = async (person: TestPerson, ...scopes: string[]): Promise<Json> => (await product.as(person).post('/v1/auth/api-keys', { name: 'Follower', scopes })).body
const follow = async (key: string): Promise<StreamReader> => {
  const reader = await StreamReader.open(product.app, key)
  open.push(reader)
  return reader
}
const ready = ({ event }: Frame) => event === 'ready'
const closed = ({ event }: Frame) => event === 'closed'

it('needs the stream’s own scope, and shows what the other scopes let it see', async () => {
  const [none, narrow, wide] = [await make(org.owner, 'probe:see'), await make(org.owner, 'sse:read', 'probe:see'), await make(org.owner, 'sse:read', 'probe:see', 'probe:keep', 'probe:details')]
  expect((await follow(none.key)).status).toBe(403)
  const [little, much] = [await follow(narrow.key), await follow(wide.key)]
  await Promise.all([little.next(ready), much.next(ready)])
  await product.inTenant(org.id, async () => {
    emit.kept(1)
    emit.moved(2)
    emit.ticked(3)
  })
  await Promise.all([little, much].map((reader) => reader.next(({ data }) => data?.data?.['step'] === 3)))
  const seen = ({ facts }: StreamReader) => facts.map(({ data }) => [data?.data?.['step'], data?.data?.['title'] != null])
  expect(seen(much)).toEqual([[1, false], [2, true], [3, false]])
  expect(seen(little)).toEqual([[2, false], [3, false]])
})

const ends: readonly (readonly [string, (person: TestPerson, id: string) => Promise<unknown>])[] = [
  ['it is revoked', (_, id) => product.as(org.owner).post(`/v1/auth/api-keys/${id}/revocation`)],
  ['it expires', (_, id) => product.admin.query(`update api_keys set created_at = created_at - interval '1 day', expires_at = now() where id = $1`, [id])],
  ['its owner is deactivated', ({ user_id }) => product.as(org.owner).post(`/v1/members/${user_id}/deactivation`)],
  ['the stream is switched off', ({ user_id }) => product.admin.query(`insert into org_modules (org_id, module, enabled) select org_id, 'sse', false from memberships where user_id = $1`, [user_id])],
]
it.each(ends)('closes when %s', async (_what, end) => {
  const member = await org.person('member')
  const { id, key } = await make(member, 'sse:read', 'probe:see')
  const reader = await follow(key)
  await reader.next(ready)
  await end(member, id)
  expect((await reader.next(closed)).data?.reason).toBe('revoked')
  await reader.end()
  await product.admin.query(`delete from org_modules where org_id = $1`, [org.id])
})
