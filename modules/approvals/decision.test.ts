import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestPerson, type TestProduct } from '#config/testing/product'
import { owners, people, quorum, role, Scene } from './testing/scene.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['workflows'] })
})
afterAll(() => product.close())

/** Which facts were recorded, each as often as it was. */
const eventsOf = async (org: string, approval: string, booking: string): Promise<string[]> =>
  (await product.admin.query<{ type: string }>(`select type from events where org_id = $1 and subject_id = any ($2) `, [org, [approval, booking]])).rows.map(({ type }) => type).sort()

describe('a chain of steps', () => {
  it('is decided in order, each step by those it names, and confirms the booking with its last', async () => {
    const scene = await Scene.in(product)
    const [mia, ann, ben, cem] = await Promise.all([scene.person('member'), scene.person('member'), scene.person('member'), scene.person('approver')])
    const room = await scene.guarded(people('any', ann, ben), quorum(2, ann, ben, cem), role('any', 'owner'))
    const booking = await scene.book(mia, room)
    expect(booking.status).toBe('pending_approval')
    const asked = await scene.request(booking)
    expect(asked).toMatchObject({ status: 'pending', current_step: 1, requested_by: mia.user_id, requested_for: mia.user_id, rule: { name: 'Ask first', version: 1 }, resource_id: room.id, starts_at: booking.starts_at, may_decide: false })
    expect(asked.steps.map(({ status, needed }) => [status, needed])).toEqual([['open', 1], ['waiting', 2], ['waiting', 1]])

    expect((await scene.decide(cem, asked, 'approve')).body).toMatchObject({ code: 'state_conflict' })
    expect((await scene.decide(ann, asked, 'approve', { comment: 'Fine.' })).body).toMatchObject({ status: 'pending', current_step: 2, may_decide: true, version: 2 })
    expect((await scene.decide(ann, asked, 'approve')).status).toBe(200)
    expect((await scene.decide(ann, asked, 'approve')).body).toMatchObject({ code: 'state_conflict' })
    expect((await scene.booking(booking.id)).status).toBe('pending_approval')
    expect((await scene.decide(cem, asked, 'approve')).body).toMatchObject({ current_step: 3 })
    const last = await scene.decide(scene.owner, asked, 'approve')
    expect(last.body).toMatchObject({ status: 'approved', current_step: null, version: 5 })
    expect(last.headers['etag']).toBe('"v5"')
    expect((await scene.booking(booking.id)).status).toBe('confirmed')

    const done = await scene.request(booking, mia)
    expect(done.steps.map(({ status, approved }) => [status, approved])).toEqual([['approved', 1], ['approved', 2], ['approved', 1]])
    expect(done.steps[0]?.decisions).toMatchObject([{ user_id: ann.user_id, decision: 'approve', comment: 'Fine.' }])
    expect(await eventsOf(scene.org.id, asked.id, booking.id)).toEqual([
      'bookings.created', 'approvals.requested', 'approvals.decided', 'approvals.requested', 'approvals.decided', 'approvals.decided', 'approvals.requested', 'approvals.decided', 'bookings.confirmed', 'approvals.completed',
    ].sort())
  })

  it('asks all of a step, and the owners of the resource', async () => {
    const scene = await Scene.in(product)
    const [mia, ann, ben] = await Promise.all([scene.person('member'), scene.person('member'), scene.person('member')])
    const room = await scene.room([ben.user_id])
    await scene.rule(room, [people('all', ann, ben), owners])
    const booking = await scene.book(mia, room)
    const asked = await scene.request(booking)
    expect((await scene.decide(ben, asked, 'approve')).body).toMatchObject({ current_step: 1 })
    expect((await scene.decide(ann, asked, 'approve')).body).toMatchObject({ current_step: 2 })
    expect((await scene.decide(ann, asked, 'approve')).body).toMatchObject({ code: 'state_conflict' })
    expect((await scene.decide(ben, asked, 'approve')).body).toMatchObject({ status: 'approved' })
  })

  it('ends with the first reject, whose reason the requester reads, and frees the time', async () => {
    const scene = await Scene.in(product)
    const [mia, ann, ben] = await Promise.all([scene.person('member'), scene.person('member'), scene.person('member')])
    const room = await scene.guarded(people('all', ann, ben), role('any', 'owner'))
    const booking = await scene.book(mia, room)
    const asked = await scene.request(booking)
    for (const comment of [undefined, '', '  ']) {
      const refused = await scene.decide(ann, asked, 'reject', { comment })
      expect(refused).toMatchObject({ status: 422, body: { code: 'validation_failed', errors: [{ pointer: '/comment' }] } })
    }
    expect((await scene.decide(ann, asked, 'approve')).status).toBe(200)
    expect((await scene.decide(ben, asked, 'reject', { comment: 'The room is being painted.' })).body).toMatchObject({ status: 'rejected', current_step: null })
    expect(await scene.booking(booking.id, mia)).toMatchObject({ status: 'rejected', reason: 'The room is being painted.' })
    const done = await scene.request(booking, mia)
    expect(done.steps.map(({ status }) => status)).toEqual(['rejected', 'skipped'])
    expect(done.steps[0]?.decisions.at(-1)?.comment).toBe('The room is being painted.')
    expect((await scene.book(ben, room, { starts_at: booking.starts_at, ends_at: booking.ends_at })).status).toBe('pending_approval')
    expect((await scene.decide(ann, asked, 'approve')).body).toMatchObject({ code: 'state_conflict' })
  })

  it('takes a decision only for the step it is meant for', async () => {
    const scene = await Scene.in(product)
    const [mia, ann, ben] = await Promise.all([scene.person('member'), scene.person('member'), scene.person('member')])
    const room = await scene.guarded(people('any', ann, ben), people('any', ben))
    const asked = await scene.request(await scene.book(mia, room))
    expect((await scene.decide(ben, asked, 'approve', { step: 2 })).status).toBe(409)
    expect((await scene.decide(ann, asked, 'approve', { step: 1 })).status).toBe(200)
    expect((await scene.decide(ben, asked, 'approve', { step: 1 })).body).toMatchObject({ code: 'state_conflict' })
    expect((await scene.decide(ben, asked, 'approve', { step: 2 })).body).toMatchObject({ status: 'approved' })
  })
})

