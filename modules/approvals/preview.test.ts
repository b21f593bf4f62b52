import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestPerson, type TestProduct } from '#config/testing/product'
import { people, role, Scene } from './testing/scene.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['workflows'] })
})
afterAll(() => product.close())

const preview = async (person: TestPerson, path: string, body: object) => {
  const answer = await product.as(person).post(path, body)
  expect(answer.status, answer.text).toBe(200)
  return answer.body
}

it('says before booking who would be asked, and asks the same people afterwards', async () => {
  const scene = await Scene.in(product)
  const [asker, ann, bo] = [await scene.person('member'), await scene.person('member'), await scene.person('approver')]
  // The asker is named too, and never decides on their own request.
  const room = await scene.guarded(people('all', asker, ann), role('any', 'approver'))
  const wish = { resource_id: room.id, title: 'Offsite', ...scene.slot() }
  const said = await preview(asker, '/v1/bookings/preview', wish)
  expect(said).toMatchObject({ bookable: true, status: 'pending_approval', rule: { name: 'Ask first' } })
  expect(said.approvers).toEqual([{ approver_ids: [ann.user_id], needed: 1 }, { approver_ids: [bo.user_id, scene.owner.user_id].sort(), needed: 1 }])
  const { body: booking } = await product.as(asker).post('/v1/bookings', wish)
  const { steps } = await scene.request(booking)
  expect(steps.map(({ approver_ids, needed }) => ({ approver_ids, needed }))).toEqual(said.approvers)
})

it('says before a change what becomes of it: covered by the approval there is, or asked for anew', async () => {
  const scene = await Scene.in(product)
  const [asker, ann] = [await scene.person('member'), await scene.person('member')]
  const room = await scene.guarded(people('any', ann))
  const booking = await scene.book(asker, room)
  await scene.decide(ann, await scene.request(booking), 'approve')
  const path = `/v1/bookings/${booking.id}/preview`
  const later = (at: string, hours: number): string => new Date(Date.parse(at) + hours * 3_600_000).toISOString()
  expect(await preview(asker, path, { title: 'Renamed' })).toMatchObject({ bookable: true, status: 'confirmed', outcome: 'confirm', approvers: [] })
  expect(await preview(asker, path, { ends_at: later(booking.ends_at, -1) })).toMatchObject({ bookable: true, status: 'confirmed' })
  expect(await preview(asker, path, { ends_at: later(booking.ends_at, 1) })).toMatchObject({ bookable: true, status: 'pending_approval', approvers: [{ approver_ids: [ann.user_id], needed: 1 }] })
  expect(await scene.requests(booking)).toHaveLength(1)
  expect((await product.as(asker).get(`/v1/bookings/${booking.id}`)).body).toMatchObject({ title: 'Offsite', status: 'confirmed', ends_at: booking.ends_at })
})
