import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { assertNoOverlaps, at, bookable, newResource, type Json } from './testing/bookable.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['bookings'] })
})
afterEach(() => assertNoOverlaps(product))
afterAll(() => product.close())

const body = (resource_id: string, [from, to]: [number, number], more: Json = {}) => ({ resource_id, starts_at: at(from), ends_at: at(to), title: 'Review', ...more })
const book = (org: TestOrg, resource_id: string, hours: [number, number], more: Json = {}) => product.as(org.owner).post('/v1/bookings', body(resource_id, hours, more))
const eventsOf = async (org: TestOrg) => (await product.admin.query<Json>(`select type, people, data from events where org_id = $1 and subject_kind = 'booking' order by xid, seq`, [org.id])).rows

/** When the clocks of Europe change next, a day from now at the earliest. @param month of the year */
function nextLastSunday(month: 3 | 10): number {
  const soon = Date.now() + 86_400_000
  const of = (year: number): number => {
    const last = new Date(Date.UTC(year, month, 0))
    return last.setUTCDate(last.getUTCDate() - last.getUTCDay())
  }
  const year = new Date(soon).getUTCFullYear()
  return of(year) > soon ? of(year) : of(year + 1)
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

describe('booking', () => {
  it('is confirmed, read back with its ETag and listed, and leaves one event', async () => {
    const { org, room } = await bookable(product)
    const made = await book(org, room.id, [1, 2], { note: 'Bring cake' })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      resource_id: room.id, unit: 1, title: 'Review', note: 'Bring cake', starts_at: at(1), ends_at: at(2), occupied_from: at(1), occupied_to: at(2), status: 'confirmed',
      busy: false, booked_by: org.owner.user_id, booked_for: org.owner.user_id, attendee_ids: [], reason: null, hold_expires_at: null, version: 1,
    })
    const read = await product.as(org.owner).get(`/v1/bookings/${made.body.id}`)
    expect(read.body).toEqual(made.body)
    expect(read.headers['etag']).toBe('"v1"')
    expect((await product.as(org.owner).get('/v1/bookings')).body.items).toEqual([made.body])
    expect(await eventsOf(org)).toMatchObject([{ type: 'bookings.created', people: [org.owner.user_id], data: { booking_id: made.body.id, booking: made.body } }])
  })

  it('takes times with any offset and answers in UTC', async () => {
    const { org, room } = await bookable(product)
    const local = (hours: number) => at(hours + 2).replace('Z', '+02:00')
    const made = await book(org, room.id, [0, 1], { starts_at: local(3), ends_at: local(4) })
    expect(made.body).toMatchObject({ starts_at: at(3), ends_at: at(4) })
  })

  it('touching bookings both stand; buffers keep others away', async () => {
    const { org, room } = await bookable(product)
    expect((await book(org, room.id, [1, 2])).status).toBe(201)
    expect((await book(org, room.id, [2, 3])).status).toBe(201)
    const buffered = await newResource(product, org, { buffer_before_minutes: 15, buffer_after_minutes: 30 })
    expect((await book(org, buffered.id, [2, 3])).body).toMatchObject({ occupied_from: at(1.75), occupied_to: at(3.5) })
    expect((await book(org, buffered.id, [3.5, 4])).status, 'the second’s own buffer reaches into the first’s').toBe(409)
    expect((await book(org, buffered.id, [3.75, 4])).status).toBe(201)
    expect((await book(org, buffered.id, [1, 1.5])).status).toBe(409)
    expect((await book(org, buffered.id, [1, 1.25])).status).toBe(201)
  })

  it('of units takes the lowest that is free', async () => {
    const { org, room } = await bookable(product, { units: 3 })
    const unit = async (hours: [number, number]) => (await book(org, room.id, hours)).body.unit
    expect(await unit([1, 3])).toBe(1)
    expect(await unit([2, 4])).toBe(2)
    expect(await unit([3, 5])).toBe(1)
    expect(await unit([2, 5])).toBe(3)
    expect((await book(org, room.id, [2.5, 2.75])).body.code).toBe('booking_conflict')
  })

  it('on a taken time is refused, naming what is in the way and the next three free times', async () => {
    const { org, room } = await bookable(product)
    const first = (await book(org, room.id, [1, 2.5], { title: 'Board' })).body
    await book(org, room.id, [3.5, 4])
    const refused = await book(org, room.id, [1.5, 2.5])
    expect(refused.body).toMatchObject({
      code: 'booking_conflict',
      conflicts: [{ id: first.id, title: 'Board', busy: false, starts_at: at(1), ends_at: at(2.5) }],
      next_free: [{ starts_at: at(2.5), ends_at: at(3.5) }, { starts_at: at(4), ends_at: at(5) }, { starts_at: at(5), ends_at: at(6) }],
    })
    for (const { starts_at, ends_at } of refused.body.next_free) expect((await book(org, room.id, [0, 0], { starts_at, ends_at })).status).toBe(201)
  })

  it('is repeated byte for byte under its Idempotency-Key, refusals too', async () => {
    const { org, room } = await bookable(product)
    const post = (hours: [number, number], key: string) => product.as(org.owner).post('/v1/bookings', body(room.id, hours), { 'idempotency-key': key })
    const [made, again] = [await post([1, 2], 'one'), await post([1, 2], 'one')]
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect([again.status, again.text, again.headers['etag'], again.headers['location']]).toEqual([201, made.text, made.headers['etag'], made.headers['location']])
    const [refused, refusedAgain] = [await post([1, 2], 'two'), await post([1, 2], 'two')]
    expect([refused.status, refusedAgain.text]).toEqual([409, refused.text])
    expect((await post([1, 3], 'one')).body.code).toBe('idempotency_key_reused')
    expect(await eventsOf(org)).toHaveLength(1)
  })
})

