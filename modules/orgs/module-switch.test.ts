import { Type } from 'typebox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { defineContract, definePermission } from '#kernel/contract'
import { asWritten } from '#kernel/language'
import { defineModule, extend } from '#kernel/module'
import { Body } from '#kernel/schemas'
import { orgs } from './contract.js'

const see = definePermission('lamps:see', 'viewer', 'see lamps')
const lamps = defineContract({ name: 'lamps', dependsOn: [orgs], permissions: { see } })
const dimmers = defineContract({ name: 'dimmers', dependsOn: [orgs, lamps] })
const lampsModule = defineModule({
  contract: lamps,
  settings: Body({ colour: Type.String({ maxLength: 20 }), watts: Type.Integer({ minimum: 1, default: 40 }) }),
  routes: () => async (app) => {
    app.get('/lamps', { schema: { response: { 200: Type.Object({ on: Type.Boolean() }) } }, config: { access: see } }, async () => ({ on: true }))
  },
})
/** Has something under way unless told what becomes of it. */
const dimmersModule = defineModule({
  contract: dimmers,
  extends: () => [
    extend(orgs.extensionPoints.switchingOff, async ({ module, pending }) =>
      module === 'dimmers' && pending === null ? { detail: asWritten('2 lamps are being dimmed. Say pending: confirm or reject.'), extensions: { pending_count: 2 } } : undefined,
    ),
  ],
})

let product: TestProduct
let org: TestOrg
beforeAll(async () => {
  product = await createTestApp({ modules: ['orgs'], extraModules: [lampsModule, dimmersModule] })
})
afterAll(() => product.close())

const put = (who: TestOrg, module: string, body: unknown, version: string | number = '*') =>
  product.as(who.owner).put(`/v1/organization/modules/${module}`, body, { 'if-match': version === '*' ? '*' : `"v${version}"` })

describe('the list', () => {
  it('says what is on, what needs what, and how settings look', async () => {
    org = await product.newOrg()
    const { body } = await product.as(await org.person('viewer')).get('/v1/organization/modules')
    expect(body.items.find((item: { module: string }) => item.module === 'lamps')).toEqual({
      module: 'lamps', enabled: true, required: false, depends_on: ['orgs'], dependents: ['dimmers'], settings: {}, version: 0,
      settings_schema: expect.objectContaining({ additionalProperties: false, required: expect.arrayContaining(['colour']) }),
    })
    expect(body.items.find((item: { module: string }) => item.module === 'members')).toMatchObject({ required: true, enabled: true, settings_schema: null })
  })
})

