import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { later, people, Scene } from './testing/scene.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['workflows'] })
})
afterAll(() => product.close())

async function stage() {
  const scene = await Scene.in(product)
  const [mia, ann, ben] = await Promise.all([scene.person('member'), scene.person('member'), scene.person('member')])
  const room = await scene.room()
  const rule = await scene.rule(room, [people('all', ann, ben)])
  const booking = await scene.book(mia, room)
  return { scene, mia, ann, ben, room, rule, booking, asked: await scene.request(booking) }
}

describe('a booking that changes while it waits', () => {
  it('keeps its request, with the decisions made, when it only gets shorter', async () => {
    const { scene, mia, ann, ben, booking, asked } = await stage()
    expect((await scene.decide(ann, asked, 'approve')).status).toBe(200)
    expect((await scene.change(mia, booking, { ends_at: later(booking.ends_at, -1) })).status).toBe('pending_approval')
    expect((await scene.change(mia, booking, { title: 'Offsite, moved' })).status).toBe('pending_approval')
    const requests = await scene.requests(booking)
    expect(requests).toHaveLength(1)
    expect(requests[0]).toMatchObject({ id: asked.id, status: 'pending', steps: [{ approved: 1 }] })
    expect((await scene.decide(ben, asked, 'approve')).body).toMatchObject({ status: 'approved' })
  })

  it.each([
    ['gets longer', (starts_at: string, ends_at: string) => ({ starts_at, ends_at: later(ends_at, 1) })],
    ['moves', (starts_at: string, ends_at: string) => ({ starts_at: later(starts_at, 1), ends_at: later(ends_at, 1) })],
  ])('asks anew when it %s', async (_, moved) => {
    const { scene, mia, ann, booking, asked } = await stage()
    expect((await scene.decide(ann, asked, 'approve')).status).toBe(200)
    const changed = await scene.change(mia, booking, moved(booking.starts_at, booking.ends_at))
    expect(changed.status).toBe('pending_approval')
    const [fresh, old] = await scene.requests(booking)
    expect(old).toMatchObject({ id: asked.id, status: 'withdrawn', current_step: null, steps: [{ status: 'skipped' }] })
    expect(fresh).toMatchObject({ status: 'pending', starts_at: changed.starts_at, ends_at: changed.ends_at, steps: [{ approved: 0 }] })
    expect((await scene.decide(ann, asked, 'approve')).status).toBe(409)
  })

  it('asks nobody any more when no rule wants it, and nobody when it is cancelled', async () => {
    const { scene, mia, ann, booking, asked, room } = await stage()
    const free = await scene.room()
    expect((await scene.change(mia, booking, { resource_id: free.id })).status).toBe('confirmed')
    expect((await scene.request(booking)).status).toBe('withdrawn')
    expect((await scene.decide(ann, asked, 'approve')).status).toBe(409)
    const other = await scene.book(mia, room)
    expect((await product.as(mia).post(`/v1/bookings/${other.id}/cancellation`, {})).status).toBe(200)
    expect(await scene.request(other)).toMatchObject({ status: 'withdrawn', current_step: null })
    expect((await scene.decide(ann, await scene.request(other), 'approve')).body).toMatchObject({ code: 'state_conflict' })
  })

  it('excludes the admin who changed it, and still whom it is for', async () => {
    const scene = await Scene.in(product)
    const [mia, ann, admin] = await Promise.all([scene.person('member'), scene.person('member'), scene.person('admin')])
    const room = await scene.guarded(people('any', ann, admin, mia))
    const booking = await scene.book(mia, room)
    const moved = await scene.change(admin, booking, { ends_at: later(booking.ends_at, 1) })
    const asked = await scene.request(moved)
    expect(asked).toMatchObject({ requested_by: admin.user_id, requested_for: mia.user_id, steps: [{ approver_ids: [ann.user_id] }] })
    for (const person of [admin, mia]) expect((await scene.decide(person, asked, 'approve')).status).toBe(403)
    expect((await scene.decide(ann, asked, 'approve')).status).toBe(200)
  })
})

describe('a booking that was approved', () => {
  it('keeps its approval when it only gets shorter, and within what was approved', async () => {
    const { scene, mia, ann, ben, booking, asked } = await stage()
    for (const person of [ann, ben]) await scene.decide(person, asked, 'approve')
    expect((await scene.change(mia, booking, { ends_at: later(booking.ends_at, -1) })).status).toBe('confirmed')
    expect((await scene.change(mia, booking, { ends_at: booking.ends_at })).status).toBe('confirmed')
    expect(await scene.requests(booking)).toHaveLength(1)
  })

  it('needs a new one when it gets longer', async () => {
    const { scene, mia, ann, ben, booking, asked } = await stage()
    for (const person of [ann, ben]) await scene.decide(person, asked, 'approve')
    expect((await scene.change(mia, booking, { ends_at: later(booking.ends_at, 1) })).status).toBe('pending_approval')
    const [fresh, old] = await scene.requests(booking)
    expect(old).toMatchObject({ id: asked.id, status: 'approved' })
    expect(fresh).toMatchObject({ status: 'pending' })
  })
})

describe('a rule that changes meanwhile', () => {
  it('leaves the request as it was asked, under the version that asked', async () => {
    const { scene, ann, ben, booking, rule } = await stage()
    const changed = await product.as(scene.owner).patch(`/v1/workflow-rules/${rule.id}`, { name: 'Stricter', outcome: { kind: 'refuse', reason: 'No more.' } }, { 'if-match': '"v1"' })
    expect(changed.body).toMatchObject({ version: 2 })
    expect((await product.as(scene.owner).post(`/v1/workflow-rules/${rule.id}/archival`, {})).status).toBe(200)
    const asked = await scene.request(booking)
    expect(asked).toMatchObject({ status: 'pending', rule: { id: rule.id, name: 'Ask first', version: 1 }, steps: [{ definition: { mode: 'all' }, needed: 2 }] })
    for (const person of [ann, ben]) expect((await scene.decide(person, asked, 'approve')).status).toBe(200)
    expect((await scene.booking(booking.id)).status).toBe('confirmed')
  })

  it('asks anew, even of what only gets shorter, when the rule has another version', async () => {
    const { scene, mia, ann, booking, rule, asked } = await stage()
    await scene.decide(ann, asked, 'approve')
    await product.as(scene.owner).patch(`/v1/workflow-rules/${rule.id}`, { description: 'Since the fire inspection.' }, { 'if-match': '"v1"' })
    await scene.change(mia, booking, { ends_at: later(booking.ends_at, -1) })
    const [fresh, old] = await scene.requests(booking)
    expect(old).toMatchObject({ id: asked.id, status: 'withdrawn' })
    expect(fresh).toMatchObject({ status: 'pending', rule: { version: 2 }, steps: [{ approved: 0 }] })
  })
})
