import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { assertNoOverlaps, at, bookable, type Json } from './testing/bookable.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['bookings'] })
})
afterEach(() => assertNoOverlaps(product))
afterAll(() => product.close())

const book = (org: TestOrg, resource_id: string, hours: [number, number], more: Json = {}) =>
  product.as(org.owner).post('/v1/bookings', { resource_id, starts_at: at(hours[0]), ends_at: at(hours[1]), title: 'Review', ...more })

describe('booking', () => {
  it('is confirmed, read back with its ETag and listed', async () => {
    const { org, room } = await bookable(product)
    const made = await book(org, room.id, [1, 2], { note: 'Bring cake' })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      resource_id: room.id, unit: 1, title: 'Review', note: 'Bring cake', starts_at: at(1), ends_at: at(2), status: 'confirmed', busy: false,
      booked_by: org.owner.user_id, booked_for: org.owner.user_id, attendee_ids: [], reason: null, hold_expires_at: null, version: 1,
    })
    const read = await product.as(org.owner).get(`/v1/bookings/${made.body.id}`)
    expect(read.body).toEqual(made.body)
    expect(read.headers['etag']).toBe('"v1"')
    expect((await product.as(org.owner).get('/v1/bookings')).body.items).toEqual([made.body])
  })
})
