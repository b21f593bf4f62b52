import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { defineContract, defineEvent, definePermission } from '#kernel/contract'
import { eventRecorderToken } from '#kernel/events/recorder'
import { asWritten } from '#kernel/language'
import { problems } from '#kernel/http/problems'
import { Problem } from '#kernel/http/problem'
import { defineModule } from '#kernel/module'

const see = definePermission('probe:see', 'viewer', 'see probes')
const poke = definePermission('probe:poke', 'owner', 'poke probes')
const data = Type.Object({ secret_title: Type.String() })
const probe = defineContract({
  name: 'probe',
  permissions: { see, poke },
  events: {
    moved: defineEvent('probe.moved', data, { audience: see, description: 'A probe moved.' }),
    stopped: defineEvent('probe.stopped', data, { audience: see, description: 'A probe stopped.' }),
  },
})
const params = Type.Object({ id: Type.String() })
const ok = { 200: Type.Object({}) }
const probeModule = defineModule({
  contract: probe,
  routes: () => async (app) => {
    app.post('/probes/:id/pokes', { schema: { params, response: ok }, config: { access: poke } }, async () => ({}))
    app.post('/probes/:id/self', { schema: { params, response: ok }, config: { access: see } }, async () => {
      throw new Problem(problems.forbidden, { detail: asWritten('Nobody pokes their own probe.') })
    })
    app.post('/probes/:id/missing', { schema: { params, response: ok }, config: { access: see } }, async () => {
      throw new Problem(problems.notFound, { detail: asWritten('There is no such probe.') })
    })
  },
})

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['audit'], extraModules: [probeModule] })
})
afterAll(() => product.close())

type Kind = 'moved' | 'stopped'
const emit = (org: TestOrg, kind: Kind, id: string) =>
  product.inTenant(org.id, async () => product.container.resolve(eventRecorderToken).emit(probe.events[kind], { subject: { kind: 'probe', id }, data: { secret_title: 'Redundancies' }, changes: { title: { from: null, to: 'changed' } } }))
const ids = (body: { items: { id: string }[] }) => body.items.map(({ id }) => id)

describe('GET /v1/audit-log', () => {
  it('shows the newest first and loses none between pages, though many share a millisecond', async () => {
    const org = await product.newOrg()
    const written: string[] = []
    for (let n = 0; n < 40; n += 1) {
      const events = await product.inTenant(org.id, async () =>
        [1, 2, 3].map((id) => product.container.resolve(eventRecorderToken).emit(probe.events.moved, { subject: { kind: 'probe', id: `${n}-${id}` }, data: { secret_title: 'x' } })),
      )
      written.unshift(...events.map(({ id }) => id).reverse())
    }
    const as = product.as(org.owner)
    const seen: string[] = []
    let path: string | null = '/v1/audit-log?action=probe.moved&limit=25'
    while (path) {
      const { body, headers }: Awaited<ReturnType<typeof as.get>> = await as.get(path)
      seen.push(...ids(body))
      path = /<([^>]+)>; rel="next"/.exec(headers['link'] ?? '')?.[1] ?? null
      // What is written meanwhile moves nothing.
      if (seen.length === 25) await emit(org, 'moved', 'late')
    }
    expect(seen).toEqual(written)
  })

  it('filters by actor, action, module, outcome, subject and time', async () => {
    const org = await product.newOrg()
    const [subject, other] = [randomUUID(), randomUUID()]
    const first = await emit(org, 'moved', subject)
    const second = await emit(org, 'stopped', subject)
    const third = await emit(org, 'moved', other)
    const list = async (query: string) => ids((await product.as(org.owner).get(`/v1/audit-log?${query}`)).body).filter((id) => [first.id, second.id, third.id].includes(id))
    expect(await list('actor=test')).toEqual([third.id, second.id, first.id])
    expect(await list(`actor=${org.owner.user_id}`)).toEqual([])
    expect(await list('action=probe.stopped')).toEqual([second.id])
    expect(await list('action=probe.*')).toEqual([third.id, second.id, first.id])
    expect(await list('action=members.*')).toEqual([])
    expect(await list(`subject_kind=probe&subject_id=${subject}`)).toEqual([second.id, first.id])
    expect(await list('outcome=refused')).toEqual([])
    expect(await list(`from=${first.at}&to=2099-01-01T00:00:00Z`)).toEqual([third.id, second.id, first.id])
    expect(await list(`to=${first.at}`)).toEqual([])
    expect((await product.as(org.owner).get('/v1/audit-log?action=everything')).body.errors).toEqual([expect.objectContaining({ pointer: 'query/action' })])
  })

  it('holds no text of a person', async () => {
    const org = await product.newOrg()
    const { id } = await emit(org, 'moved', 'p')
    const { body, text } = await product.as(org.owner).get(`/v1/audit-log/${id}`)
    expect(body).toEqual({
      id, at: expect.stringMatching(/Z$/), outcome: 'done', actor: { kind: 'system', id: 'test', api_key_id: null }, action: 'probe.moved', subject: { kind: 'probe', id: 'p' },
      changes: { title: { from: null, to: 'changed' } }, request_id: expect.any(String), network: null,
    })
    expect(text).not.toContain('Redundancies')
  })

  it('is for admins, of their own organisation', async () => {
    const [org, other] = [await product.newOrg(), await product.newOrg()]
    const { id } = await emit(org, 'moved', 'p')
    for (const role of ['viewer', 'member', 'approver'] as const) expect((await product.as(await org.person(role)).get('/v1/audit-log')).status).toBe(403)
    expect((await product.as(await org.person('admin')).get(`/v1/audit-log/${id}`)).status).toBe(200)
    const [foreign, random] = [await product.as(other.owner).get(`/v1/audit-log/${id}`), await product.as(other.owner).get(`/v1/audit-log/${randomUUID()}`)]
    expect({ ...foreign.body, instance: '', requestId: '' }).toEqual({ ...random.body, instance: '', requestId: '' })
    expect(ids((await product.as(other.owner).get('/v1/audit-log?action=probe.*')).body)).toEqual([])
  })

  it('goes on writing while its reading is switched off', async () => {
    const org = await product.newOrg()
    await product.admin.query(`insert into org_modules (org_id, module, enabled) values ($1, 'audit', false)`, [org.id])
    const { id } = await emit(org, 'moved', 'p')
    expect((await product.as(org.owner).get('/v1/audit-log')).body.code).toBe('module_disabled')
    await product.as(await org.person('viewer')).post(`/v1/probes/${randomUUID()}/pokes`)
    await product.admin.query(`delete from org_modules where org_id = $1`, [org.id])
    expect((await product.as(org.owner).get(`/v1/audit-log/${id}`)).status).toBe(200)
    expect((await product.as(org.owner).get('/v1/audit-log?outcome=refused')).body.items).toHaveLength(1)
  })
})

