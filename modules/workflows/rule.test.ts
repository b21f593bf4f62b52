import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestPerson, type TestProduct } from '#config/testing/product'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['workflows'] })
})
afterAll(() => product.close())

const rule = (more: Record<string, unknown> = {}) => ({ name: 'Long ones', priority: 100, conditions: [{ kind: 'duration', is: 'more_than', minutes: 240 }], outcome: { kind: 'require_approval', steps: [{ mode: 'any', approvers: [{ kind: 'role', role: 'owner' }] }] }, ...more })
const write = (person: TestPerson, more: Record<string, unknown> = {}) => product.as(person).post('/v1/workflow-rules', rule(more))
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString()
const notify = (...user_ids: string[]) => ({ outcome: { kind: 'notify', user_ids } })

describe('writing rules', () => {
  it('keeps every version, with who made it, and says in a sentence what the rule does', async () => {
    const org = await product.newOrg()
    const admin = await org.person('admin')
    const made = await write(org.owner)
    expect(made).toMatchObject({ status: 201, headers: { etag: '"v1"', location: `/v1/workflow-rules/${String(made.body['id'])}` }, body: { version: 1, enabled: true, trigger: 'booking.placed', archived_at: null } })
    expect(made.body['sentence']).toBe('When a booking is placed and it lasts more than 4 hours, ask one of the owners to approve it.')
    expect((await product.as(org.owner).get(`/v1/workflow-rules/${made.body['id']}`, { 'accept-language': 'de' })).body['sentence']).toBe('Wenn eine Buchung entsteht und sie mehr als 4 Stunden dauert, braucht sie die Freigabe von einer Person (Inhaber).')
    const path = `/v1/workflow-rules/${String(made.body['id'])}`
    const patch = (body: unknown, tag?: string) => product.as(admin).patch(path, body, tag ? { 'if-match': tag } : {})

    expect((await patch({ priority: 5 })).status).toBe(428)
    expect((await patch({ priority: 5 }, '"v7"')).status).toBe(412)
    expect((await patch({}, '"v1"')).status).toBe(422)
    expect((await patch({ version: 9 }, '"v1"')).status).toBe(422)
    expect(await patch({ priority: 100 }, '"v1"')).toMatchObject({ status: 200, headers: { etag: '"v1"' } })
    expect(await patch({ priority: 5, outcome: { kind: 'refuse', reason: 'Too long.' } }, '"v1"')).toMatchObject({ status: 200, headers: { etag: '"v2"' }, body: { name: 'Long ones', priority: 5 } })
    expect((await product.as(admin).post(`${path}/archival`, {}, { 'if-match': '"v1"' })).status).toBe(412)
    expect((await product.as(admin).post(`${path}/archival`, {})).body).toMatchObject({ version: 3, enabled: false })
    expect((await product.as(admin).post(`${path}/archival`, {})).body).toMatchObject({ code: 'state_conflict' })
    expect((await patch({ enabled: true }, '"v3"')).body).toMatchObject({ code: 'state_conflict' })

    const versions = await product.as(org.owner).get(`${path}/versions?limit=2`)
    expect(versions.body['items']).toMatchObject([{ version: 3, archived: true, changed_by: admin.user_id }, { version: 2, archived: false, changed_by: admin.user_id, priority: 5 }])
    const rest = await product.as(org.owner).get(`${path}/versions?limit=2&cursor=${encodeURIComponent(String(versions.body['next_cursor']))}`)
    expect(rest.body['items']).toMatchObject([{ version: 1, changed_by: org.owner.user_id, priority: 100, outcome: { kind: 'require_approval' } }])
    await expect(product.inTenant(org.id, (work) => work.query({ text: 'update workflow_rule_versions set name = name' }))).rejects.toMatchObject({ code: '42501' })
    const { rows } = await product.admin.query<{ type: string }>(`select type from events where org_id = $1 and subject_kind = 'rule' order by xid, seq`, [org.id])
    expect(rows.map(({ type }) => type)).toEqual(['workflows.created', 'workflows.updated', 'workflows.archived'])
  })

  it('loses no change when two are made at once', async () => {
    const org = await product.newOrg()
    const id = String((await write(org.owner)).body['id'])
    const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => product.as(org.owner).patch(`/v1/workflow-rules/${id}`, { priority: index }, { 'if-match': '"v1"' })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412])
    const free = await Promise.all(Array.from({ length: 4 }, (_, index) => product.as(org.owner).patch(`/v1/workflow-rules/${id}`, { priority: 50 + index }, { 'if-match': '*' })))
    expect(free.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const versions = (await product.as(org.owner).get(`/v1/workflow-rules/${id}/versions`)).body['items'] as unknown as { version: number }[]
    expect(versions.map(({ version }) => version)).toEqual([6, 5, 4, 3, 2, 1])
  })

  it('is for admins; members read, viewers do not', async () => {
    const org = await product.newOrg()
    const id = String((await write(org.owner)).body['id'])
    for (const [which, reads, writes] of [['viewer', 403, 403], ['member', 200, 403], ['approver', 200, 403], ['admin', 200, 201]] as const) {
      const person = await org.person(which)
      for (const path of ['', `/${id}`, `/${id}/versions`]) expect((await product.as(person).get(`/v1/workflow-rules${path}`)).status).toBe(reads)
      expect((await write(person)).status).toBe(writes)
      if (writes === 403) {
        expect((await product.as(person).patch(`/v1/workflow-rules/${id}`, { priority: 1 }, { 'if-match': '*' })).status).toBe(403)
        for (const path of [`${id}/archival`, 'dry-runs', 'simulations']) {
          const body = { 'dry-runs': { draft: { resource_id: id, starts_at: inDays(7), ends_at: inDays(7.1) } }, simulations: { rule: rule(), from: inDays(-2), to: inDays(-1) } }[path] ?? {}
          expect((await product.as(person).post(`/v1/workflow-rules/${path}`, body)).status).toBe(403)
        }
      }
    }
  })
})