describe('INV-10: nobody decides for themselves', () => {
  it.each(['member', 'approver', 'admin', 'owner'] as const)('not as %s, neither on what they asked for nor on what they get', async (which) => {
    const scene = await Scene.in(product)
    const [self, admin, other] = await Promise.all([scene.person(which), scene.person('admin'), scene.person('member')])
    const room = await scene.guarded(role('any', 'member'))
    const own = await scene.request(await scene.book(self, room))
    expect(own.steps[0]?.approver_ids).not.toContain(self.user_id)
    expect((await scene.request({ ...(await scene.booking(own.booking_id)) }, self)).may_decide).toBe(false)
    for (const decision of ['approve', 'reject'] as const) expect(await scene.decide(self, own, decision)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    const behalf = await scene.request(await scene.book(admin, room, { booked_for: self.user_id }))
    for (const involved of [self, admin]) expect((await scene.decide(involved, behalf, 'approve')).status).toBe(403)
    expect((await scene.decide(other, own, 'approve')).body).toMatchObject({ status: 'approved' })
    expect((await scene.decide(other, behalf, 'approve')).body).toMatchObject({ status: 'approved' })
  })

  it('and nobody in the place of those named, not even the owner', async () => {
    const scene = await Scene.in(product)
    const [mia, ann, admin, stranger] = await Promise.all([scene.person('member'), scene.person('member'), scene.person('admin'), scene.person('approver')])
    const asked = await scene.request(await scene.book(mia, await scene.guarded(people('any', ann))))
    for (const person of [admin, scene.owner]) expect((await scene.decide(person, asked, 'approve')).status).toBe(403)
    expect((await scene.decide(stranger, asked, 'approve')).status).toBe(404)
    const viewer = await scene.person('viewer')
    expect((await scene.decide(viewer, asked, 'approve')).status).toBe(403)
  })
})

describe('many at once', () => {
  it('decides what it can and says what became of the rest', async () => {
    const scene = await Scene.in(product)
    const [mia, ann] = await Promise.all([scene.person('member'), scene.person('member')])
    const [open, closed] = await Promise.all([scene.guarded(people('any', ann)), scene.guarded(role('any', 'owner'))])
    const [first, second, foreign] = [await scene.request(await scene.book(mia, open)), await scene.request(await scene.book(mia, open)), await scene.request(await scene.book(mia, closed))]
    const own = await scene.request(await scene.book(ann, open))
    const post = (decisions: unknown[]) => product.as(ann).post('/v1/approvals/decisions', { decisions })
    expect(await post([{ approval_id: first.id, decision: 'approve' }, { approval_id: second.id, decision: 'reject' }])).toMatchObject({ status: 422, body: { errors: [{ pointer: '/decisions/1/comment' }] } })

    const { status, body } = await post([
      { approval_id: own.id, decision: 'approve' },
      { approval_id: first.id, decision: 'approve' },
      { approval_id: foreign.id, decision: 'approve' },
      { approval_id: second.id, decision: 'reject', comment: 'Full.' },
      { approval_id: first.id, decision: 'approve' },
    ])
    expect(status).toBe(200)
    const results = body['results'] as unknown as { approval_id: string; approval: { status: string } | null; problem: { code: string } | null }[]
    expect(results.map(({ approval_id }) => approval_id)).toEqual([own.id, first.id, foreign.id, second.id, first.id])
    expect(results.map(({ approval, problem }) => approval?.status ?? problem?.code)).toEqual(['forbidden', 'approved', 'not_found', 'rejected', 'state_conflict'])
    expect((await scene.booking(first.booking_id)).status).toBe('confirmed')
    expect((await scene.booking(second.booking_id)).status).toBe('rejected')
    expect((await scene.booking(own.booking_id)).status).toBe('pending_approval')
    expect(await eventsOf(scene.org.id, own.id, own.booking_id)).toEqual(['bookings.created', 'approvals.requested'].sort())
  })
})

describe('people who come and go', () => {
  const leave = async (scene: Scene<TestPerson>, person: TestPerson) => expect((await product.as(scene.owner).post(`/v1/members/${person.user_id}/deactivation`, {})).status).toBe(200)

  it('lets a step fall to owners and admins when its people are gone, at once and without the worker', async () => {
    const scene = await Scene.in(product)
    const [mia, ann, admin] = await Promise.all([scene.person('member'), scene.person('member'), scene.person('admin')])
    const asked = await scene.request(await scene.book(mia, await scene.guarded(people('any', ann))))
    expect((await scene.decide(admin, asked, 'approve')).status).toBe(403)
    await leave(scene, ann)
    expect((await scene.decide(admin, asked, 'approve')).body).toMatchObject({ status: 'approved', steps: [{ notices: ['fell_to_admins'], needed: 1, approver_ids: [scene.owner.user_id, admin.user_id].sort() }] })
  })

  it('tells the new ones through the worker, and confirms what is complete without the one who left', async () => {
    const scene = await Scene.in(product)
    const [mia, ann, ben, cem] = await Promise.all([scene.person('member'), scene.person('member'), scene.person('member'), scene.person('member')])
    const gone = await scene.request(await scene.book(mia, await scene.guarded(people('any', ben))))
    const half = await scene.request(await scene.book(mia, await scene.guarded(people('all', ann, ben), people('any', cem))))
    const last = await scene.request(await scene.book(mia, await scene.guarded(people('all', ann, ben))))
    for (const each of [half, last]) expect((await scene.decide(ann, each, 'approve')).body).toMatchObject({ current_step: 1 })
    await product.drain()
    await leave(scene, ben)
    await product.drain()
    const read = async (id: string) => (await product.as(scene.owner).get(`/v1/approvals/${id}`)).body
    expect(await read(gone.id)).toMatchObject({ status: 'pending', may_decide: true, steps: [{ notices: ['fell_to_admins'], approver_ids: [scene.owner.user_id] }] })
    expect(await read(half.id)).toMatchObject({ status: 'pending', current_step: 2, steps: [{ status: 'approved', needed: 1, notices: ['capped'] }, { status: 'open' }] })
    expect(await read(last.id)).toMatchObject({ status: 'approved' })
    expect((await scene.booking(last.booking_id)).status).toBe('confirmed')
    const { rows } = await product.admin.query<{ data: { added_ids: string[] } }>(`select data from events where org_id = $1 and type = 'approvals.reassigned'`, [scene.org.id])
    expect(rows.map(({ data }) => data.added_ids)).toEqual([[scene.owner.user_id]])
  })

  it('waits, and says so, when nobody is left, until somebody comes', async () => {
    const scene = await Scene.in(product)
    const room = await scene.guarded(role('any', 'owner'))
    const asked = await scene.request(await scene.book(scene.owner, room))
    expect(asked.steps[0]).toMatchObject({ approver_ids: [], notices: ['nobody_left'], status: 'open' })
    const admin = await scene.person('admin')
    await product.drain()
    expect((await scene.request({ ...(await scene.booking(asked.booking_id)) }, admin)).steps[0]).toMatchObject({ approver_ids: [admin.user_id], notices: ['fell_to_admins'] })
    expect((await scene.decide(admin, asked, 'approve')).body).toMatchObject({ status: 'approved' })
  })
})
