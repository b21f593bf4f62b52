import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestPerson, type TestProduct } from '#config/testing/product'
import { at, bookable, newResource, type Json } from '../testing/bookable.js'
import { timelineServiceToken } from './timeline.service.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['bookings'] })
})
afterAll(() => product.close())

const slot = (from: number, to: number) => ({ starts_at: at(from), ends_at: at(to) })
const book = async (person: TestPerson, resource_id: string, from: number, to: number): Promise<Json> => {
  const answer = await product.as(person).post('/v1/bookings', { resource_id, ...slot(from, to), title: 'Review' })
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}
const read = (person: TestPerson, from: number, to: number, ...ids: string[]) =>
  product.as(person).get(`/v1/availability/timelines?${new URLSearchParams([...ids.map((id): [string, string] => ['resource_id', id]), ['from', at(from)], ['to', at(to)]])}`)

async function two(): Promise<{ org: TestOrg; room: Json; desk: Json }> {
  const { org, room } = await bookable(product, { timezone: 'UTC', buffer_after_minutes: 30 })
  return { org, room, desk: await newResource(product, org, { timezone: 'UTC' }) }
}

describe('the timelines of several resources', () => {
  it('stand in the order asked for, with opening hours, buffers and what was booked', async () => {
    const { org, room, desk } = await two()
    const first = await book(org.owner, room.id, 2, 3)
    const gone = await book(org.owner, room.id, 5, 6)
    await product.as(org.owner).post(`/v1/bookings/${gone.id}/cancellation`, {})
    const { body } = await read(org.owner, 1, 8, desk.id, room.id.toUpperCase(), desk.id)
    expect(body.people).toEqual([{ id: org.owner.user_id, name: org.owner.name }])
    expect(body.items).toMatchObject([
      { resource_id: desk.id, open: [slot(1, 8)], bookings: [] },
      { resource_id: room.id, open: [slot(1, 8)], bookings: [{ id: first.id, ...slot(2, 3), occupied_to: at(3.5), status: 'confirmed', booked_by: org.owner.user_id, version: 1 }] },
    ])
  })

  it('hold what reaches into the range from outside, by its buffer too, and nothing that only touches it', async () => {
    const { org, room } = await two()
    const { id } = await book(org.owner, room.id, 2, 4)
    const ids = async (from: number, to: number) => (await read(org.owner, from, to, room.id)).body.items[0].bookings.map((booking: Json) => booking.id)
    for (const [from, to] of [[3, 3.25], [1, 2.1], [4.25, 6]] as const) expect(await ids(from, to)).toEqual([id])
    for (const [from, to] of [[1, 2], [4.5, 6]] as const) expect(await ids(from, to)).toEqual([])
  })

  it('show of others what the caller may see', async () => {
    const { org, room } = await two()
    await book(org.owner, room.id, 2, 3)
    const member = await org.person('member')
    const { body } = await read(member, 1, 8, room.id)
    expect(body.items[0].bookings).toMatchObject([{ busy: true, title: null, booked_by: null, booked_for: null }])
    expect(body.people).toEqual([])
    const mine = await book(member, room.id, 4, 5)
    expect((await read(member, 1, 8, room.id)).body).toMatchObject({ items: [{ bookings: [{ busy: true }, { id: mine.id }] }], people: [{ id: member.user_id }] })
    const key = await product.as(org.owner).post('/v1/auth/api-keys', { name: 'Display', scopes: ['bookings:read'] })
    const display = await product.anonymous.get(`/v1/availability/timelines?${new URLSearchParams([['resource_id', room.id], ['from', at(1)], ['to', at(8)]])}`, { authorization: `Bearer ${key.body.key}` })
    expect(display.body).toMatchObject({ items: [{ bookings: [{}, { id: mine.id }] }], people: [] })
  })

  it("leave out another organisation's and unknown resources", async () => {
    const [mine, theirs] = [await two(), await two()]
    await book(theirs.org.owner, theirs.room.id, 2, 3)
    const { body } = await read(mine.org.owner, 1, 8, theirs.room.id, mine.desk.id)
    expect(body.items).toMatchObject([{ resource_id: mine.desk.id }])
  })

  it('refuse no resource, too many, an empty range and more bookings than can be drawn', async () => {
    const { org, room } = await two()
    expect((await read(org.owner, 1, 8)).body.code).toBe('validation_failed')
    expect((await read(org.owner, 1, 8, ...Array.from({ length: 51 }, () => room.id))).body.code).toBe('validation_failed')
    expect((await read(org.owner, 8, 8, room.id)).body.errors).toMatchObject([{ pointer: 'query/to' }])
    await book(org.owner, room.id, 2, 3)
    await book(org.owner, room.id, 4, 5)
    const few = product.inTenant(org.id, () => product.container.resolve(timelineServiceToken).read({ resource_id: [room.id], from: at(1), to: at(8) }, 1))
    await expect(few).rejects.toMatchObject({ type: { status: 422 } })
  })
})
