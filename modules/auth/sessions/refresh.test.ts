import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { members } from '#modules/members/contract'
import { metricsToken } from '#kernel/metrics'
import { auth, type Tokens } from '../contract.js'
import { mailTo } from '../testing/mailbox.js'
import { RefreshTokens } from './refresh-tokens.js'

let product: TestProduct
let org: TestOrg
beforeAll(async () => {
  product = await createTestApp({ modules: ['auth'] })
  org = await product.newOrg()
})
afterAll(() => product.close())

async function signedIn(organization = true): Promise<Tokens> {
  const person = await org.person('member')
  const choice = { id: org.id, name: org.name, slug: 'x', role: 'member' as const }
  return product.container.resolve(auth.port).openSession({ id: person.user_id, email: person.email, name: person.name }, organization ? choice : null)
}
const refresh = (refresh_token: string) => product.anonymous.post('/v1/auth/refresh', { refresh_token })
const me = ({ access_token }: Tokens) => product.anonymous.get('/v1/auth/me', { authorization: `Bearer ${access_token}` })
const sessionOf = ({ access_token }: Tokens) => (JSON.parse(Buffer.from(access_token.split('.')[1]!, 'base64url').toString()) as { sid: string }).sid
const tokensOf = async (tokens: Tokens) =>
  (await product.admin.query<{ used_at: string | null }>('select used_at from refresh_tokens where session_id = $1', [sessionOf(tokens)])).rows
/** As if the last exchange of the session lay so many seconds back. */
const age = (tokens: Tokens, seconds: number) => product.admin.query(`update refresh_tokens set used_at = now() - make_interval(secs => $2) where session_id = $1 and used_at is not null`, [sessionOf(tokens), seconds])

describe('INV-9: a refresh token', () => {
  it('works once and gives its successor, in the same organisation', async () => {
    const first = await signedIn()
    const second = await refresh(first.refresh_token)
    expect(second.status).toBe(200)
    expect(second.body).toMatchObject({ user: first.user, organization: { id: org.id, role: 'member' } })
    expect(second.body.refresh_token).not.toBe(first.refresh_token)
    expect((await me(second.body)).status).toBe(200)
    const third = await refresh(second.body.refresh_token)
    expect(third.status).toBe(200)
    expect((await me(third.body)).status).toBe(200)
  })

  it('gives the very same successor again within the grace, so that a lost answer loses nothing', async () => {
    const first = await signedIn()
    const answers = [await refresh(first.refresh_token), await refresh(first.refresh_token)]
    expect(answers[0]!.body.refresh_token).toBe(answers[1]!.body.refresh_token)
    expect((await tokensOf(first)).filter(({ used_at }) => used_at === null)).toHaveLength(1)
    expect((await refresh(answers[1]!.body.refresh_token)).status).toBe(200)
  })

  it('has one active child however many exchange it at once', async () => {
    const first = await signedIn()
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(first.refresh_token)))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200))
    expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1)
    const rows = await tokensOf(first)
    expect([rows.length, rows.filter(({ used_at }) => used_at === null).length]).toEqual([2, 1])
    expect((await me(answers[0]!.body)).status).toBe(200)
  })

  it('that comes back after the grace ends the session, leaves a trace and tells the person', async () => {
    const first = await signedIn()
    const second = (await refresh(first.refresh_token)).body as Tokens
    await age(first, 11)
    const alerts = async () => Number(/bookflow_auth_total\{event="refresh_reused"\} (\d+)/.exec(await product.container.resolve(metricsToken).registry.metrics())?.[1] ?? 0)
    const before = await alerts()
    const reuse = await refresh(first.refresh_token)
    expect([reuse.status, reuse.body.code]).toEqual([401, 'unauthenticated'])
    expect(await alerts()).toBe(before + 1)
    expect((await refresh(second.refresh_token)).status).toBe(401)
    expect((await me(second)).status).toBe(401)
    const events = await product.admin.query('select kind from security_events where session_id = $1', [sessionOf(first)])
    expect(events.rows.map(({ kind }: { kind: string }) => kind)).toContain('auth.refresh_reused')
    const mails = await mailTo(product, first.user.email)
    expect(mails.map(({ subject }) => subject)).toEqual(['A BookFlow session was ended for your safety'])
    // Once the session is over there is nothing more to tell.
    await refresh(first.refresh_token)
    expect(await mailTo(product, first.user.email)).toHaveLength(1)
  })

  it('inside the grace does not', async () => {
    const first = await signedIn()
    await refresh(first.refresh_token)
    await age(first, 5)
    expect((await refresh(first.refresh_token)).status).toBe(200)
  })

  it('ends that session only: the person’s others go on', async () => {
    const first = await signedIn()
    const elsewhere = await product.container.resolve(auth.port).openSession(first.user, null)
    await refresh(first.refresh_token)
    await age(first, 3_600)
    await refresh(first.refresh_token)
    expect((await refresh(elsewhere.refresh_token)).status).toBe(200)
  })

  it('dies with 14 days of idleness and with the session’s 30 days, however often it was exchanged', async () => {
    const idle = await signedIn()
    const within = async (text: string) => (await product.admin.query(text, [sessionOf(idle)])).rows[0].ok
    expect(await within(`select expires_at between now() + interval '13 days 23 hours' and now() + interval '14 days' as ok from refresh_tokens where session_id = $1`)).toBe(true)
    await product.admin.query('update refresh_tokens set expires_at = now() where session_id = $1', [sessionOf(idle)])
    expect((await refresh(idle.refresh_token)).status).toBe(401)

    const old = await signedIn()
    await product.admin.query(`update sessions set created_at = now() - interval '29 days', expires_at = now() + interval '1 day' where id = $1`, [sessionOf(old)])
    const next = await refresh(old.refresh_token)
    expect(next.status).toBe(200)
    const { rows } = await product.admin.query(`select t.expires_at <= s.expires_at as ok from refresh_tokens t join sessions s on s.id = t.session_id where s.id = $1 and used_at is null`, [sessionOf(old)])
    expect(rows).toEqual([{ ok: true }])
    await product.admin.query(`update sessions set expires_at = now() where id = $1`, [sessionOf(old)])
    expect((await refresh(next.body.refresh_token)).status).toBe(401)
  })

  it('is stored as a hash only', async () => {
    const { refresh_token } = await signedIn()
    const [id, mac] = refresh_token.split('.')
    const { rows } = await product.admin.query('select t::text as row from refresh_tokens t where id = $1', [id])
    expect(rows).toHaveLength(1)
    expect(rows[0].row).not.toContain(mac)
  })

  it('altered or made up gets nowhere', async () => {
    const { refresh_token } = await signedIn()
    const [id] = refresh_token.split('.')
    const other = new RefreshTokens(['a secret this product does not have, long enough']).issue().token
    for (const token of [other, `${id}.${other.split('.')[1]}`, `${refresh_token}x`, `${refresh_token}.`, refresh_token.slice(0, -1), 'x', refresh_token.toUpperCase()]) {
      expect((await refresh(token)).status, token).toBe(401)
    }
    expect((await refresh(refresh_token)).status).toBe(200)
  })
})

