/** API keys over REST: made, used within their scopes, refused, revoked. The stream's part is in stream-keys.test.ts. */
import { randomUUID } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestPerson, type TestProduct } from '#config/testing/product'
import type { Json } from '#kernel/testing/client'
import { keyMark, makeKey, readKey } from './key-token.js'
import { knownKeysToken } from './known-keys.js'

let product: TestProduct
let org: TestOrg
beforeAll(async () => {
  product = await createTestApp({ modules: ['bookings', 'audit'] })
  org = await product.newOrg()
})
afterAll(() => product.close())

const path = '/v1/auth/api-keys'
/** Where the secret begins: after the mark and three ids. */
const secretAt = keyMark.length + 3 * 22
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const withChecksum = (body: string): string => {
  let [rest, sum] = [crc32(body), '']
  for (let place = 0; place < 6; place += 1) [rest, sum] = [Math.floor(rest / 62), digits.charAt(rest % 62) + sum]
  return body + sum
}
const make = async (person: TestPerson, scopes: readonly string[], more: Json = {}): Promise<Json> => {
  const answer = await product.as(person).post(path, { name: 'Robot', scopes, ...more })
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}
const by = (person: TestPerson, key: string) => product.as({ ...person, token: key })
const auditOf = async (query: string): Promise<Json[]> => (await product.as(org.owner).get(`/v1/audit-log?limit=100&${query}`)).body.items

describe('an API key', () => {
  it('is shown once, does what its scopes say in the name of its owner, and is told apart in the audit log', async () => {
    const admin = await org.person('admin')
    const { key, ...shown } = await make(admin, ['resources:manage', 'resources:read'])
    expect(shown).toMatchObject({ name: 'Robot', user_id: admin.user_id, scopes: ['resources:manage', 'resources:read'], status: 'active', last_used_at: null, revoked_at: null })
    expect(key.startsWith(shown.prefix)).toBe(true)
    expect((await product.as(admin).get(`${path}/${shown.id}`)).body).toEqual(shown)
    const made = await by(admin, key).post('/v1/resources', { name: 'Made by robot' })
    expect(made.status).toBe(201)
    const [entry] = await auditOf(`subject_id=${made.body.id}`)
    expect(entry).toMatchObject({ action: 'resources.created', actor: { kind: 'user', id: admin.user_id, api_key_id: shown.id } })
    expect((await auditOf(`api_key_id=${shown.id}`)).map(({ id }) => id)).toEqual([entry!.id])
    const { rows } = await product.admin.query('select actor from events where subject_id = $1', [made.body.id])
    expect(rows[0].actor).toEqual({ kind: 'user', id: admin.user_id, api_key_id: shown.id })
    const [creation] = await auditOf(`subject_id=${shown.id}`)
    expect(creation).toMatchObject({ action: 'auth.api_key_created', actor: { id: admin.user_id, api_key_id: null } })
    expect(JSON.stringify(creation)).not.toContain(key.slice(-49))
  })

  it('ends after 90 days unless it says when, never later than in a year', async () => {
    const { expires_at } = await make(org.owner, ['resources:read'])
    expect(Math.round((Date.parse(expires_at) - Date.now()) / 86_400_000)).toBe(90)
    const at = (ms: number) => product.as(org.owner).post(path, { name: 'Robot', scopes: ['resources:read'], expires_at: new Date(Date.now() + ms).toISOString() })
    expect((await at(364 * 86_400_000)).status).toBe(201)
    for (const ms of [-1_000, 366 * 86_400_000]) expect((await at(ms)).body.errors?.[0]?.pointer).toBe('/expires_at')
  })

  it('answers a replay without the key', async () => {
    const body = { name: 'Once', scopes: ['resources:read'] }
    const keyed = { 'idempotency-key': randomUUID() }
    const first = await product.as(org.owner).post(path, body, keyed)
    const again = await product.as(org.owner).post(path, body, keyed)
    const { key, ...rest } = first.body
    expect(readKey(key)?.id).toBe(rest.id)
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(again.body).toEqual(rest)
  })

  it('has Idempotency-Keys of its own: neither the person nor another key is given its answers', async () => {
    const keys = await Promise.all([make(org.owner, ['resources:manage']), make(org.owner, ['resources:manage'])])
    const keyed = { 'idempotency-key': randomUUID() }
    const ask = (client: ReturnType<typeof by>) => client.post('/v1/resources', { name: 'Same words' }, keyed)
    const answers = [await ask(by(org.owner, keys[0].key)), await ask(by(org.owner, keys[1].key)), await ask(product.as(org.owner)), await ask(by(org.owner, keys[0].key))]
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    expect(answers.map(({ headers }) => headers['idempotent-replayed'] ?? 'no')).toEqual(['no', 'no', 'no', 'true'])
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(3)
  })

  it('tells when it was used last, in one write a minute at most', async () => {
    const known = product.container.resolve(knownKeysToken)
    const { key, id } = await make(org.owner, ['resources:read'])
    const lastUse = async () => String((await product.as(org.owner).get(`${path}/${id}`)).body.last_used_at)
    const use = async () => {
      expect((await by(org.owner, key).get('/v1/resources')).status).toBe(200)
      await known.flush()
      return lastUse()
    }
    const first = await use()
    expect(Date.now() - Date.parse(first)).toBeLessThan(60_000)
    expect(await use()).toBe(first)
    await product.admin.query(`update api_keys set last_used_at = now() - interval '61 seconds' where id = $1`, [id])
    expect(Date.parse(await use())).toBeGreaterThanOrEqual(Date.parse(first))
  })
})

