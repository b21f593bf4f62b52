import { createHash } from 'node:crypto'
import bcrypt from 'bcrypt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { currentFlow } from '#kernel/tenancy/context'
import { auth, type Tokens } from '../contract.js'
import { freshAddress, mailTo } from '../testing/mailbox.js'
import { PasswordHasher } from '../protection/password-hasher.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['auth'] })
})
afterAll(() => product.close())

const start = 'correct horse battery'
async function signedIn(password = start): Promise<Tokens> {
  const port = product.container.resolve(auth.port)
  return port.openSession(await port.createVerifiedUser({ email: freshAddress(), name: 'Mia', password }), null)
}
const login = async (email: string, password: string) => (await product.anonymous.post('/v1/auth/login', { email, password })).status
const bearer = ({ access_token }: Tokens) => ({ authorization: `Bearer ${access_token}` })
const change = (tokens: Tokens, current_password: string, new_password: string) => product.anonymous.post('/v1/auth/password', { current_password, new_password }, bearer(tokens))
const alive = async (tokens: Tokens) => (await product.anonymous.get('/v1/auth/me', bearer(tokens))).status === 200
const askReset = async (email: string) => {
  await product.anonymous.post('/v1/auth/password-reset', { email })
  return (await mailTo(product, email)).at(-1)!
}
const confirm = (token: string | null, password: string) => product.anonymous.post('/v1/auth/password-reset/confirmation', { token, password })

describe('A7: every byte of a password counts', () => {
  const hasher = new PasswordHasher('pepper', 4)

  it('also those after the 72nd, which bcrypt alone would ignore', async () => {
    const long = 'a'.repeat(72)
    expect(await bcrypt.compare(`${long}x`, await bcrypt.hash(`${long}y`, 4))).toBe(true)
    expect(await hasher.matches(`${long}x`, await hasher.hash(`${long}y`))).toBe(false)
    expect(await hasher.matches(`${long}y`, await hasher.hash(`${long}y`))).toBe(true)
  })

  it('of 64 emoji, over the API as well', async () => {
    const emoji = '🦊'.repeat(64)
    const { user } = await signedIn(emoji)
    expect(await login(user.email, emoji)).toBe(200)
    expect(await login(user.email, `${'🦊'.repeat(63)}🐻`)).toBe(401)
    expect(await login(user.email, '🦊'.repeat(63))).toBe(401)
  })

  it('whatever NUL would end: it is refused at the door and distinct inside', async () => {
    const { user } = await signedIn()
    for (const password of [`${start}\0`, `\0${start}`, 'long enough \ud800']) expect((await product.anonymous.post('/v1/auth/login', { email: user.email, password: password })).status).toBe(422)
    expect(await hasher.matches('before\0after', await hasher.hash('before\0other'))).toBe(false)
  })

  it('however the keyboard spells an accented letter', async () => {
    expect(await hasher.matches('caf\u00e9 cr\u00e8me', await hasher.hash('cafe\u0301 cre\u0300me'))).toBe(true)
  })

  it('and the pepper, which the database does not know', async () => {
    const hash = await hasher.hash(start)
    expect(await new PasswordHasher('another pepper', 4).matches(start, hash)).toBe(false)
    expect(await bcrypt.compare(start, hash)).toBe(false)
    expect(await bcrypt.compare(createHash('sha256').update(start).digest('base64'), hash)).toBe(false)
  })

  it('costs an unknown address the same work: a real comparison with a hash of the same cost', async () => {
    const compare = bcrypt.compare
    const costs: number[] = []
    bcrypt.compare = ((data: string, hash: string) => (costs.push(bcrypt.getRounds(hash)), compare(data, hash))) as typeof bcrypt.compare
    try {
      expect(await hasher.matches(start, null)).toBe(false)
      expect(await hasher.matches(start, await hasher.hash(start))).toBe(true)
    } finally {
      bcrypt.compare = compare
    }
    expect(costs).toEqual([4, 4])
  })
})