describe('what is no booking is refused, naming the field', () => {
  it.each([
    [{ ends_at: at(1) }, '/ends_at'],
    [{ ends_at: at(0.5) }, '/ends_at'],
    [{ ends_at: null }, '/ends_at'],
    [{ starts_at: undefined }, '/starts_at'],
    ...['infinity', '-infinity', 'now', 'tomorrow', 'epoch', '0000-01-01T00:00:00Z', '9999-12-31T00:00:00Z', '+275760-09-13T00:00:00Z', '294277-01-01T00:00:00Z', '2027-02-30T10:00:00Z',
      '2027-03-01T24:00:00Z', '2027-03-01T10:00:60Z', '2027-03-01T10:00:00', '2027-03-01T10:00:00.9999999Z', '2027-03-01 10:00:00Z'].map((starts_at) => [{ starts_at }, '/starts_at'] as const),
    [{ title: '' }, '/title'],
    [{ title: 'a\0b' }, '/title'],
    [{ title: '\ud800' }, '/title'],
    [{ org_id: randomUUID() }, '/org_id'],
    [{ status: 'confirmed' }, '/status'],
    [{ unit: 1 }, '/unit'],
    [{ booked_for: randomUUID() }, '/booked_for'],
    [{ attendee_ids: [randomUUID()] }, '/attendee_ids'],
    [{ hold_minutes: 61 }, '/hold_minutes'],
  ] as const)('%j at %s', async (fault, pointer) => {
    const { org, room } = await bookable(product)
    const answer = await book(org, room.id, [1, 2], fault)
    expect(answer.body).toMatchObject({ code: 'validation_failed' })
    expect(answer.body.errors.map((error: Json) => error.pointer)).toContain(pointer)
    expect((await product.admin.query('select from bookings where org_id = $1', [org.id])).rowCount).toBe(0)
  })

  it('an id twice, spelled differently, is one attendee', async () => {
    const { org, room } = await bookable(product)
    const id = org.owner.user_id
    expect((await book(org, room.id, [1, 2], { attendee_ids: [id, id.toUpperCase()] })).body.attendee_ids).toEqual([id])
  })
})