describe('what a rule mentions', () => {
  it('must be there: people, approvers, resources, types, each fault at its place', async () => {
    const [org, other] = await Promise.all([product.newOrg(), product.newOrg()])
    const [gone, viewer, foreign] = await Promise.all([org.person('member'), org.person('viewer'), other.person('member')])
    await product.as(org.owner).post(`/v1/members/${gone.user_id}/deactivation`, {})
    const room = async (owner: TestPerson) => String((await product.as(owner).post('/v1/resources', { name: 'Room' })).body['id'])
    const type = async (owner: TestPerson) => String((await product.as(owner).post('/v1/resource-types', { name: 'Lab' })).body['id'])
    const [here, there, lab, labThere] = await Promise.all([room(org.owner), room(other.owner), type(org.owner), type(other.owner)])
    const approvers = (user_ids: string[]) => ({ kind: 'require_approval', steps: [{ mode: 'all', approvers: [{ kind: 'resource_owners' }, { kind: 'people', user_ids }] }] })

    const answer = await write(org.owner, {
      conditions: [{ kind: 'resource', in: [here, there] }, { kind: 'resource_type', in: [labThere, lab] }, { kind: 'person', in: [foreign.user_id, org.owner.user_id, gone.user_id] }],
      outcome: approvers([viewer.user_id, org.owner.user_id, foreign.user_id]),
    })
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed' } })
    expect((answer.body['errors'] as unknown as { pointer: string }[]).map(({ pointer }) => pointer).sort()).toEqual([
      '/conditions/0/in/1', '/conditions/1/in/0', '/conditions/2/in/0', '/conditions/2/in/2', '/outcome/steps/0/approvers/1/user_ids/0', '/outcome/steps/0/approvers/1/user_ids/2',
    ])
    expect((await write(org.owner, { conditions: [{ kind: 'resource', in: [here] }, { kind: 'resource_type', in: [lab] }, { kind: 'person', in: [viewer.user_id] }], outcome: approvers([org.owner.user_id]) })).body['sentence']).toBe(
      `When a booking is placed and it is for Room, the resource is of type Lab and the person it is for is ${viewer.name}, ask all of the owners of the resource and ${org.owner.name} to approve it.`,
    )
  })

  it('from another organisation is like what never was', async () => {
    const [org, other] = await Promise.all([product.newOrg(), product.newOrg()])
    const foreign = String((await write(other.owner)).body['id'])
    const room = String((await product.as(other.owner).post('/v1/resources', { name: 'Room' })).body['id'])
    const random = randomUUID()
    const plain = (text: string, id: string) => text.replaceAll(id, '*').replace(/"requestId":"[^"]*"/, '')
    const api = product.as(org.owner)
    const draft = (resource_id: string, more = {}) => ({ draft: { resource_id, starts_at: inDays(7), ends_at: inDays(7.1), ...more } })
    const asks: [string, (id: string) => Promise<{ status: number; text: string }>, number][] = [
      [foreign, (id) => api.get(`/v1/workflow-rules/${id}`), 404],
      [foreign, (id) => api.get(`/v1/workflow-rules/${id}/versions`), 404],
      [foreign, (id) => api.patch(`/v1/workflow-rules/${id}`, { priority: 1 }, { 'if-match': '*' }), 404],
      [foreign, (id) => api.post(`/v1/workflow-rules/${id}/archival`, {}), 404],
      [room, (id) => write(org.owner, { conditions: [{ kind: 'resource', in: [id] }] }), 422],
      [other.owner.user_id, (id) => write(org.owner, notify(id)), 422],
      [room, (id) => api.post('/v1/workflow-rules/dry-runs', draft(id)), 422],
      [other.owner.user_id, (id) => api.post('/v1/workflow-rules/dry-runs', draft(randomUUID(), { booked_for: id })), 422],
      [foreign, (id) => api.post('/v1/workflow-rules/simulations', { rule: rule(), replaces: id, from: inDays(-2), to: inDays(-1) }), 422],
    ]
    for (const [id, ask, status] of asks) {
      const [a, b] = [await ask(id), await ask(random)]
      expect(a.status).toBe(status)
      expect(plain(a.text, id)).toBe(plain(b.text, random))
    }
    expect((await product.as(other.owner).get(`/v1/workflow-rules/${foreign}`)).body).toMatchObject({ version: 1 })
  })

  it.each([
    [{ conditions: [{ kind: 'outside_hours', from: '08:00', to: '08:00' }] }, '/conditions/0/to'],
    [{ outcome: { kind: 'require_approval', steps: [{ mode: 'n_of_m', approvers: [{ kind: 'resource_owners' }] }] } }, '/outcome/steps/0/needed'],
    [{ outcome: { kind: 'require_approval', steps: [{ mode: 'any', needed: 2, approvers: [{ kind: 'resource_owners' }] }] } }, '/outcome/steps/0/needed'],
    [{ name: 'two\nlines' }, '/name'],
    [{ priority: -1 }, '/priority'],
    [{ approved_by: 'me' }, '/approved_by'],
  ])('is refused at the field: %j', async (more, pointer) => {
    const org = await product.newOrg()
    const { status, body } = await write(org.owner, more)
    expect(status).toBe(422)
    expect((body['errors'] as unknown as { pointer: string }[]).map((error) => error.pointer)).toContain(pointer)
  })
})

describe('the list of rules', () => {
  it('is in the order they are asked: priority, then creation', async () => {
    const org = await product.newOrg()
    const made: string[] = []
    for (const priority of [20, 10, 20, 10, 30]) made.push(String((await write(org.owner, { priority, enabled: priority !== 30 })).body['id']))
    const archived = String((await write(org.owner)).body['id'])
    await product.as(org.owner).post(`/v1/workflow-rules/${archived}/archival`, {})
    const list = async (query: string) => {
      const { body } = await product.as(org.owner).get(`/v1/workflow-rules${query}`)
      return { ids: (body['items'] as unknown as { id: string }[]).map(({ id }) => id), cursor: body['next_cursor'] as unknown as string | null }
    }
    const inOrder = [made[1], made[3], made[0], made[2], made[4]]
    expect((await list('')).ids).toEqual(inOrder)
    expect((await list('?enabled=false')).ids).toEqual([made[4]])
    expect((await list('?archived=true')).ids).toEqual([archived])
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page = await list(`?limit=2${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`)
      seen.push(...page.ids)
      cursor = page.cursor
    }
    expect(seen).toEqual(inOrder)
  })
})
