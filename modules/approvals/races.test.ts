import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { people, quorum, role, Scene, type Booked } from './testing/scene.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['workflows'] })
})
afterAll(() => product.close())

const count = async (org: string, type: string, booking: string): Promise<number> => {
  const { rows } = await product.admin.query<{ count: string }>(`select count(*) from events where org_id = $1 and type = $2 and data ->> 'booking_id' = $3`, [org, type, booking])
  return Number(rows[0]?.count)
}
const deadlocks = async (): Promise<number> => Number((await product.admin.query<{ deadlocks: string }>(`select pg_stat_get_db_deadlocks(oid) as deadlocks from pg_database where datname = current_database()`)).rows[0]?.deadlocks)
const tally = (answers: readonly { status: number }[]): Record<number, number> => answers.reduce<Record<number, number>>((sum, { status }) => ({ ...sum, [status]: (sum[status] ?? 0) + 1 }), {})

describe('INV-11: at the same moment', () => {
  it('one of eight approvers decides a step, the others learn that it is decided', async () => {
    const scene = await Scene.in(product)
    const [mia, ...approvers] = await Promise.all(Array.from({ length: 9 }, () => scene.person('member')))
    const room = await scene.guarded(people('any', ...approvers))
    for (let round = 0; round < 5; round += 1) {
      const booking = await scene.book(mia!, room)
      const asked = await scene.request(booking)
      const answers = await Promise.all(approvers.map((person) => scene.decide(person, asked, 'approve')))
      expect(tally(answers)).toEqual({ 200: 1, 409: 7 })
      expect(new Set(answers.filter(({ status }) => status === 409).map(({ body }) => body['code']))).toEqual(new Set(['state_conflict']))
      for (const type of ['approvals.decided', 'approvals.completed', 'bookings.confirmed']) expect(await count(scene.org.id, type, booking.id)).toBe(1)
    }
  })

  it('a decision is never taken for the next step, though the same people are in it', async () => {
    const scene = await Scene.in(product)
    const [mia, ...approvers] = await Promise.all(Array.from({ length: 5 }, () => scene.person('member')))
    const asked = await scene.request(await scene.book(mia!, await scene.guarded(people('any', ...approvers), people('any', ...approvers))))
    expect(tally(await Promise.all(approvers.map((person) => scene.decide(person, asked, 'approve', { step: 1 }))))).toEqual({ 200: 1, 409: 3 })
    expect((await scene.requests({ ...(await scene.booking(asked.booking_id)) }))[0]).toMatchObject({ status: 'pending', current_step: 2 })
  })

  it('every one of a quorum counts', async () => {
    const scene = await Scene.in(product)
    const [mia, ...approvers] = await Promise.all(Array.from({ length: 6 }, () => scene.person('member')))
    const booking = await scene.book(mia!, await scene.guarded(quorum(4, ...approvers)))
    const asked = await scene.request(booking)
    expect(tally(await Promise.all(approvers.map((person) => scene.decide(person, asked, 'approve'))))).toEqual({ 200: 4, 409: 1 })
    expect(await scene.request(booking)).toMatchObject({ status: 'approved', steps: [{ approved: 4 }] })
    expect(await count(scene.org.id, 'bookings.confirmed', booking.id)).toBe(1)
  })

  it('the same person decides once, however often they press', async () => {
    const scene = await Scene.in(product)
    const [mia, ann, ben] = await Promise.all([scene.person('member'), scene.person('member'), scene.person('member')])
    const asked = await scene.request(await scene.book(mia, await scene.guarded(people('all', ann, ben))))
    expect(tally(await Promise.all(Array.from({ length: 6 }, () => scene.decide(ann, asked, 'approve'))))).toEqual({ 200: 1, 409: 5 })
  })

  it('approve and reject: one of them stands', async () => {
    const scene = await Scene.in(product)
    const [mia, ann, ben] = await Promise.all([scene.person('member'), scene.person('member'), scene.person('member')])
    const room = await scene.guarded(people('any', ann, ben))
    for (let round = 0; round < 6; round += 1) {
      const booking = await scene.book(mia, room)
      const asked = await scene.request(booking)
      const [yes, no] = await Promise.all([scene.decide(ann, asked, 'approve'), scene.decide(ben, asked, 'reject')])
      expect([yes.status, no.status].sort()).toEqual([200, 409])
      expect((await scene.booking(booking.id)).status).toBe(yes.status === 200 ? 'confirmed' : 'rejected')
      expect((await scene.request(booking)).status).toBe(yes.status === 200 ? 'approved' : 'rejected')
    }
  })

  it('approve and cancel: no decision on what is cancelled, no deadlock between the two', async () => {
    const scene = await Scene.in(product)
    const [mia, ann] = await Promise.all([scene.person('member'), scene.person('member')])
    const room = await scene.guarded(people('any', ann))
    const before = await deadlocks()
    for (let round = 0; round < 12; round += 1) {
      const booking = await scene.book(mia, room)
      const asked = await scene.request(booking)
      const cancel = () => product.as(mia).post(`/v1/bookings/${booking.id}/cancellation`, {})
      const calls = [() => scene.decide(ann, asked, 'approve'), cancel]
      const answers = await Promise.all(round % 2 ? calls.map((call) => call()) : calls.reverse().map((call) => call()))
      const [approved, cancelled] = round % 2 ? answers : answers.reverse()
      expect(cancelled?.status).toBe(200)
      expect([200, 409]).toContain(approved?.status)
      expect((await scene.booking(booking.id)).status).toBe('cancelled')
      const won = approved?.status === 200
      expect((await scene.request(booking)).status).toBe(won ? 'approved' : 'withdrawn')
      expect(await count(scene.org.id, 'bookings.confirmed', booking.id)).toBe(won ? 1 : 0)
      expect(await count(scene.org.id, 'approvals.completed', booking.id)).toBe(1)
    }
    expect(await deadlocks()).toBe(before)
  })

  it('approve and expiry: one of them stands, and an expired request is withdrawn', async () => {
    const scene = await Scene.in(product)
    const [mia, ann] = await Promise.all([scene.person('member'), scene.person('member')])
    const room = await scene.guarded(people('any', ann))
    const schedules = product.kernel.modules.flatMap((module) => module.schedules?.(product.container) ?? [])
    const expire = () => schedules.find(({ name }) => name === 'bookings.expiry')?.run()
    const seen = new Set<string>()
    const before = await deadlocks()
    for (let round = 0; round < 8; round += 1) {
      const booking = await scene.book(mia, room)
      const asked = await scene.request(booking)
      await product.admin.query(`update bookings set undecided_until = now() - interval '1 second' where org_id = $1 and id = $2`, [scene.org.id, booking.id])
      // The last round leaves no doubt about who is first.
      if (round === 7) await expire()
      const [decided] = await Promise.all([scene.decide(ann, asked, 'approve'), expire()])
      const won = decided.status === 200
      if (!won) expect(decided).toMatchObject({ status: 409, body: { code: 'state_conflict' } })
      expect((await scene.booking(booking.id)).status).toBe(won ? 'confirmed' : 'expired')
      expect((await scene.request(booking)).status).toBe(won ? 'approved' : 'withdrawn')
      expect((await count(scene.org.id, 'bookings.confirmed', booking.id)) + (await count(scene.org.id, 'bookings.expired', booking.id))).toBe(1)
      seen.add(won ? 'approved' : 'withdrawn')
    }
    expect(seen).toContain('withdrawn')
    expect(await deadlocks()).toBe(before)
  })

  it('two people decide the same requests in opposite orders', async () => {
    const scene = await Scene.in(product)
    const [mia, ann, ben] = await Promise.all([scene.person('member'), scene.person('member'), scene.person('member')])
    const room = await scene.guarded(people('any', ann, ben))
    const bookings: Booked[] = []
    for (let index = 0; index < 8; index += 1) bookings.push(await scene.book(mia, room))
    const ids = (await Promise.all(bookings.map((booking) => scene.request(booking)))).map(({ id }) => id)
    const before = await deadlocks()
    const decide = (person: typeof ann, order: readonly string[]) => product.as(person).post('/v1/approvals/decisions', { decisions: order.map((approval_id) => ({ approval_id, decision: 'approve' })) })
    const answers = await Promise.all([decide(ann, ids), decide(ben, ids.toReversed())])
    const results = answers.flatMap(({ body }) => body['results'] as unknown as { approval_id: string; approval: unknown; problem: { code: string } | null }[])
    expect(results.filter(({ approval }) => approval !== null)).toHaveLength(ids.length)
    expect(results.filter(({ problem }) => problem?.code === 'state_conflict')).toHaveLength(ids.length)
    expect(await deadlocks()).toBe(before)
  })

  it('switching off and booking leave nothing undecided behind', async () => {
    const scene = await Scene.in(product)
    const mia = await scene.person('member')
    const room = await scene.guarded(role('any', 'owner'))
    const off = (module: string, more = {}) => product.as(scene.owner).put(`/v1/organization/modules/${module}`, { enabled: false, ...more }, { 'if-match': '*' })
    const book = () => product.as(mia).post('/v1/bookings', { resource_id: room.id, title: 'Offsite', ...scene.slot() })
    const placed = Promise.all(Array.from({ length: 12 }, book))
    const [, answers] = await Promise.all([off('workflows').then(() => off('approvals', { pending: 'reject' })), placed])
    for (const { status, body } of answers) expect(status === 201 || body['code'] === 'state_conflict').toBe(true)
    const { rows } = await product.admin.query(`select b.id from bookings b where b.org_id = $1 and b.status = 'pending_approval'`, [scene.org.id])
    const { rows: modules } = await product.admin.query<{ enabled: boolean }>(`select enabled from org_modules where org_id = $1 and module = 'approvals'`, [scene.org.id])
    expect(modules).toEqual([{ enabled: false }])
    expect(rows).toEqual([])
  })
})
