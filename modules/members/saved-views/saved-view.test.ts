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
    expect((await product.as(org.owner).delete(`/v1/saved-views/${body.id}`)).status).toBe(404)
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
})
