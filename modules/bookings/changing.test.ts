import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { eventually } from '#kernel/testing/fresh-kernel'
import { bookingRepositoryToken } from './booking.repository.js'
import type { Verdict } from './contract.js'
import { assertNoOverlaps, at, bookable, newResource, tally, type Json } from './testing/bookable.js'
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

const approve: Verdict = { outcome: 'approve', rule: { id: '0197a000-0000-7000-8000-000000000001', name: 'Ask', version: 1 }, steps: [{ mode: 'any', approvers: [{ kind: 'role', role: 'admin' }] }] }
const book = async (org: TestOrg, resource_id: string, [from, to]: [number, number], more: Json = {}) => {
  const made = await product.as(org.owner).post('/v1/bookings', { resource_id, starts_at: at(from), ends_at: at(to), title: 'Review', ...more })
  expect(made.status, made.text).toBe(201)
  return made.body
}
const change = (org: TestOrg, id: string, body: Json, match = '*') => product.as(org.owner).patch(`/v1/bookings/${id}`, body, { 'if-match': match })
const hours = (from: number, to: number) => ({ starts_at: at(from), ends_at: at(to) })
const changedEvents = async (org: TestOrg) => (await product.admin.query<Json>(`select data from events where org_id = $1 and type = 'bookings.changed' order by xid, seq`, [org.id])).rows.map(({ data }) => data)

describe('more people', () => {
  it('are refused when they do not fit, although nothing moves', async () => {
    const { org, room } = await bookable(product, { seats: 2 })
    const [mia, tom] = await Promise.all([org.person('member'), org.person('member')])
    const { id } = await book(org, room.id, [1, 2], { attendee_ids: [mia.user_id] })
    const refused = await change(org, id, { attendee_ids: [mia.user_id, tom.user_id] })
    expect([refused.status, refused.body.violations?.map(({ rule }: Json) => rule)]).toEqual([422, ['seats']])
    expect((await change(org, id, { attendee_ids: [tom.user_id] })).body.attendee_ids).toEqual([tom.user_id])
  })

  it('are asked about again; fewer are not', async () => {
    const { org, room } = await bookable(product)
    const [mia, tom] = await Promise.all([org.person('member'), org.person('member')])
    const { id } = await book(org, room.id, [1, 2], { attendee_ids: [mia.user_id] })
    answering.verdict = approve
    expect((await change(org, id, { attendee_ids: [] })).body.status).toBe('confirmed')
    expect((await change(org, id, { attendee_ids: [mia.user_id, tom.user_id] })).body.status).toBe('pending_approval')
  })
})