describe('scopes', () => {
  it('A4: go no further than what their giver holds now; the attempt is audited', async () => {
    const member = await org.person('member')
    const refused = await product.as(member).post(path, { name: 'Climber', scopes: ['resources:read', 'resources:manage'] })
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden'])
    expect(refused.body.detail).toContain("'resources:manage'")
    expect(await auditOf(`actor=${member.user_id}&outcome=refused`)).toMatchObject([{ action: 'audit.refused', subject: { id: `POST ${path}` } }])
    expect((await product.as(member).get(path)).body.items).toEqual([])
  })

  it('are names that exist, each named by its place when it does not', async () => {
    const { status, body } = await product.as(org.owner).post(path, { name: 'Typo', scopes: ['resources:read', 'resources:raed', 'auth:api_keys'] })
    expect([status, body.errors.map(({ pointer }: Json) => pointer)]).toEqual([422, ['/scopes/1', '/scopes/2']])
    expect(body.errors[0].detail).toContain("'resources:read'")
  })

  it('offers a person what they hold, and nothing over keys', async () => {
    const offered = async (person: TestPerson) => (await product.as(person).get('/v1/auth/api-key-scopes')).body.items.map(({ name }: Json) => name)
    const [viewer, owner] = [await offered(await org.person('viewer')), await offered(org.owner)]
    expect(viewer).toContain('resources:read')
    expect(viewer).not.toContain('resources:manage')
    expect(owner).toEqual(expect.arrayContaining([...viewer, 'resources:manage', 'audit:read']))
    expect(owner.some((name: string) => name.startsWith('auth:'))).toBe(false)
  })

  it('limit the key: what is missing is 403 although its owner may', async () => {
    const { key } = await make(org.owner, ['resources:read'])
    expect((await by(org.owner, key).get('/v1/resources')).status).toBe(200)
    for (const [method, url] of [['POST', '/v1/resources'], ['GET', '/v1/audit-log'], ['GET', '/v1/members']] as const) {
      expect((await by(org.owner, key).send(method, url, method === 'POST' ? { name: 'No' } : undefined)).status, url).toBe(403)
    }
  })

  it('are worth what the owner’s role is worth now', async () => {
    const admin = await org.person('admin')
    const { key } = await make(admin, ['resources:manage', 'resources:read'])
    const create = () => by(admin, key).post('/v1/resources', { name: 'By role' })
    expect((await create()).status).toBe(201)
    await product.as(org.owner).patch(`/v1/members/${admin.user_id}`, { role: 'member' }, { 'if-match': '*' })
    expect([(await create()).status, (await by(admin, key).get('/v1/resources')).status]).toEqual([403, 200])
  })

  it('never open accounts, sessions, organisations or keys: 403, noted', async () => {
    const { key, id } = await make(org.owner, (await product.as(org.owner).get('/v1/auth/api-key-scopes')).body.items.map(({ name }: Json) => name))
    const client = by(org.owner, key)
    const asked: [Parameters<typeof client.send>[0], string, Json?][] = [
      ['POST', path, { name: 'Child', scopes: ['resources:read'] }], ['GET', path], ['POST', `${path}/${id}/revocation`], ['GET', '/v1/auth/me'], ['GET', '/v1/auth/sessions'],
      ['POST', '/v1/auth/organization', { organization_id: org.id }], ['POST', '/v1/auth/password', { current_password: 'x', new_password: 'a longer password' }], ['GET', '/v1/organizations'],
    ]
    for (const [method, url, body] of asked) {
      const answer = await client.send(method, url, body)
      expect([answer.status, answer.body.code], `${method} ${url}`).toEqual([403, 'forbidden'])
    }
    expect(await auditOf(`api_key_id=${id}&outcome=refused`)).toHaveLength(asked.length)
    // Where nobody signs in, a key is nobody: it ends no session.
    expect((await client.post('/v1/auth/logout')).status).toBe(401)
  })
})