describe('rules of the resource', () => {
  const rules = (answer: Json) => answer.body.violations.map(({ rule }: Json) => rule)

  it('are all named when all are broken', async () => {
    const closed = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
    const { org, room } = await bookable(product, { min_duration_minutes: 60, max_duration_minutes: 120, min_notice_minutes: 100_000, horizon_days: 1, seats: 1, opening_hours: closed })
    await product.as(org.owner).post(`/v1/resources/${room.id}/archival`)
    const mia = await org.person('member')
    const short = await book(org, room.id, [30, 30.5], { attendee_ids: [mia.user_id] })
    expect(short.body.code).toBe('booking_rules_violated')
    expect(rules(short)).toEqual(['archived', 'too_short', 'notice', 'horizon', 'closed', 'seats'])
    for (const { detail } of short.body.violations) expect(detail.length).toBeGreaterThan(20)
    expect(rules(await book(org, room.id, [30, 40]))).toEqual(['archived', 'too_long', 'notice', 'horizon', 'closed'])
  })

  it('refuse a hundred years at once, and more than a day in the past', async () => {
    const { org, room } = await bookable(product)
    const before = process.cpuUsage()
    const century = await book(org, room.id, [0, 100 * 365.25 * 24])
    expect(rules(century)).toEqual(['too_long', 'horizon'])
    // What it cost, not how long it waited for a busy machine.
    expect(process.cpuUsage(before).user).toBeLessThan(500_000)
    expect(rules(await book(org, room.id, [-49, -48]))).toEqual(['in_the_past'])
    expect((await book(org, room.id, [-23, -22.5])).status).toBe(201)
  })

  it('judge opening hours on the wall clock of the resource, over a change of clocks too', async () => {
    const hours = [{ from: '01:00', to: '04:00' }]
    const week = { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: hours, sun: hours }
    const { org, room } = await bookable(product, { timezone: 'Europe/Berlin', opening_hours: week, horizon_days: 730 })
    const night = (day: string, from: string, to: string) => book(org, room.id, [0, 0], { starts_at: `${day}T${from}`, ends_at: `${day}T${to}` })
    const [spring, autumn] = [nextLastSunday(3), nextLastSunday(10)]
    expect((await night(dayOf(spring), '01:30:00+01:00', '03:30:00+02:00')).body, 'one hour of two on the clock').toMatchObject({ status: 'confirmed' })
    expect((await night(dayOf(autumn), '01:00:00+02:00', '04:00:00+01:00')).body, 'four hours of three on the clock').toMatchObject({ status: 'confirmed' })
    expect(rules(await night(dayOf(autumn - 86_400_000), '01:00:00+02:00', '04:30:00+02:00'))).toEqual(['closed'])
  })

  it('lowering units and archiving are refused with the list of bookings that need them', async () => {
    const { org, room } = await bookable(product, { units: 2 })
    await book(org, room.id, [1, 2])
    const second = (await book(org, room.id, [1, 2])).body
    const lower = () => product.as(org.owner).patch(`/v1/resources/${room.id}`, { units: 1 }, { 'if-match': '*' })
    expect((await lower()).body).toMatchObject({ code: 'state_conflict', bookings: [{ id: second.id, unit: 2, starts_at: at(1), ends_at: at(2) }] })
    expect((await product.as(org.owner).post(`/v1/resources/${room.id}/archival`)).body.bookings).toHaveLength(2)
    await product.as(org.owner).post(`/v1/bookings/${second.id}/cancellation`, {})
    expect((await lower()).body).toMatchObject({ units: 1 })
  })
})

it('on behalf of others is for admins, and for active members', async () => {
  const { org, room } = await bookable(product)
  const [mia, ann] = [await org.person('member'), await org.person('admin')]
  expect((await product.as(mia).post('/v1/bookings', body(room.id, [1, 2], { booked_for: ann.user_id }))).body.code).toBe('forbidden')
  const made = await product.as(ann).post('/v1/bookings', body(room.id, [1, 2], { booked_for: mia.user_id }))
  expect(made.body).toMatchObject({ booked_by: ann.user_id, booked_for: mia.user_id })
  await product.admin.query(`update memberships set status = 'deactivated' where org_id = $1 and user_id = $2`, [org.id, mia.user_id])
  const refused = await product.as(ann).post('/v1/bookings', body(room.id, [3, 4], { booked_for: mia.user_id }))
  expect(refused.body).toMatchObject({ code: 'validation_failed', errors: [{ pointer: '/booked_for' }] })
})

it('ids of another organisation are like ids of nobody', async () => {
  const { org, room } = await bookable(product)
  const theirs = await bookable(product)
  const foreign = (await book(theirs.org, theirs.room.id, [1, 2])).body
  const me = product.as(org.owner)
  const attempts: [(id: string) => Promise<Json>, string][] = [
    [(id) => me.get(`/v1/bookings/${id}`), foreign.id],
    [(id) => me.patch(`/v1/bookings/${id}`, { title: 'Mine' }, { 'if-match': '*' }), foreign.id],
    [(id) => me.post(`/v1/bookings/${id}/cancellation`, {}), foreign.id],
    [(id) => me.post(`/v1/bookings/${id}/check-in`), foreign.id],
    [(id) => me.post(`/v1/bookings/${id}/confirmation`), foreign.id],
    [(id) => me.post(`/v1/bookings/${id}/no-show`), foreign.id],
    [(id) => me.post('/v1/bookings', body(id, [5, 6])), theirs.room.id],
    [(id) => me.post('/v1/bookings/preview', body(id, [5, 6])), theirs.room.id],
    [(id) => me.post('/v1/bookings', body(room.id, [5, 6], { booked_for: id })), theirs.org.owner.user_id],
    [(id) => me.post('/v1/bookings', body(room.id, [5, 6], { attendee_ids: [id] })), theirs.org.owner.user_id],
    [(id) => me.get(`/v1/availability?resource_id=${id}&from=${at(0)}&to=${at(24)}`), theirs.room.id],
    [(id) => me.get(`/v1/bookings?resource_id=${id}`), theirs.room.id],
  ]
  const told = ({ status, text }: Json, id: string) => [status, text.replaceAll(id, 'ID').replaceAll(/"requestId":"[^"]+"/g, '')]
  for (const [attempt, id] of attempts) {
    const random = randomUUID()
    expect(told(await attempt(id), id)).toEqual(told(await attempt(random), random))
  }
  expect((await eventsOf(theirs.org)).map(({ type }) => type)).toEqual(['bookings.created'])
})
