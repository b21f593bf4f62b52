import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestPerson, type TestProduct } from '#config/testing/product'
import { switchLock } from './switch-lock.js'
import { people, Scene, type Booked } from './testing/scene.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['workflows'] })
})
afterAll(() => product.close())

const turn = (scene: Scene<TestPerson>, module: string, body: Record<string, unknown>) => product.as(scene.owner).put(`/v1/organization/modules/${module}`, body, { 'if-match': '*' })

async function pending(number: number) {
  const scene = await Scene.in(product)
  const [mia, ann, ben] = await Promise.all([scene.person('member'), scene.person('member'), scene.person('member')])
  const room = await scene.guarded(people('all', ann, ben), people('any', ben))
  const bookings: Booked[] = []
  for (let index = 0; index < number; index += 1) bookings.push(await scene.book(mia, room))
  const asked = await Promise.all(bookings.map((booking) => scene.request(booking)))
  await scene.decide(ann, asked[0]!, 'approve')
  return { scene, mia, ann, room, bookings, asked }
}

describe('switching approvals off', () => {
  it('is refused while rules may ask for them, and while requests are pending, with their number', async () => {
    const { scene, bookings } = await pending(3)
    expect(await turn(scene, 'approvals', { enabled: false, pending: 'confirm' })).toMatchObject({ status: 409, body: { code: 'module_required' } })
    expect((await turn(scene, 'workflows', { enabled: false })).status).toBe(200)
    const refused = await turn(scene, 'approvals', { enabled: false })
    expect(refused).toMatchObject({ status: 409, body: { code: 'state_conflict', pending: 3 } })
    expect(refused.body['detail']).toContain('3 requests')
    for (const { id } of bookings) expect((await scene.booking(id)).status).toBe('pending_approval')
  })

  it.each([['confirm', 'confirmed', 'approved'], ['reject', 'rejected', 'rejected']] as const)('settles what is pending with %s', async (choice, booking, request) => {
    const { scene, ann, room, mia, bookings, asked } = await pending(3)
    await turn(scene, 'workflows', { enabled: false })
    expect((await turn(scene, 'approvals', { enabled: false, pending: choice })).body).toMatchObject({ enabled: false })
    for (const { id } of bookings) expect((await scene.booking(id)).status).toBe(booking)
    expect(await product.as(ann).get('/v1/approvals')).toMatchObject({ status: 404, body: { code: 'module_disabled' } })
    expect((await scene.decide(ann, asked[1]!, 'approve')).body).toMatchObject({ code: 'module_disabled' })
    expect((await scene.book(mia, room)).status).toBe('confirmed')
    const { rows } = await product.admin.query<{ status: string; actor: { id: string } }>(`select data ->> 'status' as status, actor from events where org_id = $1 and type = 'approvals.completed'`, [scene.org.id])
    expect(rows.map(({ status, actor }) => [status, actor.id])).toEqual(Array.from({ length: 3 }, () => [request, scene.owner.user_id]))

    // What was decided comes back with the module, and so do the rules.
    expect((await turn(scene, 'approvals', { enabled: true })).status).toBe(200)
    expect((await turn(scene, 'workflows', { enabled: true })).status).toBe(200)
    expect(await scene.request(bookings[0]!)).toMatchObject({ status: request, steps: [{ status: 'skipped', approved: 1 }, { status: 'skipped', approved: 0 }] })
    expect((await scene.book(mia, room)).status).toBe('pending_approval')
  })

  it('lets nobody open a request beside it, and holds nobody up', async () => {
    const { scene, mia, room } = await pending(1)
    const switching = await product.admin.connect()
    await switching.query('begin')
    await switching.query(`select pg_advisory_xact_lock(${switchLock})`, [scene.org.id])
    const book = () => product.as(mia).post('/v1/bookings', { resource_id: room.id, title: 'Offsite', ...scene.slot() })
    expect(await book()).toMatchObject({ status: 409, body: { code: 'state_conflict' } })
    await switching.query('rollback')
    switching.release()
    expect(await book()).toMatchObject({ status: 201, body: { status: 'pending_approval' } })
  })

  it('is seen by a booking that was on its way before', async () => {
    const { scene, mia, room, bookings } = await pending(1)
    const holding = await product.admin.connect()
    await holding.query('begin')
    await holding.query('select from resources where org_id = $1 and id = $2 for update', [scene.org.id, room.id])
    const underWay = product.as(mia).post('/v1/bookings', { resource_id: room.id, title: 'Offsite', ...scene.slot() })
    const waiting = async () => (await product.admin.query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%resources%'`)).rowCount
    await expect.poll(waiting).toBe(1)
    await turn(scene, 'workflows', { enabled: false })
    expect((await turn(scene, 'approvals', { enabled: false, pending: 'confirm' })).status).toBe(200)
    await holding.query('rollback')
    holding.release()
    expect(await underWay).toMatchObject({ status: 409, body: { code: 'state_conflict' } })
    expect((await scene.booking(bookings[0]!.id)).status).toBe('confirmed')
    expect((await product.admin.query(`select from bookings where org_id = $1 and status = 'pending_approval'`, [scene.org.id])).rowCount).toBe(0)
  })

  it('needs nothing said when nothing is pending', async () => {
    const { scene, mia, bookings } = await pending(1)
    expect((await product.as(mia).post(`/v1/bookings/${bookings[0]!.id}/cancellation`, {})).status).toBe(200)
    await turn(scene, 'workflows', { enabled: false })
    expect((await turn(scene, 'approvals', { enabled: false })).status).toBe(200)
  })
})
