import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestPerson, type TestProduct } from '#config/testing/product'
import type { Approval } from './contract.js'
import { people, Scene } from './testing/scene.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['workflows'] })
})
afterAll(() => product.close())

const list = async (person: TestPerson, query = ''): Promise<string[]> => {
  const { status, body } = await product.as(person).get(`/v1/approvals${query}`)
  expect(status).toBe(200)
  return (body['items'] as unknown as Approval[]).map(({ id }) => id)
}

describe('who sees a request', () => {
  it('whoever has a part in it, and admins; for the others it does not exist', async () => {
    const scene = await Scene.in(product)
    const [mia, boss, ann, cem, admin, stranger, viewer] = await Promise.all([scene.person('member'), scene.person('admin'), scene.person('member'), scene.person('member'), scene.person('admin'), scene.person('approver'), scene.person('viewer')])
    const booking = await scene.book(boss, await scene.guarded(people('any', ann), people('any', cem)), { booked_for: mia.user_id })
    const { id } = await scene.request(booking)
    for (const person of [mia, boss, ann, cem, admin, scene.owner]) {
      expect((await product.as(person).get(`/v1/approvals/${id}`)).body).toMatchObject({ id })
      expect(await list(person)).toEqual([id])
    }
    expect(await list(stranger)).toEqual([])
    expect((await product.as(stranger).get(`/v1/approvals/${id}`)).status).toBe(404)
    expect((await product.as(viewer).get('/v1/approvals')).status).toBe(403)
  })

  it('a request of another organisation is like one that never was', async () => {
    const [here, there] = [await Scene.in(product), await Scene.in(product)]
    const ann = await there.person('member')
    const foreign = await there.request(await there.book(await there.person('member'), await there.guarded(people('any', ann))))
    const before = (await product.admin.query(`select count(*) from events where org_id = $1`, [there.org.id])).rows
    const plain = (text: string, id: string) => text.replaceAll(id, '*').replace(/"requestId":"[^"]*"/, '')
    const random = randomUUID()
    for (const path of [`/v1/approvals/{id}`, '/v1/approvals?booking_id={id}']) {
      const ask = async (id: string) => product.as(here.owner).get(path.replace('{id}', id))
      const [a, b] = [await ask(path.includes('booking') ? foreign.booking_id : foreign.id), await ask(random)]
      expect([a.status, plain(a.text, path.includes('booking') ? foreign.booking_id : foreign.id)]).toEqual([b.status, plain(b.text, random)])
    }
    const [a, b] = [await here.decide(here.owner, foreign, 'approve'), await here.decide(here.owner, { id: random }, 'approve')]
    expect(a.status).toBe(404)
    expect(plain(a.text, foreign.id)).toBe(plain(b.text, random))
    const bulk = await product.as(here.owner).post('/v1/approvals/decisions', { decisions: [foreign.id, random].map((approval_id) => ({ approval_id, decision: 'approve' })) })
    const [x, y] = bulk.body['results'] as unknown as { problem: unknown }[]
    expect(x?.problem).toEqual(y?.problem)
    expect((await product.admin.query(`select count(*) from events where org_id = $1`, [there.org.id])).rows).toEqual(before)
    expect((await there.decide(ann, foreign, 'approve')).status).toBe(200)
  })

  it('shows the booking to whom it asks, as long as it asks', async () => {
    const scene = await Scene.in(product)
    const [mia, ann, cem, stranger] = await Promise.all([scene.person('member'), scene.person('member'), scene.person('member'), scene.person('member')])
    const room = await scene.guarded(people('any', ann), people('any', cem))
    const booking = await scene.book(mia, room)
    const title = async (person: TestPerson) => (await product.as(person).get(`/v1/bookings/${booking.id}`)).body['title'] ?? null
    expect(await Promise.all([ann, cem].map(title))).toEqual(['Offsite', 'Offsite'])
    expect(await title(stranger)).toBeNull()
    await scene.decide(ann, await scene.request(booking), 'approve')
    await product.as(mia).post(`/v1/bookings/${booking.id}/cancellation`, {})
    // Who decided keeps seeing what it was; who was never asked in the end does not.
    expect(await Promise.all([ann, cem].map(title))).toEqual(['Offsite', null])
  })
})

describe('the list', () => {
  it('filters and pages, newest first, also while new ones come in', async () => {
    const scene = await Scene.in(product)
    const [mia, ann, ben] = await Promise.all([scene.person('member'), scene.person('member'), scene.person('member')])
    const room = await scene.guarded(people('all', ann, ben))
    const made: Approval[] = []
    for (let index = 0; index < 5; index += 1) made.unshift(await scene.request(await scene.book(mia, room)))
    const ids = made.map(({ id }) => id)
    await scene.decide(ann, made[0]!, 'approve')
    await scene.decide(ann, made[1]!, 'reject')

    expect(await list(ann)).toEqual(ids)
    expect(await list(ann, '?mine=to_decide')).toEqual(ids.slice(2))
    expect(await list(ben, '?mine=to_decide')).toEqual([ids[0], ...ids.slice(2)])
    expect(await list(mia, '?mine=to_decide')).toEqual([])
    expect(await list(scene.owner, '?mine=to_decide')).toEqual([])
    expect(await list(mia, '?mine=requested')).toEqual(ids)
    expect(await list(scene.owner, '?mine=requested')).toEqual([])
    expect(await list(ann, '?status=rejected')).toEqual([ids[1]])
    expect(await list(ann, `?booking_id=${made[3]!.booking_id}&status=pending`)).toEqual([ids[3]])
    expect((await product.as(ann).get('/v1/approvals?mine=everything')).status).toBe(422)

    const first = await product.as(ann).get('/v1/approvals?limit=2')
    expect((first.body['items'] as unknown as Approval[]).map(({ id }) => id)).toEqual(ids.slice(0, 2))
    await scene.book(mia, room)
    const cursor = encodeURIComponent(String(first.body['next_cursor']))
    expect(await list(ann, `?limit=2&cursor=${cursor}`)).toEqual(ids.slice(2, 4))
    for (const wrong of [`?limit=2&status=pending&cursor=${cursor}`, '?cursor=abc.def']) expect((await product.as(ann).get(`/v1/approvals${wrong}`)).status).toBe(422)
    expect((await product.as(ben).get(`/v1/approvals?limit=2&cursor=${cursor}`)).status).toBe(200)
  })
})

describe('the tables', () => {
  it('let the application change no decision and no request of another organisation', async () => {
    const scene = await Scene.in(product)
    const [mia, ann] = await Promise.all([scene.person('member'), scene.person('member')])
    const asked = await scene.request(await scene.book(mia, await scene.guarded(people('any', ann))))
    await scene.decide(ann, asked, 'approve')
    for (const statement of ['update approval_decisions set comment = null', 'delete from approval_decisions', 'delete from approvals', 'truncate approval_steps']) {
      await expect(product.inTenant(scene.org.id, (work) => work.query({ text: statement }))).rejects.toMatchObject({ code: '42501' })
    }
    const other = await Scene.in(product)
    const seen = await product.inTenant(other.org.id, (work) => Promise.all(['approvals', 'approval_steps', 'approval_decisions'].map((table) => work.query({ text: `select from ${table}` }))))
    expect(seen).toEqual([[], [], []])
  })
})