describe('INV-9: changing a password', () => {
  it('needs the current one, ends all other sessions and says so by mail', async () => {
    const tokens = await signedIn()
    const elsewhere = await product.container.resolve(auth.port).openSession(tokens.user, null)
    const wrong = await change(tokens, 'not the current one', 'a new long password')
    expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '/current_password'])
    expect(await alive(elsewhere)).toBe(true)

    expect((await change(tokens, start, 'a new long password')).status).toBe(204)
    expect([await alive(tokens), await alive(elsewhere)]).toEqual([true, false])
    expect((await product.anonymous.post('/v1/auth/refresh', { refresh_token: elsewhere.refresh_token })).status).toBe(401)
    expect([await login(tokens.user.email, start), await login(tokens.user.email, 'a new long password')]).toEqual([401, 200])
    expect((await mailTo(product, tokens.user.email)).map(({ subject }) => subject)).toEqual(['Your BookFlow password was changed'])
  })

  it('lets nobody at an open screen guess for long', async () => {
    const tokens = await signedIn()
    const statuses = []
    for (let n = 0; n < 12; n += 1) statuses.push((await change(tokens, `guess number ${n}`, 'a new long password')).status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 422), 429, 429])
  })

  it('happens once when two ask at the same time', async () => {
    const tokens = await signedIn()
    const answers = await Promise.all([change(tokens, start, 'the first new password'), change(tokens, start, 'the second new password')])
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 422])
  })

  it('leaves no session to a login that was under way, nor does disabling the account', async () => {
    const compare = bcrypt.compare
    for (const meanwhile of [`update users set password_hash = $2 where id = $1`, `update users set disabled_at = now() where id = $1 and $2::text is not null`]) {
      const { user } = await signedIn()
      const other = await bcrypt.hash('x', 4)
      bcrypt.compare = (async (data: string, hash: string) => {
        const equal = await compare(data, hash)
        await product.admin.query(meanwhile, [user.id, other])
        return equal
      }) as typeof bcrypt.compare
      try {
        expect(await login(user.email, start), meanwhile).toBe(401)
      } finally {
        bcrypt.compare = compare
      }
    }
  })

  it('and a crowd of logins at the same time, whatever the order, ends with no session of the old password', async () => {
    const tokens = await signedIn()
    const [changed, ...logins] = await Promise.all([
      change(tokens, start, 'a new long password'),
      ...Array.from({ length: 8 }, () => product.anonymous.post('/v1/auth/login', { email: tokens.user.email, password: start })),
    ])
    expect(changed!.status).toBe(204)
    for (const { status, body } of logins) if (status === 200) expect(await alive(body)).toBe(false)
  })

  it('holds no database connection while the hash is computed', async () => {
    const tokens = await signedIn()
    const compare = bcrypt.compare
    const open: unknown[] = []
    bcrypt.compare = ((data: string, hash: string) => (open.push(currentFlow()?.work ?? null), compare(data, hash))) as typeof bcrypt.compare
    try {
      expect((await change(tokens, start, 'a new long password')).status).toBe(204)
      expect(await login(tokens.user.email, 'a new long password')).toBe(200)
    } finally {
      bcrypt.compare = compare
    }
    expect(open).toEqual([null, null])
  })
})

describe('INV-9: resetting a password', () => {
  it('leads from a mail to a new password, ends every session, and says so', async () => {
    const tokens = await signedIn()
    const mail = await askReset(tokens.user.email)
    expect(mail.text).toContain('http://localhost:3000/reset/confirm?token=')
    expect((await confirm(mail.token, 'a brand new password')).status).toBe(204)
    expect(await alive(tokens)).toBe(false)
    expect([await login(tokens.user.email, start), await login(tokens.user.email, 'a brand new password')]).toEqual([401, 200])
    expect((await mailTo(product, tokens.user.email)).at(-1)!.subject).toBe('Your BookFlow password was reset')
  })

  it('takes each link once, and none of the others after it', async () => {
    const { user } = await signedIn()
    const [first, second] = [await askReset(user.email), await askReset(user.email)]
    expect(first.token).not.toBe(second.token)
    const answers = await Promise.all([first, second, first, second].map(({ token }, n) => confirm(token, `a brand new password ${n}`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 422, 422, 422])
    const winner = answers.findIndex(({ status }) => status === 204)
    expect(await login(user.email, `a brand new password ${winner}`)).toBe(200)
  })

  it('refuses an expired link, a made-up one and one of another purpose, before it hashes anything', async () => {
    const { user } = await signedIn()
    const { token } = await askReset(user.email)
    await product.admin.query('update account_tokens set expires_at = now() where user_id = $1', [user.id])
    const newcomer = freshAddress()
    await product.anonymous.post('/v1/auth/sign-up', { email: newcomer, password: start, name: 'New', organization: { name: 'New', timezone: 'UTC' } })
    const verification = (await mailTo(product, newcomer))[0]!.token
    const hash = bcrypt.hash
    let hashed = 0
    bcrypt.hash = ((...given: Parameters<typeof hash>) => ((hashed += 1), hash(...given))) as typeof bcrypt.hash
    try {
      for (const each of [token, verification, `${token!.split('.')[0]}.${'A'.repeat(43)}`, 'x']) {
        const { status, body } = await confirm(each, 'a brand new password')
        expect([status, body.errors[0].pointer]).toEqual([422, '/token'])
      }
    } finally {
      bcrypt.hash = hash
    }
    expect(hashed).toBe(0)
    expect(await login(user.email, start)).toBe(200)
  })

  it('mails nothing when the link has lost its point before the worker came', async () => {
    const { user } = await signedIn()
    await product.anonymous.post('/v1/auth/password-reset', { email: user.email })
    await product.admin.query('update account_tokens set expires_at = now() where user_id = $1', [user.id])
    expect(await mailTo(product, user.email)).toEqual([])
    const { rows } = await product.admin.query(`select status from account_outbox where payload ->> 'user_id' = $1`, [user.id])
    expect(rows).toEqual([{ status: 'cancelled' }])
  })
})
