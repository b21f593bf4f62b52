import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestPerson, type TestProduct } from '#config/testing/product'
import { roles, type Role } from '#kernel/contract'
import { members } from './contract.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['members'] })
})
afterAll(() => product.close())

const path = ({ user_id }: TestPerson) => `/v1/members/${user_id}`
const give = (who: TestPerson, whom: TestPerson, role: Role, version = '*') => product.as(who).patch(path(whom), { role }, { 'if-match': version })
const eventsOf = async (org: TestOrg) =>
  (await product.admin.query<{ type: string; data: unknown }>(`select type, data from events where org_id = $1 order by seq`, [org.id])).rows

describe('the list', () => {
  it('has pages, filters and a search over names and addresses', async () => {
    const org = await product.newOrg()
    const people = [org.owner, await org.person('viewer'), await org.person('member'), await org.person('admin'), await org.person('viewer')]
    const as = product.as(people[2]!)
    const walk = async (query: string) => {
      const ids: string[] = []
      let cursor: string | null = null
      do {
        const { status, body } = await as.get(`/v1/members?limit=2${query}${cursor ? `&cursor=${cursor}` : ''}`)
        expect(status).toBe(200)
        ids.push(...body.items.map((item: { id: string }) => item.id))
        cursor = body.next_cursor
      } while (cursor)
      return ids
    }
    const ids = (some: (TestPerson | undefined)[]) => some.map((person) => person!.user_id).sort()
    expect(await walk('')).toEqual(ids(people))
    expect(await walk('&role=viewer')).toEqual(ids([people[1], people[4]]))
    expect(await walk(`&q=${encodeURIComponent(people[3]!.email.toUpperCase())}`)).toEqual(ids([people[3]]))
    expect(await walk(`&q=viewer&status=active`)).toEqual(ids([people[1], people[4]]))
    expect(await walk('&q=viewer&role=admin')).toEqual([])
    const { headers } = await as.get('/v1/members?limit=2&role=viewer')
    expect(headers['link']).toBeUndefined()
    const first = await as.get('/v1/members?limit=1&q=viewer')
    expect((await as.get(`/v1/members?limit=1&q=member&cursor=${first.body.next_cursor}`)).status).toBe(422)
  })

  it('is not for viewers', async () => {
    const org = await product.newOrg()
    expect((await product.as(await org.person('viewer')).get('/v1/members')).body.code).toBe('forbidden')
  })
})

describe('INV-10: who may give what (A4)', () => {
  // [who, whose role now, new role] -> allowed; the rest is refused.
  const cases = roles.flatMap((who) => roles.flatMap((from) => roles.map((to) => ({ who, from, to, allowed: who === 'owner' || (who === 'admin' && from !== 'admin' && from !== 'owner' && to !== 'admin' && to !== 'owner') }))))

  it.each(roles)('as %s, over every role held and every role given', async (who) => {
    const org = await product.newOrg()
    const actor = await org.person(who)
    let looked = 0
    for (const { from, to, allowed } of cases.filter((each) => each.who === who && each.from !== each.to)) {
      const { status, body } = await give(actor, await org.person(from), to)
      expect([from, to, status, body.role ?? body.code]).toEqual([from, to, allowed ? 200 : 403, allowed ? to : 'forbidden'])
      looked += 1
    }
    expect(looked).toBe(20)
  })

  it('nobody raises themselves; whoever may manage may step down', async () => {
    const org = await product.newOrg()
    const admin = await org.person('admin')
    expect((await give(admin, admin, 'owner')).status).toBe(403)
    expect((await give(await org.person('member'), org.owner, 'member')).status).toBe(403)
    expect((await give(admin, admin, 'member')).body.role).toBe('member')
    expect((await product.as(admin).post('/v1/invitations', { email: 'x@example.test', role: 'viewer' })).status).toBe(403)
  })

  it('takes effect with the next request, whatever the token says', async () => {
    const org = await product.newOrg()
    const admin = await org.person('admin')
    await give(org.owner, admin, 'viewer')
    expect((await product.as(admin).get('/v1/members')).status).toBe(403)
  })
})

