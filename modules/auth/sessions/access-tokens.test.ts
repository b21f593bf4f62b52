import { createHmac, createSecretKey, generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import jwt from 'jsonwebtoken'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { testConfig } from '#kernel/testing/settings'
import { newId } from '#kernel/ids'
import type { Statement } from '#kernel/tenancy/unit-of-work'
import { AccessTokens, accessTokenSeconds } from './access-tokens.js'

const { secrets, public_url: issuer } = testConfig('')
const secret = secrets.access_tokens[0]!
const statements: Statement[] = []
let fetched = 0
const bait = createServer((_request, response) => {
  fetched += 1
  response.end('{}')
})
let product: TestProduct
let org: TestOrg
beforeAll(async () => {
  await new Promise<void>((resolve) => void bait.listen(0, '127.0.0.1', resolve))
  product = await createTestApp({ modules: ['auth'], observe: (statement) => void statements.push(statement) })
  org = await product.newOrg()
})
afterAll(async () => {
  bait.close()
  await product.close()
})

type Fields = Record<string, unknown>
const encode = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const now = () => Math.floor(Date.now() / 1_000)
const header = (token: string) => JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()) as Fields
const claims = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Fields

/** A token signed with the real key unless told otherwise: only what is named is wrong with it. */
function forge(genuine: string, changes: { header?: Fields; claims?: Fields; key?: string | Buffer; algorithm?: string; raw?: string }): string {
  const signed = `${encode({ ...header(genuine), ...changes.header })}.${encode(changes.raw ?? { ...claims(genuine), ...changes.claims })}`
  const signature = createHmac(changes.algorithm ?? 'sha256', changes.key ?? secret).update(signed).digest('base64url')
  return `${signed}.${signature}`
}

