/** Routes whose first statements travel with the admission: the guess they start on is never an answer. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['bookings'] })
})
afterAll(() => product.close())

let hours = 24
async function stage() {
  const org = await product.newOrg({ timezone: 'UTC' })
  const mia = await org.person('member')
  const room = await product.as(org.owner).post('/v1/resources', { name: 'Room' })
  const book = () => {
    const from = Date.now() + (hours += 1) * 3_600_000
    return product.as(mia).post('/v1/bookings', { resource_id: room.body['id'], title: 'Review', starts_at: new Date(from).toISOString(), ends_at: new Date(from + 1_800_000).toISOString() })
  }
  expect((await book()).status).toBe(201)
  const written = async () => (await product.admin.query(`select (select count(*) from bookings where org_id = $1)::int as bookings, (select count(*) from events where org_id = $1)::int as events`, [org.id])).rows[0]
  return { org, mia, room: String(room.body['id']), book, written }
}

it('who lost the right since the last request is refused, and nothing of the request stays', async () => {
  const { org, mia, book, written } = await stage()
  const before = await written()
  await product.admin.query(`update memberships set role = 'viewer' where org_id = $1 and user_id = $2`, [org.id, mia.user_id])
  expect(await book()).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  expect(await written()).toEqual(before)
  await product.admin.query(`update memberships set role = 'member' where org_id = $1 and user_id = $2`, [org.id, mia.user_id])
  expect((await book()).status).toBe(201)
})

it('who was shut out since the last request learns nothing, whatever the route would have said', async () => {
  const { org, mia, room, book, written } = await stage()
  const before = await written()
  await product.admin.query(`update memberships set status = 'deactivated' where org_id = $1 and user_id = $2`, [org.id, mia.user_id])
  for (const path of [`/v1/resources/${room}`, `/v1/resources/${org.id}`, '/v1/bookings', '/v1/bookings?from=2030-01-02T00:00:00Z&to=2030-01-01T00:00:00Z']) {
    expect((await product.as(mia).get(path)).body['code'], path).toBe('unauthenticated')
  }
  expect((await book()).status).toBe(401)
  expect(await written()).toEqual(before)
})

it('a role that changed is the role that counts, also where both may ask', async () => {
  const { org, mia } = await stage()
  const other = await product.as(org.owner).get('/v1/bookings')
  await product.admin.query(`update bookings set booked_by = $2, booked_for = $2, title = 'Secret' where org_id = $1`, [org.id, org.owner.user_id])
  const titles = async () => (await product.as(mia).get('/v1/bookings')).body['items'].map(({ title }: { title: string | null }) => title)
  expect(await titles()).toEqual([null])
  await product.admin.query(`update memberships set role = 'admin' where org_id = $1 and user_id = $2`, [org.id, mia.user_id])
  expect(await titles()).toEqual(['Secret'])
  expect(other.body['items']).toHaveLength(1)
})

it('a read that was answered leaves no transaction open', async () => {
  const { mia, room } = await stage()
  await Promise.all(Array.from({ length: 20 }, () => product.as(mia).get(`/v1/resources/${room}`)))
  const idle = async () => (await product.admin.query(`select count(*)::int as open from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`)).rows[0]
  await expect.poll(idle).toEqual({ open: 0 })
})