describe('changing a role', () => {
  it('needs the version read and leaves one event with before and after, without names', async () => {
    const org = await product.newOrg()
    const person = await org.person('viewer')
    expect((await product.as(org.owner).patch(path(person), { role: 'member' })).status).toBe(428)
    const changed = await give(org.owner, person, 'approver', '"v1"')
    expect([changed.body.role, changed.body.version, changed.headers['etag']]).toEqual(['approver', 2, '"v2"'])
    expect((await give(org.owner, person, 'member', '"v1"')).body.code).toBe('precondition_failed')
    expect((await give(org.owner, person, 'approver', '"v2"')).body.version).toBe(2)
    const events = (await eventsOf(org)).filter(({ type }) => type === members.events.role_changed.name)
    expect(events).toEqual([{ type: 'members.role_changed', data: { user_id: person.user_id, role: 'approver' } }])
    expect(JSON.stringify(await eventsOf(org))).not.toContain(person.email)
  })

  it.each([['role', { role: 'king' }, '/role'], ['status', { role: 'member', status: 'active' }, '/status'], ['organisation', { role: 'member', org_id: randomUUID() }, '/org_id']])(
    'refuses a faulty or foreign field: %s',
    async (_what, body, pointer) => {
      const org = await product.newOrg()
      const answer = await product.as(org.owner).patch(path(await org.person('viewer')), body, { 'if-match': '*' })
      expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer])
    },
  )
})

describe('INV-10: deactivation', () => {
  it('ends sessions at once, keeps the person on the list, and can be undone', async () => {
    const org = await product.newOrg()
    const person = await org.person('member')
    expect((await product.as(person).get('/v1/members')).status).toBe(200)
    const gone = await product.as(org.owner).post(`${path(person)}/deactivation`)
    expect(gone.body).toMatchObject({ status: 'deactivated', name: person.name, version: 2 })
    expect((await product.as(person).get('/v1/members')).body.code).toBe('unauthenticated')
    expect((await product.admin.query('select from sessions where user_id = $1 and revoked_at is null', [person.user_id])).rowCount).toBe(0)
    expect((await product.as(org.owner).post(`${path(person)}/deactivation`)).body.code).toBe('state_conflict')
    expect((await product.as(org.owner).get('/v1/members?status=deactivated')).body.items).toHaveLength(1)
    expect((await product.as(org.owner).post(`${path(person)}/reactivation`, undefined, { 'if-match': '"v1"' })).status).toBe(412)
    expect((await product.as(org.owner).post(`${path(person)}/reactivation`)).body).toMatchObject({ status: 'active', role: 'member' })
    expect((await product.as(org.owner).post(`${path(person)}/reactivation`)).body.code).toBe('state_conflict')
    expect((await eventsOf(org)).map(({ type }) => type).slice(-2)).toEqual(['members.deactivated', 'members.reactivated'])
  })

  it('leaves sessions in other organisations alone: no organisation decides about another’s', async () => {
    const [org, home] = [await product.newOrg(), await product.newOrg()]
    const person = await home.person('member')
    await product.inTenant(org.id, () => product.container.resolve(members.port).add({ user_id: person.user_id, role: 'member' }))
    expect((await product.as(org.owner).post(`${path(person)}/deactivation`)).status).toBe(200)
    expect((await product.as(person).get('/v1/members')).status).toBe(200)
  })

  it('refuses a live token of somebody whose membership alone went', async () => {
    const org = await product.newOrg()
    const person = await org.person('member')
    await product.admin.query(`update memberships set status = 'deactivated' where org_id = $1 and user_id = $2`, [org.id, person.user_id])
    const { status, body } = await product.as(person).get('/v1/members')
    expect([status, body.code]).toEqual([401, 'unauthenticated'])
    expect(body.detail).toContain('no longer valid for this organisation')
  })

  it('is for owners where admins and owners are concerned', async () => {
    const org = await product.newOrg()
    const [admin, other] = [await org.person('admin'), await org.person('admin')]
    expect((await product.as(admin).post(`${path(org.owner)}/deactivation`)).status).toBe(403)
    expect((await product.as(admin).post(`${path(other)}/deactivation`)).status).toBe(403)
    expect((await product.as(admin).post(`${path(await org.person('approver'))}/deactivation`)).status).toBe(200)
    await product.as(org.owner).post(`${path(other)}/deactivation`)
    expect((await product.as(admin).post(`${path(other)}/reactivation`)).status).toBe(403)
  })
})

