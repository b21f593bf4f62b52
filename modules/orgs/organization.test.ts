import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { auth } from '#modules/auth/contract'
import { extensionsToken } from '#kernel/extensions'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { orgs } from './contract.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['orgs'] })
})
afterAll(() => product.close())

const eventsOf = async (orgId: string) => (await product.admin.query<{ type: string; actor: unknown; data: unknown }>('select type, actor, data from events where org_id = $1 order by seq', [orgId])).rows

describe('founding', () => {
  it('makes the organisation, its owner and one event each, as the owner’s doing', async () => {
    const org = await product.newOrg({ name: 'Lab Élan' })
    const { body, headers } = await product.as(org.owner).get('/v1/organization')
    expect(body).toMatchObject({ id: org.id, name: 'Lab Élan', slug: 'lab-elan', timezone: 'Europe/Berlin', locale: 'en', accent: null, deletion_at: null, version: 1 })
    expect(headers['etag']).toBe('"v1"')
    const events = await eventsOf(org.id)
    expect(events.map(({ type }) => type)).toEqual(['orgs.created', 'members.joined'])
    for (const { actor } of events) expect(actor).toEqual({ kind: 'user', id: org.owner.user_id })
  })

  it('is answered to auth when a sign-up is verified', async () => {
    const user = await product.container.resolve(auth.port).createVerifiedUser({ email: `${randomUUID()}@example.test`, name: 'Ann', password: 'long enough password' })
    const [choice] = await product.container.resolve(transactionsToken).global(() =>
      product.container.resolve(extensionsToken).ask(auth.extensionPoints.registered, { user, organization: { name: 'Signed up', timezone: 'Asia/Tokyo' } }),
    )
    expect(choice).toMatchObject({ name: 'Signed up', role: 'owner' })
    expect(await product.container.resolve(extensionsToken).ask(auth.extensionPoints.organizationsOf, { user_id: user.id })).toEqual([[choice]])
  })

  it('gives twenty parallel organisations of one name twenty slugs', async () => {
    const found = await Promise.all(Array.from({ length: 20 }, () => product.newOrg({ name: 'Same Name' })))
    const { rows } = await product.admin.query<{ slug: string }>('select slug from organizations where org_id = any($1)', [found.map(({ id }) => id)])
    expect(new Set(rows.map(({ slug }) => slug)).size).toBe(20)
    expect(rows.map(({ slug }) => slug)).toContain('same-name')
  })

  it('leaves nothing when it fails half-way', async () => {
    const port = product.container.resolve(orgs.port)
    const founding = product.container.resolve(transactionsToken).global(() => port.found({ name: 'Nobody’s', timezone: 'UTC', owner_id: randomUUID() }))
    await expect(founding).rejects.toThrow(/memberships_user_id_fkey/)
    expect((await product.admin.query(`select from organizations where name = 'Nobody’s'`)).rowCount).toBe(0)
    expect((await product.admin.query(`select from organization_slugs where slug like 'nobody%'`)).rowCount).toBe(0)
  })

  it('from within an organisation takes one connection each: forty at once do not wait for each other', async () => {
    const { owner } = await product.newOrg()
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => product.as(owner).post('/v1/organizations', { name: `Site ${n}`, timezone: 'UTC' })))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
  })

  it('lets anybody signed in found another one and lists both', async () => {
    const org = await product.newOrg()
    const viewer = await org.person('viewer')
    const { status, body } = await product.as(viewer).post('/v1/organizations', { name: 'Side Project', timezone: 'UTC' })
    expect([status, body.role]).toEqual([201, 'owner'])
    const { body: list } = await product.as(viewer).get('/v1/organizations')
    expect(list.items.map((item: { id: string; role: string }) => [item.id, item.role]).sort()).toEqual([[org.id, 'viewer'], [body.id, 'owner']].sort())
  })

  it('speaks its founder’s language unless told another', async () => {
    const { owner } = await product.newOrg()
    await product.as(owner).patch('/v1/auth/me', { locale: 'de-CH' })
    for (const [locale, spoken] of [[undefined, 'de-CH'], ['en-GB', 'en-GB']]) {
      const { body } = await product.as(owner).post('/v1/organizations', { name: 'Site', timezone: 'UTC', locale })
      expect((await product.admin.query('select locale from organizations where id = $1', [body.id])).rows).toEqual([{ locale: spoken }])
    }
  })

  it('refuses to found with a faulty zone or unknown fields', async () => {
    const org = await product.newOrg()
    const answer = await product.as(org.owner).post('/v1/organizations', { name: 'X', timezone: '+01:00', locale: 'fr', org_id: org.id })
    expect(answer.status).toBe(422)
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual(['/locale', '/org_id', '/timezone'])
  })
})

