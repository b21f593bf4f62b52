import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { members } from '#modules/members/contract'
import { auth } from '../contract.js'
import type { Problem } from '#kernel/http/problem'
import { loginServiceToken } from './login.service.js'
import { freshAddress, mailTo } from '../testing/mailbox.js'
import { PasswordHasher, passwordHasherToken } from '../protection/password-hasher.js'

let product: TestProduct
let org: TestOrg
beforeAll(async () => {
  product = await createTestApp({ modules: ['auth'] })
  org = await product.newOrg()
})
afterAll(() => product.close())

const password = 'correct horse battery'
async function account(): Promise<{ id: string; email: string }> {
  const user = await product.container.resolve(auth.port).createVerifiedUser({ email: freshAddress(), name: 'Mia', password })
  await product.inTenant(org.id, () => product.container.resolve(members.port).add({ user_id: user.id, role: 'member' }))
  return user
}
/** Logs in from an address of one's choice. */
async function login(email: string, given: string, ip = '192.0.2.1', more: object = {}, target = product) {
  const answer = await target.app.inject({ method: 'POST', url: '/v1/auth/login', remoteAddress: ip, headers: { 'user-agent': 'test browser' }, payload: { email, password: given, ...more } })
  return { status: answer.statusCode, body: answer.json(), headers: answer.headers }
}

describe('logging in', () => {
  it('opens a session in the organisation asked for, the last one, or the first', async () => {
    const user = await account()
    const other = await product.newOrg()
    await product.inTenant(other.id, () => product.container.resolve(members.port).add({ user_id: user.id, role: 'viewer' }))
    const asked = await login(user.email, password, undefined, { organization_id: other.id })
    expect(asked.body.organization).toMatchObject({ id: other.id, role: 'viewer' })
    expect((await login(user.email.toUpperCase(), password)).body.organization.id).toBe(other.id)
    const foreign = await product.newOrg()
    const answers = [await login(user.email, password, undefined, { organization_id: foreign.id }), await login(user.email, password, undefined, { organization_id: '01900000-0000-7000-8000-000000000000' })]
    expect(answers[0]!.status).toBe(404)
    expect({ ...answers[0]!.body, requestId: '' }).toEqual({ ...answers[1]!.body, requestId: '' })
    const headers = { authorization: `Bearer ${asked.body.access_token}` }
    const { items } = (await product.anonymous.get('/v1/auth/sessions', headers)).body
    expect(items.find(({ current }: { current: boolean }) => current)).toMatchObject({ ip: '192.0.2.1', user_agent: 'test browser' })
  })

  it('without an organisation gives a session without one', async () => {
    const user = await product.container.resolve(auth.port).createVerifiedUser({ email: freshAddress(), name: 'Mia', password })
    expect((await login(user.email, password)).body).toMatchObject({ organization: null, user: { id: user.id } })
  })

  it('refuses a wrong password, an unknown address and a disabled account with the same 401', async () => {
    const user = await account()
    const disabled = await account()
    await product.admin.query('update users set disabled_at = now() where id = $1', [disabled.id])
    const answers = [await login(user.email, 'wrong'), await login(freshAddress(), password), await login(disabled.email, password)]
    for (const { status, body } of answers) expect([status, body.detail]).toEqual([401, 'The e-mail address or the password is wrong.'])
  })
})