function forgeries(good: string): Record<string, string> {
  const [head, body, signature] = good.split('.') as [string, string, string]
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const url = `http://127.0.0.1:${(bait.address() as AddressInfo).port}/keys.json`
  const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const unsigned = (alg: string) => `${encode({ ...header(good), alg })}.${body}.`
  const flipped = `${head}.${body}.${signature.slice(0, -2)}${signature.endsWith('AA') ? 'BB' : 'AA'}`
  return {
    'alg none': unsigned('none'),
    'alg None': unsigned('None'),
    'alg NONE': unsigned('NONE'),
    'alg nOnE': unsigned('nOnE'),
    'alg none with the old signature': `${encode({ ...header(good), alg: 'none' })}.${body}.${signature}`,
    'alg empty': forge(good, { header: { alg: '' } }),
    'alg missing': forge(good, { header: { alg: undefined } }),
    'alg a list': forge(good, { header: { alg: ['HS256'] } }),
    'alg hs256 in lower case': forge(good, { header: { alg: 'hs256' } }),
    'alg HS384, rightly signed': forge(good, { header: { alg: 'HS384' }, algorithm: 'sha384' }),
    'alg HS512, rightly signed': forge(good, { header: { alg: 'HS512' }, algorithm: 'sha512' }),
    'alg RS256 by a key of their own': jwt.sign(claims(good), rsa.privateKey, { algorithm: 'RS256', header: { alg: 'RS256', typ: 'at+jwt', kid: String(header(good)['kid']) } }),
    'alg RS256 over our signature': `${encode({ ...header(good), alg: 'RS256' })}.${body}.${signature}`,
    'HS256 with a public key as the secret': forge(good, { key: publicPem }),
    'an empty secret': forge(good, { key: '' }),
    'another secret': forge(good, { key: 'another secret of thirty-two bytes and more' }),
    'a secret that has left the ring': new AccessTokens(['a secret that has left the ring, long enough'], issuer).sign({ user_id: newId(), session_id: newId(), org_id: null }, new Date()),
    'no signature': `${head}.${body}.`,
    'two parts': `${head}.${body}`,
    'four parts': `${good}.x`,
    'a changed signature': flipped,
    'a cut signature': good.slice(0, -5),
    'other claims under the same signature': `${head}.${encode({ ...claims(good), sub: newId() })}.${signature}`,
    'kid that climbs': forge(good, { header: { kid: '../../../../dev/null' }, key: '' }),
    'kid with SQL': forge(good, { header: { kid: "' or 1=1 --" } }),
    'kid unknown': forge(good, { header: { kid: 'unknown' } }),
    'kid missing': forge(good, { header: { kid: undefined } }),
    'kid of Object.prototype': forge(good, { header: { kid: '__proto__' } }),
    'kid a list': forge(good, { header: { kid: [header(good)['kid']] } }),
    jku: forge(good, { header: { jku: url } }),
    x5u: forge(good, { header: { x5u: url } }),
    jwk: forge(good, { header: { jwk: { kty: 'oct', k: encode('x') } } }),
    x5c: forge(good, { header: { x5c: ['MII'] } }),
    crit: forge(good, { header: { crit: ['exp'] } }),
    'b64 false': forge(good, { header: { b64: false } }),
    'typ JWT': forge(good, { header: { typ: 'JWT' } }),
    'typ rt+jwt': forge(good, { header: { typ: 'rt+jwt' } }),
    'typ missing': forge(good, { header: { typ: undefined } }),
    'another audience': forge(good, { claims: { aud: 'another' } }),
    'several audiences': forge(good, { claims: { aud: ['bookflow', 'another'] } }),
    'no audience': forge(good, { claims: { aud: undefined } }),
    'another issuer': forge(good, { claims: { iss: 'https://evil.example' } }),
    'no issuer': forge(good, { claims: { iss: undefined } }),
    'no expiry': forge(good, { claims: { exp: undefined } }),
    'expiry as text': forge(good, { claims: { exp: String(now() + 600) } }),
    'expiry null': forge(good, { claims: { exp: null } }),
    'expiry 1e999': forge(good, { raw: JSON.stringify(claims(good)).replace(/"exp":\d+/, '"exp":1e999') }),
    'a life of a year': forge(good, { claims: { exp: now() + 31_536_000 } }),
    'expiry before issue': forge(good, { claims: { iat: now() + 1_000, exp: now() + 500 } }),
    'no time of issue': forge(good, { claims: { iat: undefined } }),
    'not before tomorrow': forge(good, { claims: { nbf: now() + 86_400 } }),
    'not before as text': forge(good, { claims: { nbf: 'tomorrow' } }),
    'no subject': forge(good, { claims: { sub: undefined } }),
    'a subject that is no id': forge(good, { claims: { sub: "' or 1=1 --" } }),
    'a session that is no id': forge(good, { claims: { sid: 7 } }),
    'no session': forge(good, { claims: { sid: undefined } }),
    'an organisation that is no id': forge(good, { claims: { org: '*' } }),
    'no organisation said': forge(good, { claims: { org: undefined } }),
    'claims that are a list': forge(good, { raw: '[]' }),
    'claims that are no JSON': forge(good, { raw: '{' }),
    'eight kilobytes': forge(good, { claims: { padding: 'x'.repeat(8_000) } }),
    'three kilobytes': forge(good, { claims: { padding: 'x'.repeat(2_200) } }),
    'not a token': 'x',
  }
}

describe('INV-9: forged access tokens (A1)', () => {
  it('are refused with 401, without a question to the database and without following a link', async () => {
    const all = Object.entries(forgeries(org.owner.token))
    expect(all.length).toBeGreaterThanOrEqual(40)
    // Otherwise everything below would be refused for being malformed, not for being forged.
    expect((await product.anonymous.get('/v1/auth/me', { authorization: `Bearer ${forge(org.owner.token, {})}` })).status).toBe(200)
    statements.length = 0
    for (const [name, token] of all) {
      const { status, body } = await product.anonymous.get('/v1/auth/me', { authorization: `Bearer ${token}` })
      expect([status, body.code], name).toEqual([401, 'unauthenticated'])
    }
    expect(statements).toEqual([])
    expect(fetched).toBe(0)
  })

  it('do not get in where a refresh token belongs, nor the other way round', async () => {
    expect((await product.anonymous.post('/v1/auth/refresh', { refresh_token: 'x'.repeat(100) })).status).toBe(401)
    const login = await product.admin.query(`select id || '.' || repeat('A', 43) as token from refresh_tokens limit 1`)
    expect((await product.anonymous.get('/v1/auth/me', { authorization: `Bearer ${login.rows[0].token}` })).body.code).toBe('unauthenticated')
  })

  it('are not looked for in the URL', async () => {
    for (const name of ['access_token', 'token', 'authorization']) {
      expect((await product.anonymous.get(`/v1/auth/me?${name}=${org.owner.token}`)).status).toBe(401)
    }
  })
})