describe('INV-10: the last owner (A5)', () => {
  it('is neither demoted nor deactivated', async () => {
    const org = await product.newOrg()
    for (const answer of [await give(org.owner, org.owner, 'admin'), await product.as(org.owner).post(`${path(org.owner)}/deactivation`)]) {
      expect([answer.status, answer.body.code]).toEqual([409, 'last_owner'])
    }
  })

  it('stays when both owners are taken away at the same time, however', async () => {
    type Act = (who: TestPerson, whom: TestPerson) => ReturnType<typeof give>
    const demote: Act = (who, whom) => give(who, whom, 'admin')
    const deactivate: Act = (who, whom) => product.as(who).post(`${path(whom)}/deactivation`)
    let races = 0
    for (const [one, other] of [[demote, demote], [demote, deactivate], [deactivate, deactivate]] as const) {
      for (const crossed of [true, false]) {
        for (let round = 0; round < 4; round += 1) {
          const org = await product.newOrg()
          const second = await org.person('owner')
          const [a, b] = crossed ? [second, org.owner] : [org.owner, second]
          const answers = await Promise.all([one(org.owner, a), other(second, b)])
          const owners = await product.admin.query(`select from memberships where org_id = $1 and role = 'owner' and status = 'active'`, [org.id])
          expect(owners.rowCount).toBe(1)
          const refusals = answers.filter(({ status }) => status !== 200)
          expect(refusals).toHaveLength(1)
          // A crossed loser may find itself an admin, or without a session, before it got as far as the owners.
          expect(crossed ? ['last_owner', 'forbidden', 'unauthenticated'] : ['last_owner']).toContain(refusals[0]!.body.code)
          races += 1
        }
      }
    }
    expect(races).toBe(24)
  })
})

describe('isolation', () => {
  it('answers a foreign member like a random one, byte for byte, and leaves no trace there', async () => {
    const [org, victim] = [await product.newOrg(), await product.newOrg()]
    const before = await eventsOf(victim)
    const send = [
      (id: string) => product.as(org.owner).get(`/v1/members/${id}`),
      (id: string) => product.as(org.owner).patch(`/v1/members/${id}`, { role: 'viewer' }, { 'if-match': '"v1"' }),
      (id: string) => product.as(org.owner).post(`/v1/members/${id}/deactivation`),
      (id: string) => product.as(org.owner).post(`/v1/members/${id}/reactivation`),
    ]
    for (const request of send) {
      const [foreign, random] = [await request(victim.owner.user_id), randomUUID()]
      const strange = await request(random)
      const bare = (text: string, id: string, requestId: string) => text.replaceAll(id, 'ID').replaceAll(requestId, 'REQUEST')
      expect(foreign.status).toBe(404)
      expect(bare(foreign.text, victim.owner.user_id, foreign.body.requestId)).toBe(bare(strange.text, random, strange.body.requestId))
    }
    expect(await eventsOf(victim)).toEqual(before)
    expect((await product.as(victim.owner).get('/v1/members')).body.items).toHaveLength(1)
  })
})

describe('the port', () => {
  it('adds, refuses a second time, revives the deactivated, and knows who is active', async () => {
    const org = await product.newOrg()
    const port = product.container.resolve(members.port)
    const [person, admin] = [await org.person('member'), await org.person('admin')]
    await expect(product.inTenant(org.id, () => port.add({ user_id: person.user_id, role: 'viewer' }))).rejects.toThrow(/already_exists/)
    await product.as(org.owner).post(`${path(person)}/deactivation`)
    const stranger = (await product.newOrg()).owner.user_id
    const [known, above, exact] = await product.inTenant(org.id, async () => [
      await port.byIds([person.user_id, stranger]),
      await port.withRole('admin', { orAbove: true }),
      await port.withRole('admin'),
    ])
    expect([...known!.keys()]).toEqual([person.user_id])
    expect([above, exact].map((list) => (list as readonly { id: string }[]).map(({ id }) => id).sort())).toEqual([[org.owner.user_id, admin.user_id].sort(), [admin.user_id]])
    const active = product.inTenant(org.id, () => port.assertActive([admin.user_id, person.user_id, stranger], '/people'))
    await expect(active).rejects.toMatchObject({ details: { errors: [{ pointer: '/people', detail: expect.stringContaining(`${person.user_id}, ${stranger}`) }] } })
    expect(await product.inTenant(org.id, () => port.add({ user_id: person.user_id, role: 'approver' }))).toMatchObject({ status: 'active', role: 'approver', version: 3 })
  })
})
