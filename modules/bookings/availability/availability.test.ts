import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { at, bookable, newResource, type Json } from '../testing/bookable.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['bookings'] })
})
afterAll(() => product.close())

const book = async (org: TestOrg, resource_id: string, [from, to]: [number, number]) => {
  const answer = await product.as(org.owner).post('/v1/bookings', { resource_id, starts_at: at(from), ends_at: at(to), title: 'Review' })
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}
const slot = (from: number, to: number) => ({ starts_at: at(from), ends_at: at(to) })
const of = async (org: TestOrg, id: string, from: number, to: number) => (await product.as(org.owner).get(`/v1/availability?resource_id=${id}&from=${at(from)}&to=${at(to)}`)).body

describe('one resource', () => {
  it('says when it is open, busy and free', async () => {
    const { org, room } = await bookable(product, { timezone: 'UTC', min_duration_minutes: 30, buffer_after_minutes: 15 })
    const first = await book(org, room.id, [2, 3])
    await book(org, room.id, [3.5, 5])
    const answer = await of(org, room.id, 1, 8)
    expect(answer).toMatchObject({ resource_id: room.id, timezone: 'UTC', open: [slot(1, 8)], busy: [{ id: first.id, ...slot(2, 3), occupied_to: at(3.25) }, slot(3.5, 5)] })
    // The shortest booking is half an hour and needs a quarter after it: the gap from 3:15 to 3:30 is too small.
    expect(answer.free).toEqual([slot(1, 1.75), slot(5.25, 8)])
  })

  it('is free while any unit is, and never while it is archived', async () => {
    const { org, room } = await bookable(product, { units: 2, timezone: 'UTC' })
    await book(org, room.id, [2, 4])
    const second = await book(org, room.id, [3, 5])
    expect((await of(org, room.id, 1, 6)).free).toEqual([slot(1, 3), slot(4, 6)])
    await product.as(org.owner).post(`/v1/bookings/${second.id}/cancellation`, {})
    expect((await of(org, room.id, 1, 6)).free).toEqual([slot(1, 6)])
    const empty = await newResource(product, org)
    await product.as(org.owner).post(`/v1/resources/${empty.id}/archival`)
    expect((await of(org, empty.id, 1, 6)).free).toEqual([])
  })

  it('is free only from now and its notice on, until its horizon', async () => {
    const { org, room } = await bookable(product, { min_notice_minutes: 60, horizon_days: 3 })
    const before = Date.now() - 60_000
    const { free } = await of(org, room.id, -48, 24 * 10)
    expect(free).toHaveLength(1)
    const [from, to] = [Date.parse(free[0].starts_at), Date.parse(free[0].ends_at)]
    expect(from).toBeGreaterThanOrEqual(before + 60 * 60_000)
    expect(from).toBeLessThan(Date.now() + 61 * 60_000)
    expect(to).toBeLessThan(Date.now() + 3 * 86_400_000 + 60_000)
  })

  it.each([[1, 1, 'query/to'], [2, 1, 'query/to'], [0, 63 * 24, 'query/to']])('refuses a range of %d to %d', async (from, to, pointer) => {
    const { org, room } = await bookable(product)
    expect((await of(org, room.id, from, to)).errors).toMatchObject([{ pointer }])
  })
})

describe('a search over many', () => {
  const search = async (org: TestOrg, query: string) => (await product.as(org.owner).get(`/v1/availability/search?${query}`)).body

  it('finds those in which the length fits, by seats, type and attributes', async () => {
    const org = await product.newOrg({ timezone: 'UTC' })
    const type = (await product.as(org.owner).post('/v1/resource-types', { name: 'Room' })).body
    const big = await newResource(product, org, { name: 'Big', seats: 20, type_id: type.id, attributes: { screen: true } })
    const small = await newResource(product, org, { name: 'Small', seats: 4, max_duration_minutes: 60 })
    await book(org, big.id, [2, 4])
    const range = `from=${at(1)}&to=${at(6)}`
    const names = async (query: string) => (await search(org, `${range}&${query}`)).items.map(({ name }: Json) => name)
    expect((await search(org, `${range}&duration_minutes=60`)).items).toMatchObject([
      { resource_id: big.id, name: 'Big', seats: 20, free: [slot(1, 2), slot(4, 6)] },
      { resource_id: small.id, free: [slot(1, 6)] },
    ])
    expect(await names('duration_minutes=90')).toEqual(['Big'])
    expect(await names('duration_minutes=180')).toEqual([])
    expect(await names('duration_minutes=60&min_seats=5')).toEqual(['Big'])
    expect(await names(`duration_minutes=60&type_id=${type.id}`)).toEqual(['Big'])
    expect(await names('duration_minutes=60&attributes=screen:true')).toEqual(['Big'])
    expect(await names('duration_minutes=60&attributes=screen:false')).toEqual([])
  })

  it('what it calls free can be booked, at its edges too', async () => {
    const { org, room } = await bookable(product, { timezone: 'UTC', buffer_before_minutes: 10, buffer_after_minutes: 20, units: 2 })
    for (const hours of [[2, 4], [3, 5], [5.5, 6]] as [number, number][]) await book(org, room.id, hours)
    const { items } = await search(org, `from=${at(1)}&to=${at(10)}&duration_minutes=30`)
    expect(items[0].free.length).toBeGreaterThan(0)
    for (const { starts_at, ends_at } of items[0].free) {
      const early = { starts_at, ends_at: new Date(Date.parse(starts_at) + 1_800_000).toISOString() }
      const late = { starts_at: new Date(Date.parse(ends_at) - 1_800_000).toISOString(), ends_at }
      for (const times of [early, late]) {
        const preview = await product.as(org.owner).post('/v1/bookings/preview', { resource_id: room.id, title: 'Edge', ...times })
        expect(preview.body).toMatchObject({ bookable: true })
      }
    }
  })
})
