import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['resources'] })
})
afterAll(() => product.close())

const stranger = '0197a000-0000-7000-8000-000000000000'

async function admin() {
  const org = await product.newOrg()
  return { org, owner: product.as(org.owner) }
}

describe('a resource', () => {
  it('is created with defaults, read with its ETag and listed by name', async () => {
    const { owner } = await admin()
    const made = await owner.post('/v1/resources', { name: 'Blue room' })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ name: 'Blue room', timezone: 'Europe/Berlin', units: 1, opening_hours: null, exceptions: [], owner_ids: [], attributes: {}, archived_at: null, version: 1 })
    expect(made.headers['location']).toBe(`/v1/resources/${made.body.id}`)
    const read = await owner.get(`/v1/resources/${made.body.id}`)
    expect(read.headers['etag']).toBe('"v1"')
    expect(read.body).toEqual(made.body)
    await owner.post('/v1/resources', { name: 'Amber room' })
    const list = await owner.get('/v1/resources')
    expect(list.body.items.map(({ name }: { name: string }) => name)).toEqual(['Amber room', 'Blue room'])
  })

  it('keeps whatever it was given', async () => {
    const { org, owner } = await admin()
    const mia = await org.person('member')
    const type = (await owner.post('/v1/resource-types', { name: 'Room' })).body
    const day = [{ from: '08:00', to: '12:00' }, { from: '13:00', to: '24:00' }]
    const whole = {
      name: 'Lab', type_id: type.id, description: 'Line 1\nLine 2', location: 'Floor 2', timezone: 'America/New_York', units: 3, seats: 8, shows_titles: true,
      opening_hours: { mon: day, tue: day, wed: [], thu: day, fri: day, sat: [], sun: [] },
      exceptions: [{ date: '2026-12-24', intervals: [], reason: 'Holiday' }],
      buffer_before_minutes: 5, buffer_after_minutes: 10, min_notice_minutes: 30, horizon_days: 90, min_duration_minutes: 30, max_duration_minutes: 240,
      attributes: { screen: true, floor: 2, vendor: 'ACME' }, owner_ids: [mia.user_id],
    }
    const made = await owner.post('/v1/resources', whole)
    expect(made.body).toMatchObject({ ...whole, type: 'Room' })
  })

  it('changes under its version only', async () => {
    const { owner } = await admin()
    const { id } = (await owner.post('/v1/resources', { name: 'Car' })).body
    expect((await owner.patch(`/v1/resources/${id}`, { name: 'Van' })).status).toBe(428)
    const both = await Promise.all([1, 2].map((n) => owner.patch(`/v1/resources/${id}`, { name: `Van ${n}` }, { 'if-match': '"v1"' })))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
    expect((await owner.get(`/v1/resources/${id}`)).body.version).toBe(2)
  })

  it.each([
    [{ opening_hours: { mon: [{ from: '09:00', to: '09:00' }], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] } }, '/opening_hours/mon/0'],
    [{ opening_hours: { mon: [{ from: '09:00', to: '12:00' }, { from: '11:00', to: '13:00' }], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] } }, '/opening_hours/mon/1'],
    [{ exceptions: [{ date: '2027-01-01', intervals: [] }, { date: '2027-01-01', intervals: [] }] }, '/exceptions/1/date'],
    [{ min_duration_minutes: 60, max_duration_minutes: 30 }, '/max_duration_minutes'],
    [{ max_duration_minutes: 31 * 24 * 60 + 1 }, '/max_duration_minutes'],
    [{ units: 0 }, '/units'],
    [{ units: 101 }, '/units'],
    [{ timezone: 'Mars/Olympus' }, '/timezone'],
    [{ type_id: stranger }, '/type_id'],
    [{ owner_ids: [stranger] }, '/owner_ids'],
    [{ attributes: { deep: { er: 1 } } }, '/attributes/deep'],
    [{ price: 1 }, '/price'],
  ])('refuses %j naming %s', async (fault, pointer) => {
    const { owner } = await admin()
    const answer = await owner.post('/v1/resources', { name: 'Faulty', ...fault })
    expect(answer.status).toBe(422)
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer)
  })

  it('is archived and restored, each once', async () => {
    const { owner } = await admin()
    const { id } = (await owner.post('/v1/resources', { name: 'Room' })).body
    const archived = await owner.post(`/v1/resources/${id}/archival`)
    expect(archived.status).toBe(200)
    expect(archived.body.archived_at).not.toBeNull()
    expect((await owner.post(`/v1/resources/${id}/archival`)).status).toBe(409)
    expect((await owner.get('/v1/resources')).body.items).toEqual([])
    expect((await owner.get('/v1/resources?archived=true')).body.items).toHaveLength(1)
    expect((await owner.post(`/v1/resources/${id}/restoration`)).body.archived_at).toBeNull()
    expect((await owner.post(`/v1/resources/${id}/restoration`)).body.code).toBe('state_conflict')
  })
})