describe('INV-9: genuine access tokens', () => {
  const subject = { user_id: newId(), session_id: newId(), org_id: newId() }
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000)
  const codeOf = (fn: () => unknown) => {
    try {
      fn()
      return 'accepted'
    } catch (error) {
      return (error as { type: { code: string } }).type.code
    }
  }

  it('say who and where, for 15 minutes at most, the leeway between clocks included', () => {
    const tokens = new AccessTokens([secret], issuer)
    expect(tokens.verify(tokens.sign(subject, new Date()))).toMatchObject({ kind: 'user', ...subject })
    expect(codeOf(() => tokens.verify(tokens.sign(subject, ago(14 * 60 + 55))))).toBe('accepted')
    expect(codeOf(() => tokens.verify(tokens.sign(subject, ago(15 * 60 + 1))))).toBe('token_expired')
    expect(accessTokenSeconds).toBeLessThanOrEqual(900)
  })

  it('expire out of the memory of verified tokens as well', () => {
    const tokens = new AccessTokens([secret], issuer)
    const token = tokens.sign(subject, ago(14 * 60 + 58))
    expect(codeOf(() => tokens.verify(token))).toBe('accepted')
    const { exp } = claims(token) as { exp: number }
    const clock = Date.now
    try {
      Date.now = () => (exp + 61) * 1_000
      expect(codeOf(() => tokens.verify(token))).toBe('token_expired')
    } finally {
      Date.now = clock
    }
  })

  it('are remembered up to a bound, the oldest forgotten first, and verified again after that', () => {
    const tokens = new AccessTokens([secret], issuer, 2)
    const made = [0, 1, 2, 3].map(() => tokens.sign({ ...subject, session_id: newId() }, new Date()))
    for (const token of made) tokens.verify(token)
    for (const token of made) expect(codeOf(() => tokens.verify(token))).toBe('accepted')
    expect((tokens as unknown as { verified: { principals: Map<string, unknown> } }).verified.principals.size).toBe(2)
  })

  it('stay valid while their key is in the ring', () => {
    const old = new AccessTokens(['the old secret, of thirty-two bytes and more'], issuer)
    const rotated = new AccessTokens(['the new secret, of thirty-two bytes and more', 'the old secret, of thirty-two bytes and more'], issuer)
    expect(rotated.verify(old.sign(subject, new Date())).user_id).toBe(subject.user_id)
    expect(codeOf(() => old.verify(rotated.sign(subject, new Date())))).toBe('unauthenticated')
    expect(jwt.verify(rotated.sign(subject, new Date()), createSecretKey(Buffer.from('the new secret, of thirty-two bytes and more')))).toBeTruthy()
  })
})

describe('INV-9: the live check', () => {
  it('refuses a genuine token of an ended, expired or foreign session and of a disabled person at once', async () => {
    const status = async (token: string) => (await product.anonymous.get('/v1/auth/me', { authorization: `Bearer ${token}` })).status
    for (const spoil of [
      `update sessions set revoked_at = now(), revoked_reason = 'ended' where user_id = $1`,
      `update sessions set expires_at = now() where user_id = $1`,
      `update users set disabled_at = now() where id = $1`,
    ]) {
      const person = await org.person('member')
      expect(await status(person.token)).toBe(200)
      await product.admin.query(spoil, [person.user_id])
      expect(await status(person.token), spoil).toBe(401)
    }
    const [one, other] = [await org.person('member'), await org.person('member')]
    expect(await status(forge(one.token, { claims: { sid: claims(other.token)['sid'] } }))).toBe(401)
  })
})