describe('a move', () => {
  it('keeps id and history, shifts what is occupied, and frees the old time', async () => {
    const { org, room } = await bookable(product, { buffer_after_minutes: 30 })
    const before = await book(org, room.id, [1, 2])
    const moved = await change(org, before.id, hours(3, 4.5), '"v1"')
    expect(moved.body).toEqual({ ...before, ...hours(3, 4.5), occupied_from: at(3), occupied_to: at(5), version: 2, updated_at: moved.body.updated_at })
    expect(moved.headers['etag']).toBe('"v2"')
    await book(org, room.id, [1, 2])
    expect(await changedEvents(org)).toMatchObject([{ booking_id: before.id, previous: { ...hours(1, 2), status: 'confirmed' } }])
  })

  it('may overlap its own old time, and takes another unit only when its own is taken', async () => {
    const { org, room } = await bookable(product, { units: 2 })
    const [first, second] = [await book(org, room.id, [1, 3]), await book(org, room.id, [1, 3])]
    expect((await change(org, second.id, hours(2, 4))).body.unit).toBe(2)
    await book(org, room.id, [3, 5])
    expect((await change(org, first.id, hours(2, 3.5))).body.code, 'unit 1 is taken from 3, unit 2 until 4').toBe('booking_conflict')
    expect((await change(org, second.id, hours(5, 6))).body.unit).toBe(2)
    expect((await change(org, first.id, hours(2, 3.5))).body.unit).toBe(2)
  })

  it('to another resource obeys that one’s rules', async () => {
    const { org, room } = await bookable(product)
    const other = await newResource(product, org, { name: 'Small', max_duration_minutes: 60, buffer_before_minutes: 10, timezone: 'Asia/Tokyo' })
    const { id } = await book(org, room.id, [1, 3])
    expect((await change(org, id, { resource_id: other.id })).body).toMatchObject({ code: 'booking_rules_violated', violations: [{ rule: 'too_long' }] })
    expect((await change(org, id, { resource_id: other.id, ends_at: at(2) })).body).toMatchObject({ resource_id: other.id, occupied_from: at(1 - 1 / 6), ...hours(1, 2) })
  })

  it('onto a taken time is refused and changes nothing', async () => {
    const { org, room } = await bookable(product)
    const before = await book(org, room.id, [1, 2])
    const taken = await book(org, room.id, [2, 3])
    const refused = await change(org, before.id, hours(1.5, 2.5))
    expect(refused.body).toMatchObject({ code: 'booking_conflict', conflicts: [{ id: taken.id }], next_free: [{ starts_at: at(3) }, { starts_at: at(4) }, { starts_at: at(5) }] })
    expect((await product.as(org.owner).get(`/v1/bookings/${before.id}`)).body).toEqual(before)
  })

  it('needs the version that was read', async () => {
    const { org, room } = await bookable(product)
    const { id } = await book(org, room.id, [1, 2])
    expect((await product.as(org.owner).patch(`/v1/bookings/${id}`, { title: 'X' })).status).toBe(428)
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => change(org, id, hours(2 + index, 3 + index), '"v1"')))
    expect(tally(answers)).toEqual({ 200: 1, 412: 9 })
    expect((await product.as(org.owner).get(`/v1/bookings/${id}`)).body.version).toBe(2)
  })

  it('whichever version there is: nobody who says so loses to another', async () => {
    const { org, room } = await bookable(product)
    const { id } = await book(org, room.id, [1, 2])
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => change(org, id, index % 2 === 0 ? hours(2 + index, 3 + index) : { title: `Title ${index}` })))
    expect(tally(answers)).toEqual({ 200: 20 })
    expect((await product.as(org.owner).get(`/v1/bookings/${id}`)).body.version).toBe(21)
  })

  it('of twenty onto one time: one arrives', async () => {
    const { org, room } = await bookable(product)
    const mine = []
    for (let hour = 0; hour < 20; hour += 1) mine.push(await book(org, room.id, [hour, hour + 1]))
    const answers = await Promise.all(mine.map(({ id }) => change(org, id, hours(21, 22))))
    expect(tally(answers)).toEqual({ 200: 1, 409: 19 })
  })

  it('asks the rules again, and hands the verdict on with what was before', async () => {
    const { org, room } = await bookable(product)
    const before = await book(org, room.id, [1, 2])
    answering.reset()
    answering.verdict = approve
    const moved = (await change(org, before.id, hours(3, 4))).body
    expect(moved.status).toBe('pending_approval')
    expect(answering.drafts).toMatchObject([{ booking_id: before.id, ...hours(3, 4) }])
    expect(answering.placed).toMatchObject([{ booking: { id: before.id, version: 2 }, verdict: approve, previous: { version: 1, status: 'confirmed' } }])
    answering.verdict = { outcome: 'refuse', rule: approve.rule, reason: 'No.' }
    expect((await change(org, before.id, hours(5, 6))).body.code).toBe('refused_by_rule')
    answering.verdict = undefined
    expect((await change(org, before.id, hours(5, 6))).body.status).toBe('confirmed')
  })

  it('of a hold asks no rule and keeps its end', async () => {
    const { org, room } = await bookable(product)
    const held = await book(org, room.id, [1, 2], { hold_minutes: 30 })
    answering.verdict = approve
    expect((await change(org, held.id, hours(3, 4))).body).toMatchObject({ status: 'held', hold_expires_at: held.hold_expires_at })
    expect([answering.drafts, answering.placed]).toEqual([[], []])
  })

  it('lets a booking under way end earlier, whatever its start', async () => {
    const { org, room } = await bookable(product)
    const { id } = await book(org, room.id, [1, 3])
    await product.admin.query(
      `update bookings set starts_at = s, occupied_from = s, ends_at = s + interval '3 hours', occupied_to = s + interval '3 hours' from date_trunc('milliseconds', now() - interval '1 hour') s where id = $1`, [id])
    await product.as(org.owner).patch(`/v1/resources/${room.id}`, { min_notice_minutes: 600 }, { 'if-match': '*' })
    const { starts_at } = (await product.as(org.owner).get(`/v1/bookings/${id}`)).body
    const after = (minutes: number) => new Date(Date.parse(starts_at) + minutes * 60_000).toISOString()
    expect((await change(org, id, { ends_at: after(120) })).body).toMatchObject({ starts_at, ends_at: after(120) })
    expect((await change(org, id, { starts_at: after(-10) })).body).toMatchObject({ violations: [{ rule: 'notice' }] })
  })
})

