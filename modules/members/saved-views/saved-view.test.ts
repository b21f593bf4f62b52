import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestPerson, type TestProduct } from '#config/testing/product'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['members'] })
})
afterAll(() => product.close())

const view = { screen: 'bookings', name: 'Mine this week', query: 'mine=true&from=2027-03-01' }
const save = (person: TestPerson, more: object = {}) => product.as(person).post('/v1/saved-views', { ...view, ...more })
const names = async (person: TestPerson, query = '') => (await product.as(person).get(`/v1/saved-views${query}`)).body.items.map(({ name }: { name: string }) => name)

describe('saved views', () => {
  it('are kept, listed by screen in order, and forgotten', async () => {
    const { owner } = await product.newOrg()
    const saved = await save(owner)
    expect([saved.status, saved.body]).toMatchObject([201, view])
    await save(owner, { name: 'Rooms', screen: 'resources', query: '' })
    await save(owner, { name: 'Waiting', query: 'status=pending_approval' })
    expect(await names(owner)).toEqual(['Mine this week', 'Rooms', 'Waiting'])
    expect(await names(owner, '?screen=bookings')).toEqual(['Mine this week', 'Waiting'])
    const first = (await product.as(owner).get('/v1/saved-views?limit=2')).body
    expect((await product.as(owner).get(`/v1/saved-views?limit=2&cursor=${first.next_cursor}`)).body).toMatchObject({ items: [{ name: 'Waiting' }], next_cursor: null })
    expect((await product.as(owner).delete(`/v1/saved-views/${saved.body.id}`)).status).toBe(204)
    expect(await names(owner)).toEqual(['Rooms', 'Waiting'])
    expect((await product.as(owner).delete(`/v1/saved-views/${saved.body.id}`)).status).toBe(404)
  })

  it("belong to one person, in one organisation: an owner neither sees nor removes a viewer's", async () => {
    const org = await product.newOrg()
    const viewer = await org.person('viewer')
    const { body } = await save(viewer)
    expect(await names(org.owner)).toEqual([])
    const owners = product.as(org.owner)
    const attempts = [owners.delete(`/v1/saved-views/${body.id}`), owners.patch(`/v1/saved-views/${body.id}`, { is_default: true }), owners.post(`/v1/saved-views/${body.id}/restoration`)]
    expect((await Promise.all(attempts)).map(({ status }) => status)).toEqual([404, 404, 404])
    expect((await save(org.owner)).status).toBe(201)
    expect(await names(viewer)).toEqual([view.name])
    expect((await product.as((await product.newOrg()).owner).delete(`/v1/saved-views/${body.id}`)).status).toBe(404)
  })

  it('refuse a second one of the same name on a screen, a screen that is none, and the hundred and first', async () => {
    const { owner } = await product.newOrg()
    await save(owner)
    expect((await save(owner)).body.code).toBe('already_exists')
    expect((await save(owner, { screen: 'resources' })).status).toBe(201)
    expect((await save(owner, { screen: '../etc' })).body.code).toBe('validation_failed')
    for (let number = 3; number <= 100; number += 1) expect((await save(owner, { name: `View ${number}` })).status).toBe(201)
    expect((await save(owner, { name: 'One more' })).body.code).toBe('state_conflict')
  })

  it('are renamed, told what to show, and one of a screen is its default, which moves', async () => {
    const { owner } = await product.newOrg()
    const api = product.as(owner)
    const [mine, waiting] = [(await save(owner, { is_default: true })).body, (await save(owner, { name: 'Waiting' })).body]
    const elsewhere = (await save(owner, { screen: 'resources', is_default: true })).body
    expect([mine.is_default, waiting.is_default]).toEqual([true, false])
    expect((await api.patch(`/v1/saved-views/${mine.id}`, { name: 'Ours' })).body).toEqual({ ...mine, name: 'Ours' })
    expect((await api.patch(`/v1/saved-views/${waiting.id}`, { query: 'status=held', is_default: true })).body).toEqual({ ...waiting, query: 'status=held', is_default: true })
    const kept = (await api.get('/v1/saved-views')).body.items
    expect(kept).toEqual([{ ...mine, name: 'Ours', is_default: false }, { ...waiting, query: 'status=held', is_default: true }, elsewhere])
    expect((await api.patch(`/v1/saved-views/${mine.id}`, { name: 'Waiting' })).body.code).toBe('already_exists')
    expect((await api.patch(`/v1/saved-views/${mine.id}`, { name: 'x'.repeat(81) })).body.code).toBe('validation_failed')
    expect((await api.patch(`/v1/saved-views/${waiting.id}`, { is_default: false })).body.is_default).toBe(false)
  })

  it('come back at their place after they were forgotten, unless their name or their place as default is taken', async () => {
    const { owner } = await product.newOrg()
    const api = product.as(owner)
    const { body: first } = await save(owner, { is_default: true })
    await save(owner, { name: 'Waiting' })
    const back = () => api.post(`/v1/saved-views/${first.id}/restoration`)
    expect((await back()).body.code).toBe('state_conflict')
    await api.delete(`/v1/saved-views/${first.id}`)
    expect((await api.patch(`/v1/saved-views/${first.id}`, { name: 'Ours' })).status).toBe(404)
    expect([(await back()).body, await names(owner)]).toEqual([first, ['Mine this week', 'Waiting']])
    await api.delete(`/v1/saved-views/${first.id}`)
    const { body: another } = await save(owner, { is_default: true })
    expect((await back()).body.code).toBe('already_exists')
    await api.patch(`/v1/saved-views/${another.id}`, { name: 'Another' })
    expect((await back()).body).toEqual({ ...first, is_default: false })
  })

  it('are gone for good a day after they were forgotten', async () => {
    const { owner, id } = await product.newOrg()
    const [old, young] = [(await save(owner)).body, (await save(owner, { name: 'Waiting' })).body]
    await product.as(owner).delete(`/v1/saved-views/${old.id}`)
    await product.admin.query(`update saved_views set forgotten_at = now() - interval '25 hours' where org_id = $1 and id = $2`, [id, old.id])
    await product.as(owner).delete(`/v1/saved-views/${young.id}`)
    expect((await product.as(owner).post(`/v1/saved-views/${old.id}/restoration`)).status).toBe(404)
    expect((await product.as(owner).post(`/v1/saved-views/${young.id}/restoration`)).status).toBe(200)
  })

  it('are one default and one name however many ask at once', async () => {
    const { owner } = await product.newOrg()
    const same = await Promise.all(Array.from({ length: 6 }, () => save(owner, { is_default: true })))
    expect(same.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409])
    const others = await Promise.all(Array.from({ length: 6 }, (_, number) => save(owner, { name: `View ${number}`, is_default: true })))
    expect(others.map(({ status }) => status)).toEqual(Array(6).fill(201))
    const kept = (await product.as(owner).get('/v1/saved-views')).body.items as { is_default: boolean }[]
    expect(kept.filter(({ is_default }) => is_default)).toHaveLength(1)
  })
})

describe('the audit log', () => {
  it('says that somebody kept, changed, forgot and took back a view of a list, and not what it shows', async () => {
    const audited = await createTestApp({ modules: ['members', 'audit'] })
    try {
      const { owner } = await audited.newOrg()
      const api = audited.as(owner)
      const { body: kept } = await api.post('/v1/saved-views', view)
      await api.patch(`/v1/saved-views/${kept.id}`, { name: 'Ours' })
      await api.patch(`/v1/saved-views/${kept.id}`, { name: 'Ours' })
      await api.delete(`/v1/saved-views/${kept.id}`)
      await api.post(`/v1/saved-views/${kept.id}/restoration`)
      const { items } = (await api.get(`/v1/audit-log?subject_id=${kept.id}`)).body
      expect(items.map(({ action }: { action: string }) => action)).toEqual(['members.view_restored', 'members.view_forgotten', 'members.view_changed', 'members.view_kept'])
      expect(JSON.stringify(items)).not.toMatch(/Mine this week|Ours|mine=true/)
    } finally {
      await audited.close()
    }
  })
})