describe('INV-9: what is no valid key opens nothing', () => {
  const spoiled = async (): Promise<[string, string][]> => {
    const { key } = await make(org.owner, ['resources:read'])
    const { id, org_id, user_id } = readKey(key)!
    const member = await org.person('member')
    const foreign = await product.newOrg()
    const forged = (ids: Partial<{ id: string; org_id: string; user_id: string }>) => makeKey({ id, org_id, user_id, ...ids }).token
    // The genuine secret behind other ids, with a checksum that fits: what a holder of one key could write.
    const [second, members] = [await make(org.owner, ['resources:read']), await make(member, ['resources:read'])]
    const rewritten = (ids: Partial<{ id: string; org_id: string; user_id: string }>, from: string = key) => withChecksum(forged(ids).slice(0, secretAt) + from.slice(secretAt, -6))
    expect((await by(org.owner, rewritten({})).get('/v1/resources')).status, 'rewriting changes nothing else').toBe(200)
    const [expired, revoked] = [await make(org.owner, ['resources:read']), await make(org.owner, ['resources:read'])]
    await product.admin.query(`update api_keys set created_at = created_at - interval '2 hours', expires_at = now() - interval '1 hour' where id = $1`, [expired.id])
    await product.as(org.owner).post(`${path}/${revoked.id}/revocation`)
    return [
      ['nothing but the mark', keyMark], ['cut', key.slice(0, -1)], ['one letter more', `${key}0`], ['a wrong checksum', key.slice(0, -1) + (key.endsWith('a') ? 'b' : 'a')],
      ['another secret', forged({})], ['an unknown id', forged({ id: randomUUID() })], ['an organisation that is not', forged({ org_id: randomUUID() })],
      ['a foreign organisation', forged({ org_id: foreign.id, user_id: foreign.owner.user_id })], ['another person', forged({ user_id: member.user_id })],
      ['expired', expired.key], ['revoked', revoked.key], ['its secret under the id of another key', rewritten({ id: second.id })], ['its secret for another person', rewritten({ user_id: member.user_id })],
      ['a member’s secret for the owner', rewritten({ id: members.id }, members.key)], ['its secret in another organisation', rewritten({ org_id: foreign.id, user_id: foreign.owner.user_id })],
      ['numbers beyond sixteen bytes', `${keyMark}${'z'.repeat(115)}`],
    ]
  }

  it('401 for each of them, the same words for all that are well-formed, and no audit row', async () => {
    const before = (await product.admin.query('select count(*)::int as n from audit_log')).rows[0].n
    const table = await spoiled()
    const made = (await product.admin.query('select count(*)::int as n from audit_log')).rows[0].n
    const words = new Set<string>()
    for (const [what, key] of table) {
      for (const url of ['/v1/resources', path]) {
        const { status, body, headers } = await by(org.owner, key).get(url)
        expect([status, body.code, headers['www-authenticate']], what).toEqual([401, 'unauthenticated', 'Bearer'])
        words.add(body.detail)
      }
    }
    expect(words.size).toBe(2)
    expect((await product.admin.query('select count(*)::int as n from audit_log')).rows[0].n).toBe(made)
    expect(made).toBeGreaterThan(before)
  })

  it('neither in a cookie nor in a URL', async () => {
    const { key } = await make(org.owner, ['resources:read'])
    expect((await product.anonymous.get('/v1/resources', { cookie: `bookflow_access=${key}` })).status).toBe(401)
    expect((await product.anonymous.get(`/v1/resources?access_token=${key}`)).status).toBe(401)
  })

  it('dies with its owner’s membership, and stays dead when they come back', async () => {
    const member = await org.person('member')
    const { key, id } = await make(member, ['resources:read'])
    expect((await by(member, key).get('/v1/resources')).status).toBe(200)
    expect((await product.as(org.owner).post(`/v1/members/${member.user_id}/deactivation`)).status).toBe(200)
    expect((await by(member, key).get('/v1/resources')).status).toBe(401)
    expect((await product.as(org.owner).post(`/v1/members/${member.user_id}/reactivation`)).status).toBe(200)
    expect((await by(member, key).get('/v1/resources')).status).toBe(401)
    expect(await auditOf(`subject_id=${id}&action=auth.api_key_revoked`)).toHaveLength(1)
    await product.admin.query('update api_keys set revoked_at = null where id = $1', [id])
    expect((await by(member, key).get('/v1/resources')).status, 'the revocation was what kept it out').toBe(200)
    await product.admin.query('update users set disabled_at = now() where id = $1', [member.user_id])
    expect((await by(member, key).get('/v1/resources')).status).toBe(401)
  })

  it('parallel use and revocation: nothing that began after the answer to the revocation gets in', async () => {
    const { key, id } = await make(org.owner, ['resources:read'])
    let revoked = false
    const late: number[] = []
    const use = async () => {
      for (let turn = 0, after = 0; turn < 15 || after < 2; turn += 1) {
        const began = revoked
        const { status } = await by(org.owner, key).get('/v1/resources')
        expect([200, 401]).toContain(status)
        if (!began) continue
        after += 1
        late.push(status)
      }
    }
    const revoke = async () => {
      const answers = await Promise.all([0, 1, 2].map(() => product.as(org.owner).post(`${path}/${id}/revocation`)))
      revoked = true
      return answers.map(({ status, body }) => [status, body.status])
    }
    const [ended] = await Promise.all([revoke(), ...Array.from({ length: 6 }, use)])
    expect(ended).toEqual([[200, 'revoked'], [200, 'revoked'], [200, 'revoked']])
    expect(late.length).toBeGreaterThan(0)
    expect(new Set(late)).toEqual(new Set([401]))
    expect(await auditOf(`subject_id=${id}&action=auth.api_key_revoked`)).toHaveLength(1)
  })
})

