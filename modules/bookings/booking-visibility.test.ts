import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '#kernel/contract'
import { createTestApp, type TestPerson, type TestProduct } from '#config/testing/product'
import { at, bookable, newResource, type Json } from './testing/bookable.js'
import { verdictModule } from './testing/verdict-module.js'

const answering = verdictModule()
let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['bookings'], extraModules: [answering.module] })
})
afterEach(() => answering.reset())
afterAll(() => product.close())

/** One booking by an admin for a member, attended by another, in a resource with and one without titles shown. */
async function scene() {
  const { org, room } = await bookable(product)
  const open = await newResource(product, org, { name: 'Open', shows_titles: true })
  const people = Object.fromEntries(
    await Promise.all((['admin', 'member', 'attendee', 'viewer', 'colleague', 'approver'] as const).map(async (name) => [name, await org.person(name === 'attendee' || name === 'colleague' ? 'member' : (name as Role))] as const)),
  ) as Record<'admin' | 'member' | 'attendee' | 'viewer' | 'colleague' | 'approver', TestPerson>
  const book = async (resource_id: string, from: number) => {
    const wish = { resource_id, starts_at: at(from), ends_at: at(from + 1), title: 'Salaries', note: 'Secret', booked_for: people.member.user_id, attendee_ids: [people.attendee.user_id] }
    const made = await product.as(people.admin).post('/v1/bookings', wish)
    expect(made.status, made.text).toBe(201)
    return made.body
  }
  return { org, room, people, closedOne: await book(room.id, 1), openOne: await book(open.id, 1) }
}

const hidden = { title: null, note: null, busy: true, booked_by: null, booked_for: null, attendee_ids: [], reason: null }

describe('who sees what of a booking', () => {
  it('in every outlet: one, list, availability, the clash of a refusal', async () => {
    const { people, room, closedOne, openOne } = await scene()
    const whole = { title: 'Salaries', note: 'Secret', busy: false, booked_for: people.member.user_id }
    const titled = { ...hidden, title: 'Salaries', busy: false }
    const expected: Record<keyof typeof people, [Json, Json]> = {
      admin: [whole, whole], member: [whole, whole], attendee: [whole, whole], viewer: [hidden, hidden], colleague: [hidden, titled], approver: [hidden, titled],
    }
    for (const [name, person] of Object.entries(people)) {
      const [closed, open] = expected[name as keyof typeof people]
      const client = product.as(person)
      expect((await client.get(`/v1/bookings/${closedOne.id}`)).body, name).toMatchObject(closed)
      expect((await client.get(`/v1/bookings/${openOne.id}`)).body, name).toMatchObject(open)
      const { items } = (await client.get('/v1/bookings')).body
      expect(items.find(({ id }: Json) => id === closedOne.id), name).toMatchObject(closed)
      expect(items.find(({ id }: Json) => id === openOne.id), name).toMatchObject(open)
      const { busy } = (await client.get(`/v1/availability?resource_id=${room.id}&from=${at(0)}&to=${at(4)}`)).body
      expect(busy, name).toMatchObject([{ id: closedOne.id, title: closed.title, busy: closed.busy }])
      if (name === 'viewer') continue
      const refused = await client.post('/v1/bookings', { resource_id: room.id, starts_at: at(1), ends_at: at(2), title: 'Mine' })
      expect(refused.body.conflicts, name).toMatchObject([{ id: closedOne.id, title: closed.title, busy: closed.busy }])
      if (closed.busy) expect(refused.text, name).not.toMatch(/Salaries|Secret/)
    }
  })

  it('a module may vouch for somebody', async () => {
    const { people, closedOne } = await scene()
    answering.visible = [closedOne.id]
    expect((await product.as(people.approver).get(`/v1/bookings/${closedOne.id}`)).body).toMatchObject({ title: 'Salaries', note: 'Secret', busy: false })
  })

  it('filters reveal nothing of what is hidden', async () => {
    const { people, closedOne, openOne } = await scene()
    const ids = async (person: TestPerson, query: string) => (await product.as(person).get(`/v1/bookings?${query}`)).body.items.map(({ id }: Json) => id).sort()
    const both = [closedOne.id, openOne.id].sort()
    for (const query of ['q=salar', `booked_for=${people.member.user_id}`]) {
      expect(await ids(people.admin, query)).toEqual(both)
      expect(await ids(people.attendee, query)).toEqual(both)
      for (const outsider of [people.colleague, people.viewer, people.approver]) expect(await ids(outsider, query)).toEqual([])
    }
    expect(await ids(people.attendee, 'mine=true')).toEqual(both)
    expect(await ids(people.colleague, 'mine=true')).toEqual([])
  })
})