describe('INV-9: a session', () => {
  it('is over after logout, by access token or by refresh token', async () => {
    for (const how of ['access', 'refresh'] as const) {
      const tokens = await signedIn()
      const out =
        how === 'access'
          ? await product.anonymous.post('/v1/auth/logout', undefined, { authorization: `Bearer ${tokens.access_token}` })
          : await product.anonymous.post('/v1/auth/logout', { refresh_token: tokens.refresh_token })
      expect(out.status, how).toBe(204)
      expect((await me(tokens)).status, how).toBe(401)
      expect((await refresh(tokens.refresh_token)).status, how).toBe(401)
    }
    expect((await product.anonymous.post('/v1/auth/logout')).status).toBe(401)
    expect((await product.anonymous.post('/v1/auth/logout', { refresh_token: 'x' })).status).toBe(401)
  })

  it('is over for everybody at once when the port revokes a person', async () => {
    const tokens = await signedIn()
    const elsewhere = await product.container.resolve(auth.port).openSession(tokens.user, null)
    await product.container.resolve(auth.port).revokeSessions(tokens.user.id)
    for (const each of [tokens, elsewhere]) {
      expect((await me(each)).status).toBe(401)
      expect((await refresh(each.refresh_token)).status).toBe(401)
    }
  })

  it('is listed to its owner and ended by its owner only', async () => {
    const mine = await signedIn()
    const second = await product.container.resolve(auth.port).openSession(mine.user, null)
    const stranger = await signedIn()
    const headers = { authorization: `Bearer ${mine.access_token}` }
    const list = async () => (await product.anonymous.get('/v1/auth/sessions', headers)).body.items as { id: string; current: boolean }[]
    expect((await list()).filter(({ current }) => current).map(({ id }) => id)).toEqual([sessionOf(mine)])
    expect((await list()).map(({ id }) => id)).not.toContain(sessionOf(stranger))
    const remove = (id: string) => product.anonymous.delete(`/v1/auth/sessions/${id}`, headers)
    const [foreign, random] = [await remove(sessionOf(stranger)), await remove('01900000-0000-7000-8000-000000000000')]
    expect({ ...foreign.body, requestId: '', instance: '' }).toEqual({ ...random.body, requestId: '', instance: '' })
    expect(foreign.status).toBe(404)
    expect((await me(stranger)).status).toBe(200)
    expect((await remove(sessionOf(second))).status).toBe(204)
    expect((await me(second)).status).toBe(401)
    expect((await list()).map(({ id }) => id)).not.toContain(sessionOf(second))
  })
})

describe('entering another organisation', () => {
  it('gives new tokens there; a foreign organisation is as unknown as one that never was', async () => {
    const tokens = await signedIn()
    const other = await product.newOrg()
    const enter = (organization_id: string) => product.anonymous.post('/v1/auth/organization', { organization_id }, { authorization: `Bearer ${tokens.access_token}` })
    const [foreign, random] = [await enter(other.id), await enter('01900000-0000-7000-8000-000000000000')]
    expect(foreign.status).toBe(404)
    expect({ ...foreign.body, requestId: '' }).toEqual({ ...random.body, requestId: '' })

    await product.inTenant(other.id, () => product.container.resolve(members.port).add({ user_id: tokens.user.id, role: 'approver' }))
    const entered = await enter(other.id)
    expect(entered.body).toMatchObject({ organization: { id: other.id, role: 'approver' } })
    expect((await me(entered.body)).body).toMatchObject({ organization: { id: other.id }, role: 'approver' })
    // The choice is the session's: it outlasts the exchange, and the token before it has been used.
    expect((await refresh(entered.body.refresh_token)).body.organization.id).toBe(other.id)
    expect((await tokensOf(tokens)).filter(({ used_at }) => used_at === null)).toHaveLength(1)
  })

  it('is left when the membership ends: the next exchange says so instead of locking the person out', async () => {
    const tokens = await signedIn()
    await product.admin.query(`update memberships set status = 'deactivated' where user_id = $1`, [tokens.user.id])
    expect((await me(tokens)).status).toBe(401)
    const next = await refresh(tokens.refresh_token)
    expect([next.status, next.body.organization]).toEqual([200, null])
    expect((await me(next.body)).body).toMatchObject({ organization: null, role: null, permissions: [], modules: [], organizations: [] })
  })
})