describe('switching', () => {
  it('off is refused while a dependent is on, naming it; then works, and on again; routes follow at once', async () => {
    org = await product.newOrg()
    const owner = product.as(org.owner)
    const refused = await put(org, 'lamps', { enabled: false })
    expect([refused.status, refused.body.code, refused.body.modules]).toEqual([409, 'module_required', ['dimmers']])
    expect(refused.body.detail).toContain('dimmers')
    expect((await put(org, 'dimmers', { enabled: false, pending: 'reject' })).body).toMatchObject({ enabled: false, version: 1 })
    expect((await put(org, 'lamps', { enabled: false })).body).toMatchObject({ enabled: false })
    expect((await owner.get('/v1/lamps')).body.code).toBe('module_disabled')
    const early = await put(org, 'dimmers', { enabled: true })
    expect([early.status, early.body.modules]).toEqual([409, ['lamps']])
    expect((await put(org, 'lamps', { enabled: true })).status).toBe(200)
    expect((await owner.get('/v1/lamps')).status).toBe(200)
  })

  it('leaves one event with before and after, and none when nothing changes', async () => {
    org = await product.newOrg()
    await put(org, 'dimmers', { enabled: false, pending: 'confirm' })
    await put(org, 'dimmers', { enabled: false })
    const { rows } = await product.admin.query<{ data: unknown }>(`select data from events where org_id = $1 and type = 'orgs.module_switched'`, [org.id])
    expect(rows).toEqual([{ data: { module: 'dimmers', enabled: false } }])
  })

  it('asks the modules, whose refusal names the count, and says what becomes of what is pending', async () => {
    org = await product.newOrg()
    const refused = await put(org, 'dimmers', { enabled: false })
    expect(refused).toMatchObject({ status: 409, body: { code: 'state_conflict', pending_count: 2 } })
    expect((await product.as(org.owner).get('/v1/organization/modules/dimmers')).body.enabled).toBe(true)
    expect((await put(org, 'dimmers', { enabled: false, pending: 'later' })).body.errors[0].pointer).toBe('/pending')
  })

  it('refuses what every organisation has', async () => {
    org = await product.newOrg()
    const refused = await put(org, 'auth', { enabled: false })
    expect([refused.status, refused.body.code]).toEqual([409, 'module_required'])
    expect((await product.as(org.owner).get('/v1/organization')).status).toBe(200)
  })

  it('answers an unknown module with the nearest name', async () => {
    org = await product.newOrg()
    const unknown = await put(org, 'lmaps', { enabled: false })
    expect([unknown.status, unknown.body.code]).toEqual([404, 'not_found'])
    expect(unknown.body.detail).toContain("Did you mean 'lamps'?")
    expect((await product.as(org.owner).get('/v1/organization/modules/zzzzzz')).body.detail).not.toContain('Did you mean')
  })

  it('counts versions from 0 and refuses a stale one', async () => {
    org = await product.newOrg()
    const single = await product.as(org.owner).get('/v1/organization/modules/dimmers')
    expect(single.headers['etag']).toBe('"v0"')
    expect((await put(org, 'dimmers', { enabled: false, pending: 'reject' }, 0)).headers['etag']).toBe('"v1"')
    expect((await put(org, 'dimmers', { enabled: true }, 0)).status).toBe(412)
    expect((await product.as(org.owner).put('/v1/organization/modules/dimmers', { enabled: true })).status).toBe(428)
    expect((await put(org, 'dimmers', { enabled: true }, 1)).status).toBe(200)
  })

  it('never ends with a module on and the one it needs off, whoever races', async () => {
    for (let round = 0; round < 5; round += 1) {
      org = await product.newOrg()
      await put(org, 'dimmers', { enabled: false, pending: 'reject' })
      const answers = await Promise.all([put(org, 'lamps', { enabled: false }), put(org, 'dimmers', { enabled: true })])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    }
  })

  it('concerns one organisation only', async () => {
    const [one, other] = [await product.newOrg(), await product.newOrg()]
    await put(one, 'dimmers', { enabled: false, pending: 'reject' })
    expect((await product.as(other.owner).get('/v1/organization/modules/dimmers')).body).toMatchObject({ enabled: true, version: 0 })
  })

  it('brings back what waited in the outbox for the module, in the same transaction', async () => {
    org = await product.newOrg()
    await put(org, 'dimmers', { enabled: false, pending: 'reject' })
    const park = (channel: string) =>
      product.admin.query(`insert into outbox (org_id, id, channel, payload, status, reason) values ($1, gen_random_uuid(), $2, '{}', 'parked', 'off')`, [org.id, channel])
    await park('dimmers.mail')
    await park('lamps.mail')
    await put(org, 'dimmers', { enabled: true })
    const { rows } = await product.admin.query('select channel, status from outbox where org_id = $1 order by channel', [org.id])
    expect(rows).toEqual([{ channel: 'dimmers.mail', status: 'pending' }, { channel: 'lamps.mail', status: 'parked' }])
  })
})

describe('settings', () => {
  it('are checked by the module’s schema, with pointers, and completed by its defaults', async () => {
    org = await product.newOrg()
    const faulty = await put(org, 'lamps', { enabled: true, settings: { watts: 0, color: 'red' } })
    expect(faulty.status).toBe(422)
    expect(faulty.body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual(['/settings/color', '/settings/colour', '/settings/watts'])
    const set = await put(org, 'lamps', { enabled: true, settings: { colour: 'red' } })
    expect(set.body).toMatchObject({ settings: { colour: 'red', watts: 40 }, version: 1 })
    expect((await put(org, 'auth', { enabled: true, settings: { x: 1 } })).body.errors[0].pointer).toBe('/settings')
  })

  it('stay while the module is off, and come back with it', async () => {
    org = await product.newOrg()
    await put(org, 'dimmers', { enabled: false, pending: 'reject' })
    await put(org, 'lamps', { enabled: true, settings: { colour: 'red', watts: 60 } })
    await put(org, 'lamps', { enabled: false })
    expect((await put(org, 'lamps', { enabled: true })).body).toMatchObject({ enabled: true, settings: { colour: 'red', watts: 60 }, version: 3 })
  })
})