describe('INV-8: a refusal', () => {
  const refusals = async (org: TestOrg) => (await product.as(org.owner).get('/v1/audit-log?outcome=refused')).body.items

  it('is recorded whoever refused, the gate or the service, with the ids of its path', async () => {
    const org = await product.newOrg()
    const viewer = await org.person('viewer')
    const id = randomUUID()
    const gate = await product.as(viewer).post(`/v1/probes/${id}/pokes?token=canary-in-the-query`, undefined, {})
    const service = await product.as(viewer).post('/v1/probes/canary-in-the-path/self', undefined, {})
    expect([gate.status, service.status]).toEqual([403, 403])
    const [second, first, ...more] = await refusals(org)
    expect(more).toEqual([])
    expect(first).toEqual({
      id: expect.any(String), at: expect.any(String), outcome: 'refused', actor: { kind: 'user', id: viewer.user_id, api_key_id: null }, action: 'audit.refused',
      subject: { kind: 'route', id: 'POST /v1/probes/:id/pokes' }, changes: { code: 'forbidden', module: 'probe', ids: { id } }, request_id: gate.body.requestId, network: '127.0.0.0/24',
    })
    expect(second).toMatchObject({ subject: { id: 'POST /v1/probes/:id/self' }, changes: { code: 'forbidden', module: 'probe' }, request_id: service.body.requestId })
    expect(JSON.stringify([first, second])).not.toContain('canary')
  })

  it('is not what a 404 is, nor a request without a credential', async () => {
    const org = await product.newOrg()
    await product.as(org.owner).post(`/v1/probes/${randomUUID()}/missing`)
    await product.anonymous.post(`/v1/probes/${randomUUID()}/pokes`)
    expect(await refusals(org)).toEqual([])
  })

  it('stays a refusal when it cannot be recorded', async () => {
    const org = await product.newOrg()
    const viewer = await org.person('viewer')
    await product.admin.query('revoke insert on audit_log from bookflow_app')
    try {
      expect((await product.as(viewer).post(`/v1/probes/${randomUUID()}/pokes`)).status).toBe(403)
    } finally {
      await product.admin.query('grant insert on audit_log to bookflow_app')
    }
    expect(await refusals(org)).toEqual([])
  })
})