describe('the list', () => {
  it('shows one’s own; everybody’s to admins, who may revoke them; another organisation’s to nobody', async () => {
    const here = await product.newOrg()
    const [member, admin, foreign] = [await here.person('member'), await here.person('admin'), (await product.newOrg()).owner]
    const [mine, theirs] = [await make(member, ['resources:read']), await make(here.owner, ['resources:read'])]
    const ids = async (person: TestPerson, query = '') => (await product.as(person).get(`${path}${query}`)).body.items.map(({ id }: Json) => id)
    expect(await ids(member)).toEqual([mine.id])
    expect(await ids(member, `?user_id=${here.owner.user_id}`)).toEqual([])
    expect(await ids(admin)).toEqual([theirs.id, mine.id])
    expect(await ids(admin, `?user_id=${member.user_id}`)).toEqual([mine.id])
    const page = (await product.as(admin).get(`${path}?limit=1`)).body
    expect(await ids(admin, `?limit=1&cursor=${page.next_cursor}`)).toEqual([mine.id])
    const unknown = await product.as(member).get(`${path}/${randomUUID()}`)
    for (const [person, id] of [[member, theirs.id], [foreign, mine.id], [foreign, theirs.id]] as const) {
      expect((await product.as(person).get(`${path}/${id}`)).body.detail).toBe(unknown.body.detail)
      expect((await product.as(person).post(`${path}/${id}/revocation`)).status).toBe(404)
    }
    expect((await product.as(admin).post(`${path}/${mine.id}/revocation`)).body).toMatchObject({ status: 'revoked', revoked_by: admin.user_id })
    expect([await ids(admin, '?status=active'), await ids(admin, '?status=revoked'), await ids(admin, '?status=expired')]).toEqual([[theirs.id], [mine.id], []])
    expect((await by(member, mine.key).get('/v1/resources')).status).toBe(401)
  })

  it('holds fifty live ones of a person, whoever races', async () => {
    const member = await org.person('member')
    const answers = await Promise.all(Array.from({ length: 53 }, (_, n) => product.as(member).post(path, { name: `Robot ${n}`, scopes: ['resources:read'] })))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(50)
    const full = answers.filter(({ status }) => status === 409)
    expect(full.map(({ body }) => body.code)).toEqual(['state_conflict', 'state_conflict', 'state_conflict'])
    const [first] = (await product.as(member).get(path)).body.items
    await product.as(member).post(`${path}/${first.id}/revocation`)
    expect((await product.as(member).post(path, { name: 'Room again', scopes: ['resources:read'] })).status).toBe(201)
  })
})

describe('counting requests', () => {
  it('counts a key by itself once it held, and every made-up one by its network', async () => {
    const limited = await createTestApp({ modules: ['resources'], config: { rate_limit_per_minute: 12 } })
    try {
      const { owner, id } = await limited.newOrg()
      const made = await limited.as(owner).post(path, { name: 'Robot', scopes: ['resources:read'] })
      const robot = limited.as({ ...owner, token: made.body.key })
      // The first counts for the network, which has eleven left.
      expect((await robot.get('/v1/resources')).status).toBe(200)
      const statuses: number[] = []
      for (let n = 0; n < 12; n += 1) {
        const forged = makeKey({ id: randomUUID(), org_id: id, user_id: owner.user_id }).token
        statuses.push((await limited.as({ ...owner, token: forged }).get('/v1/resources')).status)
      }
      expect(statuses).toEqual([...Array.from({ length: 11 }, () => 401), 429])
      expect((await robot.get('/v1/resources')).status).toBe(200)
    } finally {
      await limited.close()
    }
  })
})