describe('INV-2: movers of one resource', () => {
  it.each(['from', 'to'] as const)('wait for each other, whether they move %s it; bookings do not wait', async (side) => {
    const { org, room } = await bookable(product)
    const other = await newResource(product, org, { name: 'Other' })
    const { id } = await book(org, room.id, [1, 2])
    const repository = product.container.resolve(bookingRepositoryToken)
    const waiting = async () => (await product.admin.query(`select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`)).rowCount
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const locked = Promise.withResolvers<void>()
    const holder = product.inTenant(org.id, async () => {
      await repository.lockResources([side === 'from' ? room.id : other.id])
      locked.resolve()
      await released
    })
    await locked.promise
    await book(org, side === 'from' ? room.id : other.id, [5, 6])
    const move = change(org, id, { resource_id: other.id })
    await eventually(waiting, (count) => count === 1)
    release()
    await holder
    expect((await move).body).toMatchObject({ resource_id: other.id, version: 2 })
  })
})

describe('details', () => {
  it('change without asking anybody, in one event that tells no text', async () => {
    const { org, room } = await bookable(product)
    const mia = await org.person('member')
    const { id } = await book(org, room.id, [1, 2], { note: 'Old', attendee_ids: [org.owner.user_id] })
    answering.reset()
    const changed = (await change(org, id, { title: 'Other', note: '', attendee_ids: [mia.user_id] })).body
    expect(changed).toMatchObject({ title: 'Other', note: null, attendee_ids: [mia.user_id], version: 2 })
    expect([answering.drafts, answering.placed]).toEqual([[], []])
    expect(await changedEvents(org)).toHaveLength(1)
    expect((await change(org, id, { attendee_ids: [] })).body.attendee_ids).toEqual([])
  })

  it('that are the same already leave no trace', async () => {
    const { org, room } = await bookable(product)
    const { id } = await book(org, room.id, [1, 2])
    expect((await change(org, id, { title: 'Review', ...hours(1, 2) })).body.version).toBe(1)
    expect(await changedEvents(org)).toEqual([])
  })

  it('and a move in one request are one version and one event', async () => {
    const { org, room } = await bookable(product)
    const { id } = await book(org, room.id, [1, 2])
    expect((await change(org, id, { title: 'Both', ...hours(3, 4) })).body).toMatchObject({ title: 'Both', ...hours(3, 4), version: 2 })
    expect(await changedEvents(org)).toMatchObject([{ booking: { title: 'Both', version: 2 } }])
  })

  it('of a booking that is gone do not change', async () => {
    const { org, room } = await bookable(product)
    const { id } = await book(org, room.id, [1, 2])
    await product.as(org.owner).post(`/v1/bookings/${id}/cancellation`, {})
    for (const body of [{ title: 'Late' }, hours(3, 4)]) expect((await change(org, id, body)).body).toMatchObject({ code: 'state_conflict', state: 'cancelled' })
  })

  it.each([[{ ends_at: at(0) }, '/ends_at'], [{}, '/'], [{ status: 'confirmed' }, '/status'], [{ booked_for: at(0) }, '/booked_for']])('%j is refused at %s', async (body, pointer) => {
    const { org, room } = await bookable(product)
    const { id } = await book(org, room.id, [1, 2])
    expect((await change(org, id, body)).body.errors.map((error: Json) => error.pointer)).toContain(pointer)
  })
})