it('finds by every filter and pages without loss', async () => {
  const { org, owner } = await admin()
  const type = (await owner.post('/v1/resource-types', { name: 'Room' })).body
  const mia = await org.person('member')
  await owner.post('/v1/resources', { name: '100% room', type_id: type.id, seats: 4, attributes: { screen: true, floor: 2 }, owner_ids: [mia.user_id] })
  await owner.post('/v1/resources', { name: 'Other', seats: 20, attributes: { screen: false } })
  const names = async (query: string) => (await owner.get(`/v1/resources?${query}`)).body.items.map(({ name }: { name: string }) => name)
  expect(await names('q=0%25')).toEqual(['100% room'])
  expect(await names('q=_')).toEqual([])
  expect(await names(`type_id=${type.id}`)).toEqual(['100% room'])
  expect(await names('min_seats=5')).toEqual(['Other'])
  expect(await names(`owner_id=${mia.user_id}`)).toEqual(['100% room'])
  expect(await names('attributes=screen:true&attributes=floor:2')).toEqual(['100% room'])
  expect(await names('attributes=screen:false')).toEqual(['Other'])
  const first = (await owner.get('/v1/resources?limit=1')).body
  const second = (await owner.get(`/v1/resources?limit=1&cursor=${encodeURIComponent(first.next_cursor)}`)).body
  expect([...first.items, ...second.items].map(({ name }: { name: string }) => name)).toEqual(['100% room', 'Other'])
  expect(second.next_cursor).toBeNull()
})

it('another organisation’s resource is like none', async () => {
  const { owner } = await admin()
  const other = await admin()
  const foreign = (await other.owner.post('/v1/resources', { name: 'Theirs' })).body.id
  const without = (text: string, id: string) => text.replaceAll(id, 'ID').replaceAll(/"requestId":"[^"]+"/g, '')
  const attempts = [
    (id: string) => owner.get(`/v1/resources/${id}`),
    (id: string) => owner.patch(`/v1/resources/${id}`, { name: 'Mine' }, { 'if-match': '*' }),
    (id: string) => owner.post(`/v1/resources/${id}/archival`),
    (id: string) => owner.post(`/v1/resources/${id}/restoration`),
  ]
  for (const attempt of attempts) {
    const [theirs, nobodys] = [await attempt(foreign), await attempt(stranger)]
    expect(theirs.status).toBe(404)
    expect(without(theirs.text, foreign)).toBe(without(nobodys.text, stranger))
  }
})

it('types are named once, changed under a version and kept while used', async () => {
  const { owner } = await admin()
  const type = (await owner.post('/v1/resource-types', { name: 'Vehicle' })).body
  expect((await owner.post('/v1/resource-types', { name: 'Vehicle' })).body.code).toBe('already_exists')
  const renamed = await owner.patch(`/v1/resource-types/${type.id}`, { name: 'Car' }, { 'if-match': '"v1"' })
  expect(renamed.body).toMatchObject({ name: 'Car', version: 2 })
  const car = (await owner.post('/v1/resources', { name: 'Van', type_id: type.id })).body
  expect((await owner.delete(`/v1/resource-types/${type.id}`, { 'if-match': '*' })).body).toMatchObject({ code: 'state_conflict', resources: 1 })
  await owner.patch(`/v1/resources/${car.id}`, { type_id: null }, { 'if-match': '*' })
  expect((await owner.delete(`/v1/resource-types/${type.id}`, { 'if-match': '"v2"' })).status).toBe(204)
  expect((await owner.get('/v1/resource-types')).body.items).toEqual([])
})

it('is managed by admins and seen by everybody', async () => {
  const { org, owner } = await admin()
  const { id } = (await owner.post('/v1/resources', { name: 'Room' })).body
  for (const role of ['viewer', 'member', 'approver'] as const) {
    const person = product.as(await org.person(role))
    expect((await person.get(`/v1/resources/${id}`)).status).toBe(200)
    expect((await person.post('/v1/resources', { name: 'No' })).body.code).toBe('forbidden')
    expect((await person.patch(`/v1/resources/${id}`, { name: 'No' }, { 'if-match': '*' })).body.code).toBe('forbidden')
  }
  expect((await product.as(await org.person('admin')).post('/v1/resources', { name: 'Yes' })).status).toBe(201)
})

it('every change leaves exactly one event', async () => {
  const { org, owner } = await admin()
  const { id } = (await owner.post('/v1/resources', { name: 'Room' })).body
  await owner.patch(`/v1/resources/${id}`, { units: 2 }, { 'if-match': '*' })
  await owner.post(`/v1/resources/${id}/archival`)
  await owner.post(`/v1/resources/${id}/archival`)
  await owner.post(`/v1/resources/${id}/restoration`)
  const { rows } = await product.admin.query(`select type from events where org_id = $1 and subject_kind = 'resource' order by xid, seq`, [org.id])
  expect(rows.map(({ type }) => type)).toEqual(['resources.created', 'resources.updated', 'resources.archived', 'resources.restored'])
})
