import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { bookings, type Verdict } from './contract.js'
import { bookingClockToken } from './booking.clock.js'
import { assertNoOverlaps, at, bookable, type Json } from './testing/bookable.js'
import { verdictModule } from './testing/verdict-module.js'

const answering = verdictModule()
let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['bookings'], extraModules: [answering.module] })
})
afterEach(async () => {
  answering.reset()
  await assertNoOverlaps(product)
})
afterAll(() => product.close())

const rule = { id: '0197a000-0000-7000-8000-000000000001', name: 'Ask first', version: 3 }
const approve: Verdict = { outcome: 'approve', rule, steps: [{ mode: 'any', approvers: [{ kind: 'role', role: 'admin' }] }] }
const book = (org: TestOrg, resource_id: string, [from, to]: [number, number], more: Json = {}) =>
  product.as(org.owner).post('/v1/bookings', { resource_id, starts_at: at(from), ends_at: at(to), title: 'Review', ...more })
const act = (org: TestOrg, id: string, noun: string, body?: Json, headers = {}) => product.as(org.owner).post(`/v1/bookings/${id}/${noun}`, body, headers)
const typesOf = async (org: TestOrg) => (await product.admin.query<Json>(`select type from events where org_id = $1 and subject_kind = 'booking' order by xid, seq`, [org.id])).rows.map(({ type }) => type)
/** Moves a booking in time behind every rule, as the passing of time would. */
const age = (id: string, hours: number) =>
  product.admin.query(`update bookings set starts_at = starts_at - $2 * interval '1 hour', ends_at = ends_at - $2 * interval '1 hour', occupied_from = occupied_from - $2 * interval '1 hour',
    occupied_to = occupied_to - $2 * interval '1 hour', undecided_until = undecided_until - $2 * interval '1 hour' where id = $1`, [id, hours])
const clock = () => product.container.resolve(bookingClockToken)

describe('the verdict', () => {
  it('decides the status the booking is written with, and is handed on once', async () => {
    const { org, room } = await bookable(product)
    answering.verdict = approve
    const made = await book(org, room.id, [1, 2])
    expect(made.body.status).toBe('pending_approval')
    expect(answering.drafts).toMatchObject([{ starts_at: at(1), booked_for: org.owner.user_id, role: 'owner', booking_id: null, resource: { id: room.id } }])
    expect(answering.placed).toMatchObject([{ booking: { id: made.body.id }, verdict: approve, previous: null }])
    expect((await book(org, room.id, [1.5, 2.5])).body.code, 'a request occupies its time').toBe('booking_conflict')
  })

  it('can refuse before anything is written', async () => {
    const { org, room } = await bookable(product)
    answering.verdict = { outcome: 'refuse', rule, reason: 'Not on Fridays.' }
    expect((await book(org, room.id, [1, 2])).body).toMatchObject({ code: 'refused_by_rule', detail: 'Not on Fridays.', rule })
    expect(await typesOf(org)).toEqual([])
  })

  it('is not asked when a rule of the resource is broken', async () => {
    const { org, room } = await bookable(product, { max_duration_minutes: 30 })
    expect((await book(org, room.id, [1, 2])).body.code).toBe('booking_rules_violated')
    expect(answering.drafts).toEqual([])
  })
})