describe('INV-17: guessing (A6)', () => {
  it('at one account is stopped before the password is even looked at, and says when to come back', async () => {
    const { email, id } = await account()
    const hasher = product.container.resolve(passwordHasherToken)
    const matches = hasher.matches.bind(hasher)
    let hashed = 0
    hasher.matches = (...given) => ((hashed += 1), matches(...given))
    try {
      const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => login(email, `guess ${n}`, `198.51.100.${n}`)))
      const refused = answers.filter(({ status }) => status === 429)
      expect([refused.length, hashed]).toEqual([30, 10])
      for (const { body, headers } of refused) {
        expect(body.code).toBe('rate_limited')
        expect(Number(headers['retry-after'])).toBeGreaterThan(0)
      }
      // From a fresh address and with the right password: guessers must not learn that it was right.
      expect((await login(email, password, '198.51.100.200')).status).toBe(429)
    } finally {
      hasher.matches = matches
    }
    const { rows } = await product.admin.query(`select count(*)::int as n from security_events where user_id = $1 and kind = 'auth.login_limited'`, [id])
    expect(rows).toEqual([{ n: 1 }])
  })

  it('at an account that does not exist is stopped just the same', async () => {
    const email = freshAddress()
    const statuses = []
    for (let n = 0; n < 12; n += 1) statuses.push((await login(email, `guess ${n}`, `198.51.100.${n}`)).status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429])
  })

  it('does not lock the real person out: not where they signed in before, nor anywhere once they reset the password', async () => {
    const { email } = await account()
    expect((await login(email, password, '203.0.113.5')).status).toBe(200)
    expect((await login(email, password, '2001:db8:7:7::1')).status).toBe(200)
    for (let n = 0; n < 15; n += 1) await login(email, `guess ${n}`, `198.51.100.${n}`)
    expect((await login(email, password, '198.51.100.99')).status).toBe(429)
    expect((await login(email, password, '203.0.113.5')).status).toBe(200)
    expect((await login(email, password, '2001:db8:7:7:ffff::2')).status).toBe(200)

    await product.anonymous.post('/v1/auth/password-reset', { email })
    const { token } = (await mailTo(product, email)).at(-1)!
    expect((await product.anonymous.post('/v1/auth/password-reset/confirmation', { token, password: 'a password nobody guessed' })).status).toBe(204)
    expect((await login(email, 'a password nobody guessed', '198.51.100.99')).status).toBe(200)
  })

  it('does not count against people who know their password', async () => {
    const { email } = await account()
    for (let n = 0; n < 25; n += 1) expect((await login(email, password, `198.51.100.${n}`)).status).toBe(200)
  })

  it('over many accounts from one address, or one subscriber’s /64, is stopped by the address', async () => {
    const strict = await createTestApp({ modules: ['auth'], config: { auth_attempts_per_minute: 4 } })
    try {
      const statuses: number[] = []
      // Past the limit per minute, which each process counts for itself: the budget is what all of them share.
      const service = strict.container.resolve(loginServiceToken)
      for (let n = 0; n < 25; n += 1) {
        const attempt = { email: `spray-${n}@example.test`, password: 'Summer2026!', ip: `2001:db8:0:1::${(n + 1).toString(16)}`, user_agent: null }
        statuses.push(await service.login(attempt).then(() => 200, (refusal: Problem) => refusal.type.status))
      }
      expect(statuses.filter((status) => status === 401)).toHaveLength(20)
      expect(statuses.slice(20)).toEqual([429, 429, 429, 429, 429])
      expect((await login('spray@example.test', 'x', '2001:db8:0:2::1', {}, strict)).status).toBe(401)
      const burst = []
      for (let n = 0; n < 6; n += 1) burst.push((await login('burst@example.test', 'x', '192.0.2.77', {}, strict)).status)
      expect(burst).toEqual([401, 401, 401, 401, 429, 429])
    } finally {
      await strict.close()
    }
  })

  it('with a password of a megabyte or of 257 characters is refused unhashed, and nobody else waits', async () => {
    const { email } = await account()
    const before = process.cpuUsage().user
    const large = await Promise.all(Array.from({ length: 20 }, () => login(email, 'x'.repeat(1_000_000))))
    expect(new Set(large.map(({ status }) => status))).toEqual(new Set([413]))
    // Twenty of a megabyte each: what it cost, not how long it waited for a busy machine.
    expect(process.cpuUsage().user - before).toBeLessThan(5_000_000)
    expect((await login(email, 'x'.repeat(257))).status).toBe(422)
    expect((await login(email, password)).status).toBe(200)
  })

  it('beyond what the cores can hash waits in a bounded queue and then gets 503', async () => {
    const hasher = new PasswordHasher('pepper', 4, { concurrency: 1, queue: 3 })
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => hasher.hash('x')))
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(4)
    for (const reason of refused) expect(reason).toMatchObject({ type: { code: 'unavailable', status: 503 }, details: { retry_after: 5 } })
    expect(refused).toHaveLength(6)
    await expect(hasher.hash('x')).resolves.toMatch(/^\$2b\$04\$/)
  })
})

describe('A8: cookies', () => {
  const cookie = (token: string) => ({ cookie: `bookflow_access=${token}` })

  it('change nothing when another site, or nobody, sent the request', async () => {
    const person = await org.person('member')
    const foreign: Record<string, string>[] = [{}, { origin: 'https://evil.example' }, { origin: 'null' }, { origin: 'http://localhost:3000', 'sec-fetch-site': 'cross-site' }]
    for (const headers of foreign) {
      const { status } = await product.anonymous.patch('/v1/auth/me', { name: 'Mallory' }, { ...cookie(person.token), ...headers })
      expect(status, JSON.stringify(headers)).toBe(403)
      expect((await product.anonymous.post('/v1/auth/logout', undefined, { ...cookie(person.token), ...headers })).status).toBe(403)
    }
    const own = { ...cookie(person.token), origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }
    expect((await product.anonymous.patch('/v1/auth/me', { name: 'Mia' }, own)).status).toBe(200)
    expect((await product.anonymous.get('/v1/auth/me', cookie(person.token))).body.user.name).toBe('Mia')
  })

  it('cannot be had by a form: login takes JSON only', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x']) {
      expect((await product.anonymous.post('/v1/auth/login', 'email=a@example.test&password=x', { 'content-type': type })).status, type).toBe(415)
    }
  })
})