describe('settings', () => {
  it('change with the version read, leave an event with what changed, and stay when nothing does', async () => {
    const org = await product.newOrg({ name: 'Before' })
    const owner = product.as(org.owner)
    const changed = await owner.patch('/v1/organization', { name: 'After', accent: '#0a7f5c', timezone: 'Europe/Berlin' }, { 'if-match': '"v1"' })
    expect(changed.body).toMatchObject({ name: 'After', accent: '#0a7f5c', slug: 'before', version: 2 })
    expect(changed.headers['etag']).toBe('"v2"')
    const stale = await owner.patch('/v1/organization', { name: 'Third' }, { 'if-match': '"v1"' })
    expect([stale.status, stale.body.code]).toEqual([412, 'precondition_failed'])
    expect((await owner.patch('/v1/organization', { name: 'Third' })).status).toBe(428)
    const same = await owner.patch('/v1/organization', { name: 'After' }, { 'if-match': '*' })
    expect(same.body.version).toBe(2)
    const updates = (await eventsOf(org.id)).filter(({ type }) => type === 'orgs.updated')
    expect(updates).toHaveLength(1)
  })

  it('lose no change when two write at once', async () => {
    const org = await product.newOrg()
    const answers = await Promise.all(['A', 'B', 'C'].map((name) => product.as(org.owner).patch('/v1/organization', { name }, { 'if-match': '"v1"' })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412])
  })

  it.each([
    ['an accent that is no colour', { accent: 'red' }, '/accent'],
    ['a name of two lines', { name: 'a\nb' }, '/name'],
    ['an empty name', { name: '' }, '/name'],
    ['a language nobody writes', { locale: 'DE_de' }, '/locale'],
    ['a slug', { slug: 'mine' }, '/slug'],
    ['a deletion', { deletion_at: null }, '/deletion_at'],
    ['another organisation', { id: randomUUID() }, '/id'],
  ])('refuse %s', async (_what, change, pointer) => {
    const org = await product.newOrg()
    const { status, body } = await product.as(org.owner).patch('/v1/organization', change, { 'if-match': '*' })
    expect([status, body.errors[0].pointer]).toEqual([422, pointer])
  })

  it.each(['viewer', 'member', 'approver', 'admin'] as const)('are read by a %s and not changed', async (role) => {
    const org = await product.newOrg()
    const person = product.as(await org.person(role))
    expect((await person.get('/v1/organization')).status).toBe(200)
    expect((await person.patch('/v1/organization', { name: 'X' }, { 'if-match': '*' })).status).toBe(403)
    expect((await person.delete('/v1/organization', { 'if-match': '*' })).status).toBe(403)
    expect((await person.put('/v1/organization/modules/audit', { enabled: false }, { 'if-match': '*' })).status).toBe(403)
  })
})

describe('isolation', () => {
  it('shows the application’s role one organisation, and no slug', async () => {
    const [one, other] = [await product.newOrg(), await product.newOrg()]
    const rows = await product.inTenant(one.id, (work) => work.query({ text: 'select id from organizations' }))
    expect(rows).toEqual([{ id: one.id }])
    await expect(product.inTenant(one.id, (work) => work.query({ text: 'select * from organization_slugs' }))).rejects.toThrow(/permission denied/)
    await expect(product.inTenant(one.id, (work) => work.query({ text: 'update organizations set org_id = $1, id = $1 where id = $2', values: [other.id, one.id] }))).rejects.toThrow(/row-level security/)
  })
})