describe('INV-11: the port', () => {
  it('confirms or rejects what waits, once', async () => {
    const { org, room } = await bookable(product)
    answering.verdict = approve
    const [first, second] = [(await book(org, room.id, [1, 2])).body, (await book(org, room.id, [3, 4])).body]
    const port = product.container.resolve(bookings.port)
    const inside = <T>(fn: () => Promise<T>) => product.inTenant(org.id, fn)
    expect(await inside(() => port.confirm(first.id))).toMatchObject({ status: 'confirmed', version: 2 })
    expect(await inside(() => port.reject(second.id, 'Too late'))).toMatchObject({ status: 'rejected', reason: 'Too late' })
    await expect(inside(() => port.confirm(first.id))).rejects.toThrow('state_conflict')
    await expect(inside(() => port.reject(first.id, null))).rejects.toThrow('state_conflict')
    answering.verdict = undefined
    expect((await book(org, room.id, [3, 4])).status, 'a rejection frees its time').toBe(201)
    expect(await typesOf(org)).toEqual(['bookings.created', 'bookings.created', 'bookings.confirmed', 'bookings.rejected', 'bookings.created'])
  })

  it('of approving, cancelling and expiring at once exactly one happens', async () => {
    const outcomes = new Set<string>()
    for (let round = 0; round < 12; round += 1) {
      const { org, room } = await bookable(product)
      answering.verdict = approve
      const { id } = (await book(org, room.id, [1, 2])).body
      await product.admin.query(`update bookings set undecided_until = now() - interval '1 second' where id = $1`, [id])
      const port = product.container.resolve(bookings.port)
      await Promise.allSettled([product.inTenant(org.id, () => port.confirm(id)), act(org, id, 'cancellation', {}), clock().expire()])
      const types = await typesOf(org)
      const status = (await product.as(org.owner).get(`/v1/bookings/${id}`)).body.status
      // Approved first, a booking may still be cancelled; the other pairs exclude each other.
      expect([['bookings.created', 'bookings.confirmed', 'bookings.cancelled'], ['bookings.created', `bookings.${status}`]]).toContainEqual(types)
      outcomes.add(status)
    }
    for (const status of outcomes) expect(['confirmed', 'cancelled', 'expired']).toContain(status)
  })

  it('gives past bookings as drafts', async () => {
    const { org, room } = await bookable(product)
    const { id } = (await book(org, room.id, [1, 2])).body
    const drafts = await product.inTenant(org.id, () => product.container.resolve(bookings.port).pastDrafts({ from: at(0), to: at(24), limit: 10 }))
    expect(drafts).toMatchObject([{ id, status: 'confirmed', draft: { resource: { id: room.id }, role: 'owner', starts_at: at(1), booking_id: null } }])
  })
})

describe('INV-11: a hold', () => {
  it('occupies its time, asks no rule, and becomes a booking on confirmation', async () => {
    const { org, room } = await bookable(product)
    answering.verdict = approve
    const held = await book(org, room.id, [1, 2], { hold_minutes: 10 })
    expect(held.body).toMatchObject({ status: 'held' })
    expect(Date.parse(held.body.hold_expires_at) - Date.parse(held.body.created_at)).toBeGreaterThanOrEqual(599_000)
    expect(answering.drafts).toEqual([])
    expect((await book(org, room.id, [1, 2])).status).toBe(409)
    expect((await act(org, held.body.id, 'confirmation')).body).toMatchObject({ status: 'pending_approval', hold_expires_at: null, version: 2 })
    expect(answering.placed).toHaveLength(1)
    expect((await act(org, held.body.id, 'confirmation')).body).toMatchObject({ code: 'state_conflict', state: 'pending_approval' })
    expect(await typesOf(org)).toEqual(['bookings.created', 'bookings.changed'])
  })

  it('that ran out stands in nobody’s way, worker or no worker', async () => {
    const { org, room } = await bookable(product)
    const held = (await book(org, room.id, [1, 2], { hold_minutes: 1 })).body
    await product.admin.query(`update bookings set undecided_until = now() - interval '1 second' where id = $1`, [held.id])
    expect((await act(org, held.id, 'confirmation')).body.code).toBe('state_conflict')
    const range = `from=${at(0)}&to=${at(3)}`
    expect((await product.as(org.owner).get(`/v1/availability?resource_id=${room.id}&${range}`)).body.busy).toEqual([])
    const both = await Promise.all([book(org, room.id, [1, 2]), book(org, room.id, [1, 2])])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
    expect((await product.as(org.owner).get(`/v1/bookings/${held.id}`)).body.status).toBe('expired')
    expect(answering.released).toMatchObject([{ booking: { id: held.id }, reason: 'expired' }])
    expect((await typesOf(org)).sort()).toEqual(['bookings.created', 'bookings.created', 'bookings.expired'])
  })
})

describe('INV-11: the clock', () => {
  it('expires what nobody decided and completes what is over, once each', async () => {
    const { org, room } = await bookable(product)
    answering.verdict = approve
    const pending = (await book(org, room.id, [1, 2])).body
    answering.verdict = undefined
    const [over, checkedIn, ahead] = [(await book(org, room.id, [3, 4])).body, (await book(org, room.id, [5, 6])).body, (await book(org, room.id, [7, 8])).body]
    await product.admin.query(`update bookings set status = 'checked_in' where id = $1`, [checkedIn.id])
    for (const { id } of [pending, over, checkedIn]) await age(id, 48)
    for (let pass = 0; pass < 2; pass += 1) {
      await clock().expire()
      await clock().complete()
    }
    const status = async ({ id }: Json) => (await product.as(org.owner).get(`/v1/bookings/${id}`)).body.status
    expect(await Promise.all([pending, over, checkedIn, ahead].map(status))).toEqual(['expired', 'completed', 'completed', 'confirmed'])
    expect(answering.released).toMatchObject([{ booking: { id: pending.id }, reason: 'expired' }])
    expect((await typesOf(org)).filter((type: string) => type !== 'bookings.created').sort()).toEqual(['bookings.expired', 'bookings.progressed', 'bookings.progressed'])
  })
})