describe('who may act on a booking', () => {
  it('those whose names are on it and admins; attendees and others may not', async () => {
    const { people, closedOne } = await scene()
    const rename = (person: TestPerson) => product.as(person).patch(`/v1/bookings/${closedOne.id}`, { title: 'Renamed' }, { 'if-match': '*' })
    for (const person of [people.viewer, people.colleague, people.attendee, people.approver]) {
      expect((await rename(person)).body.code).toBe('forbidden')
      expect((await product.as(person).post(`/v1/bookings/${closedOne.id}/cancellation`, {})).body.code).toBe('forbidden')
      expect((await product.as(person).post(`/v1/bookings/${closedOne.id}/check-in`)).body.code).toBe('forbidden')
      expect((await product.as(person).post(`/v1/bookings/${closedOne.id}/no-show`)).body.code).toBe('forbidden')
    }
    expect((await rename(people.member)).status).toBe(200)
    expect((await product.as(people.admin).post(`/v1/bookings/${closedOne.id}/cancellation`, {})).status).toBe(200)
  })

  it('viewers book nothing', async () => {
    const { people, room } = await scene()
    const wish = { resource_id: room.id, starts_at: at(5), ends_at: at(6), title: 'Mine' }
    expect((await product.as(people.viewer).post('/v1/bookings', wish)).body.code).toBe('forbidden')
    expect((await product.as(people.viewer).post('/v1/bookings/preview', wish)).body.code).toBe('forbidden')
    expect((await product.as(people.colleague).post('/v1/bookings', wish)).status).toBe(201)
  })
})

describe('the list', () => {
  it('is ordered by start, filtered, and paged without loss while bookings are added', async () => {
    const { org, room } = await bookable(product)
    const me = product.as(org.owner)
    const made: Json[] = []
    for (const from of [5, 1, 3, 7, 9]) made.push((await me.post('/v1/bookings', { resource_id: room.id, starts_at: at(from), ends_at: at(from + 1), title: `From ${from}` })).body)
    const titles = async (query: string) => (await me.get(`/v1/bookings?${query}`)).body.items.map(({ title }: Json) => title)
    expect(await titles('')).toEqual(['From 1', 'From 3', 'From 5', 'From 7', 'From 9'])
    expect(await titles(`from=${at(3.5)}&to=${at(7)}`), 'touching the range is enough, its edge is not').toEqual(['From 3', 'From 5'])
    await me.post(`/v1/bookings/${made[0]!.id}/cancellation`, {})
    expect(await titles('status=cancelled')).toEqual(['From 5'])
    expect(await titles('status=cancelled&status=confirmed')).toHaveLength(5)
    const first = (await me.get('/v1/bookings?limit=2')).body
    await me.post('/v1/bookings', { resource_id: room.id, starts_at: at(0), ends_at: at(1), title: 'From 0' })
    expect((await me.get(`/v1/bookings?limit=2&mine=true&cursor=${encodeURIComponent(first.next_cursor)}`)).status, 'a cursor of another filter').toBe(422)
    const second = (await me.get(`/v1/bookings?limit=2&cursor=${encodeURIComponent(first.next_cursor)}`)).body
    const third = (await me.get(`/v1/bookings?limit=2&cursor=${encodeURIComponent(second.next_cursor)}`)).body
    expect([...first.items, ...second.items, ...third.items].map(({ title }: Json) => title)).toEqual(['From 1', 'From 3', 'From 5', 'From 7', 'From 9'])
    expect((await me.get(`/v1/bookings?from=${at(2)}&to=${at(1)}`)).body.errors[0].pointer).toBe('query/to')
  })
})
