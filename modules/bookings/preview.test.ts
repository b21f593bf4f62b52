import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { at, bookable, type Json } from './testing/bookable.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['bookings'] })
})
afterAll(() => product.close())

const slot = (from: number, to: number) => ({ starts_at: at(from), ends_at: at(to) })

it('a preview of a change names the rules it would break and what is in the way, and never the booking itself', async () => {
  const { org, room } = await bookable(product, { max_duration_minutes: 120, seats: 2 })
  const me = product.as(org.owner)
  const made = async (from: number, to: number): Promise<Json> => (await me.post('/v1/bookings', { resource_id: room.id, title: 'Review', ...slot(from, to) })).body
  const [mine, other] = [await made(2, 3), await made(5, 6)]
  const preview = async (body: object) => (await me.post(`/v1/bookings/${mine.id}/preview`, body)).body
  expect(await preview(slot(2, 3.5))).toMatchObject({ bookable: true, status: 'confirmed', conflicts: [] })
  expect(await preview(slot(2, 5))).toMatchObject({ bookable: false, status: null, violations: [{ rule: 'too_long' }] })
  expect(await preview(slot(5.5, 6.5))).toMatchObject({ bookable: false, conflicts: [{ id: other.id }], next_free: [{ starts_at: at(6) }, {}, {}] })
  const guests = await Promise.all([org.person('member'), org.person('member')])
  expect(await preview({ attendee_ids: guests.map(({ user_id }) => user_id) })).toMatchObject({ bookable: false, violations: [{ rule: 'seats' }] })
  expect((await me.get(`/v1/bookings/${mine.id}`)).body).toMatchObject({ version: mine.version, ...slot(2, 3) })
})

it('is refused to who may not change the booking, and for one that is over', async () => {
  const { org, room } = await bookable(product)
  const { body: booking } = await product.as(org.owner).post('/v1/bookings', { resource_id: room.id, title: 'Review', ...slot(2, 3) })
  const member = await org.person('member')
  const path = `/v1/bookings/${booking.id}/preview`
  expect((await product.as(member).post(path, { title: 'Mine now' })).body.code).toBe('forbidden')
  await product.as(org.owner).post(`/v1/bookings/${booking.id}/cancellation`, {})
  expect((await product.as(org.owner).post(path, { title: 'Again' })).body.code).toBe('state_conflict')
  expect((await product.as((await product.newOrg()).owner).post(path, { title: 'Foreign' })).status).toBe(404)
})