describe('INV-11: cancelling, checking in, missing', () => {
  it('cancels once, with a reason, and frees the time', async () => {
    const { org, room } = await bookable(product)
    const { id } = (await book(org, room.id, [1, 2])).body
    expect((await act(org, id, 'cancellation', { reason: 'Ill' }, { 'if-match': '"v7"' })).status).toBe(412)
    expect((await act(org, id, 'cancellation', { reason: 'Ill' })).body).toMatchObject({ status: 'cancelled', reason: 'Ill', version: 2 })
    expect((await act(org, id, 'cancellation', {})).body).toMatchObject({ code: 'state_conflict', state: 'cancelled' })
    expect(answering.released).toMatchObject([{ reason: 'cancelled' }])
    expect((await book(org, room.id, [1, 2])).status).toBe(201)
  })

  it('twenty cancellations at once: one succeeds', async () => {
    const { org, room } = await bookable(product)
    const { id } = (await book(org, room.id, [1, 2])).body
    const answers = await Promise.all(Array.from({ length: 20 }, () => act(org, id, 'cancellation', {})))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const { status, body } of answers) if (status !== 200) expect(body).toMatchObject({ code: 'state_conflict', state: 'cancelled' })
    expect(await typesOf(org)).toEqual(['bookings.created', 'bookings.cancelled'])
  })

  it('opens checking in a quarter of an hour before the start', async () => {
    const { org, room } = await bookable(product)
    const { id } = (await book(org, room.id, [48, 49])).body
    expect((await act(org, id, 'check-in')).body).toMatchObject({ code: 'state_conflict', opens_at: at(47.75) })
    expect((await act(org, id, 'no-show')).body.code).toBe('state_conflict')
    await product.admin.query(
      `update bookings set starts_at = s, ends_at = s + interval '1 hour', occupied_from = s, occupied_to = s + interval '1 hour' from date_trunc('milliseconds', now() + interval '10 minutes') s where id = $1`, [id])
    expect((await act(org, id, 'check-in')).body).toMatchObject({ status: 'checked_in' })
    expect((await act(org, id, 'cancellation', {})).body).toMatchObject({ code: 'state_conflict', state: 'checked_in' })
    await age(id, 2)
    expect((await act(org, id, 'no-show')).body.code).toBe('state_conflict')
    await clock().complete()
    expect((await act(org, id, 'no-show')).body).toMatchObject({ status: 'no_show' })
  })
})

it('a preview says what booking would say, and writes nothing', async () => {
  const { org, room } = await bookable(product, { max_duration_minutes: 60 })
  const preview = async (hours: [number, number]) => (await product.as(org.owner).post('/v1/bookings/preview', { resource_id: room.id, starts_at: at(hours[0]), ends_at: at(hours[1]), title: 'Review' })).body
  expect(await preview([1, 2])).toEqual({ bookable: true, status: 'confirmed', outcome: 'confirm', rule: null, steps: [], approvers: [], reason: null, violations: [], conflicts: [], next_free: [] })
  answering.verdict = approve
  expect(await preview([1, 2])).toMatchObject({ bookable: true, status: 'pending_approval', outcome: 'approve', rule, steps: approve.steps })
  answering.verdict = { outcome: 'refuse', rule, reason: 'No.' }
  expect(await preview([1, 2])).toMatchObject({ bookable: false, status: null, outcome: 'refuse', reason: 'No.' })
  answering.verdict = undefined
  expect(await preview([1, 3])).toMatchObject({ bookable: false, violations: [{ rule: 'too_long' }] })
  expect(await typesOf(org)).toEqual([])
  const { id } = (await book(org, room.id, [1, 2])).body
  expect(await preview([1.5, 2.5])).toMatchObject({ bookable: false, conflicts: [{ id }], next_free: [{ starts_at: at(2) }, { starts_at: at(3) }, { starts_at: at(4) }] })
})
