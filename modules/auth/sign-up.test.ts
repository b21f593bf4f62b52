import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import type { Tokens } from './contract.js'
import { freshAddress, mailTo } from './testing/mailbox.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['auth'] })
})
afterAll(() => product.close())

const body = (email: string, more: object = {}) => ({ email, password: 'correct horse battery', name: 'Mia', organization: { name: 'Lab <One>', timezone: 'Europe/Berlin' }, ...more })
const signUp = (email: string, more: object = {}) => product.anonymous.post('/v1/auth/sign-up', body(email, more))
const bearer = ({ access_token }: Tokens) => ({ authorization: `Bearer ${access_token}` })

async function signedUp(email = freshAddress()): Promise<Tokens> {
  await signUp(email)
  const [mail] = await mailTo(product, email)
  const { status, body: tokens } = await product.anonymous.post('/v1/auth/verification', { token: mail!.token })
  expect(status).toBe(200)
  return tokens
}

describe('signing up', () => {
  it('leads from a mail to a session in an organisation of one’s own', async () => {
    const email = freshAddress()
    const asked = await signUp(email)
    expect([asked.status, asked.body]).toEqual([202, { status: 'accepted' }])
    const [mail, ...more] = await mailTo(product, email)
    expect(more).toEqual([])
    expect(mail!.text).toContain('http://localhost:3000/verify?token=')
    expect(mail!.html).toMatch(/<html lang="en">/)
    expect(mail!.html + mail!.text).not.toMatch(/Mia|Lab/)

    const { status, body: tokens } = await product.anonymous.post('/v1/auth/verification', { token: mail!.token })
    expect(status).toBe(200)
    expect(tokens).toMatchObject({ token_type: 'Bearer', user: { email, name: 'Mia' }, organization: { name: 'Lab <One>', role: 'owner' } })
    const me = await product.anonymous.get('/v1/auth/me', bearer(tokens))
    expect(me.body).toMatchObject({
      user: { id: tokens.user.id, email, timezone: 'Europe/Berlin', locale: 'en' },
      organization: { id: tokens.organization.id, name: 'Lab <One>', timezone: 'Europe/Berlin', accent: null },
      role: 'owner',
      organizations: [{ id: tokens.organization.id, role: 'owner' }],
    })
    expect(me.body.permissions).toContain('orgs:manage')
    expect(me.body.modules).toEqual(expect.arrayContaining(['auth', 'orgs', 'members']))
  })

  it('in a language: the mail, the account and every later account mail speak it', async () => {
    const email = freshAddress()
    expect((await signUp(email, { locale: 'de-AT' })).status).toBe(202)
    const [mail] = await mailTo(product, email)
    expect(mail!.html).toMatch(/<html lang="de">/)
    const { body: tokens } = await product.anonymous.post('/v1/auth/verification', { token: mail!.token })
    expect((await product.anonymous.get('/v1/auth/me', bearer(tokens))).body.user.locale).toBe('de-AT')
    await product.anonymous.post('/v1/auth/password-reset', { email })
    await signUp(email)
    const mails = await mailTo(product, email)
    expect(mails.map(({ html }) => /<html lang="(\w+)">/.exec(html)?.[1])).toEqual(['de', 'de', 'de'])
  })

  it('gives the organisation its founder’s language, and every mail it writes is in it', async () => {
    const email = freshAddress()
    await signUp(email, { locale: 'de-AT' })
    const [mail] = await mailTo(product, email)
    const { body: tokens } = await product.anonymous.post('/v1/auth/verification', { token: mail!.token })
    expect((await product.anonymous.get('/v1/organization', bearer(tokens))).body.locale).toBe('de-AT')
    const invited = freshAddress()
    expect((await product.anonymous.post('/v1/invitations', { email: invited, role: 'member' }, bearer(tokens))).status).toBe(201)
    expect((await mailTo(product, invited)).map(({ html }) => /<html lang="(\w+)">/.exec(html)?.[1])).toEqual(['de'])
  })

  it.each(['German', 'fr', 'pt-BR', 'klingon!', 'DE', 'de_AT', ''])('refuses the language %j, saying which are spoken', async (locale) => {
    const { status, body } = await signUp(freshAddress(), { locale })
    expect([status, body.errors]).toEqual([422, [{ pointer: '/locale', detail: 'Must be a language that is spoken here: en or de, alone or with a region, e.g. de-AT.' }]])
  })

  it('leaves nothing behind that could squat on an address before it is proved', async () => {
    const email = freshAddress()
    await signUp(email, { password: 'the squatter chose this' })
    await signUp(email.toUpperCase(), { password: 'the owner chose this' })
    expect((await product.admin.query('select 1 from users where email_folded = $1', [email])).rowCount).toBe(0)
    const [first] = await mailTo(product, email)
    const [second] = await mailTo(product, email.toUpperCase())
    expect((await product.anonymous.post('/v1/auth/verification', { token: second!.token })).status).toBe(200)
    // The other sign-up has lost its point, whoever asked for it.
    expect((await product.anonymous.post('/v1/auth/verification', { token: first!.token })).status).toBe(422)
    expect((await product.anonymous.post('/v1/auth/login', { email, password: 'the squatter chose this' })).status).toBe(401)
    expect((await product.anonymous.post('/v1/auth/login', { email, password: 'the owner chose this' })).status).toBe(200)
  })

  it('takes a link once, also when it is opened ten times at once', async () => {
    const email = freshAddress()
    await signUp(email)
    const [mail] = await mailTo(product, email)
    const answers = await Promise.all(Array.from({ length: 10 }, () => product.anonymous.post('/v1/auth/verification', { token: mail!.token })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 422)])
    expect((await product.admin.query('select 1 from users where email_folded = $1', [email])).rowCount).toBe(1)
  })

  it('refuses a link that has expired, was altered or is none', async () => {
    const email = freshAddress()
    await signUp(email)
    const token = (await mailTo(product, email))[0]!.token!
    await product.admin.query(`update sign_ups set expires_at = now() where email = $1`, [email])
    const altered = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A')
    for (const each of [token, altered, 'x', token.split('.')[0]!, `${token}.`, `${token}=`]) {
      const { status, body } = await product.anonymous.post('/v1/auth/verification', { token: each })
      expect([status, body.errors[0].pointer], each).toEqual([422, '/token'])
    }
  })

  it('founds nothing when the account came into being on another way meanwhile', async () => {
    const email = freshAddress()
    await signUp(email)
    const token = (await mailTo(product, email))[0]!.token
    await product.admin.query(`insert into users (id, email, name, password_hash) select gen_random_uuid(), $1, 'Other', password_hash from sign_ups where email = $1`, [email])
    const before = (await product.admin.query('select count(*)::int as n from organizations')).rows[0].n
    expect((await product.anonymous.post('/v1/auth/verification', { token })).body.code).toBe('already_exists')
    expect((await product.admin.query('select count(*)::int as n from organizations')).rows[0].n).toBe(before)
  })
})

describe('INV-14: (T7) nobody learns who has an account', () => {
  const stranger = (answer: { status: number; body: unknown; headers: object }) => {
    const { requestId: _, ...rest } = answer.body as Record<string, unknown>
    const headers = Object.keys(answer.headers).filter((name) => name !== 'request-id' && name !== 'date')
    return { status: answer.status, body: rest, headers }
  }

  it('by signing up, logging in or resetting a password: answers are equal but for the request’s id', async () => {
    const { user } = await signedUp()
    const unknown = freshAddress()
    for (const ask of [
      (email: string) => signUp(email),
      (email: string) => product.anonymous.post('/v1/auth/login', { email, password: 'not the password' }),
      (email: string) => product.anonymous.post('/v1/auth/password-reset', { email }),
    ]) {
      expect(stranger(await ask(user.email))).toEqual(stranger(await ask(unknown)))
    }
    const mails = await mailTo(product, user.email)
    expect(mails.map(({ subject }) => subject).slice(1).sort()).toEqual(['Choose a new password for BookFlow', 'You already have a BookFlow account'])
    expect(mails[1]!.token ?? mails[2]!.token).not.toBeNull()
  })

  it('by disabled accounts either', async () => {
    const { user } = await signedUp()
    await product.admin.query('update users set disabled_at = now() where id = $1', [user.id])
    const disabled = await product.anonymous.post('/v1/auth/login', { email: user.email, password: 'correct horse battery' })
    expect(stranger(disabled)).toEqual(stranger(await product.anonymous.post('/v1/auth/login', { email: freshAddress(), password: 'x' })))
  })

  it('and nobody makes us flood an address: five mails an hour, the answer unchanged', async () => {
    const email = freshAddress()
    const answers = []
    for (let i = 0; i < 8; i += 1) answers.push(await (i % 2 ? signUp(email) : product.anonymous.post('/v1/auth/password-reset', { email })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]))
    const { user } = await signedUp()
    for (let i = 0; i < 8; i += 1) await product.anonymous.post('/v1/auth/password-reset', { email: user.email })
    expect(await mailTo(product, user.email)).toHaveLength(5)
  })
})

describe('A3: fields nobody may set', () => {
  const extras = ['id', 'role', 'status', 'org_id', 'created_at', 'disabled_at', 'password_hash', 'email_folded', 'is_admin']

  it('are refused by name on every body of this module, and change nothing', async () => {
    const tokens = await signedUp()
    const id = tokens.organization!.id
    const bodies: [string, string, Record<string, unknown>][] = [
      ['POST', '/v1/auth/sign-up', body(freshAddress())],
      ['POST', '/v1/auth/verification', { token: 'x' }],
      ['POST', '/v1/auth/login', { email: tokens.user.email, password: 'correct horse battery' }],
      ['POST', '/v1/auth/refresh', { refresh_token: tokens.refresh_token }],
      ['POST', '/v1/auth/organization', { organization_id: id }],
      ['POST', '/v1/auth/password', { current_password: 'correct horse battery', new_password: 'another long password' }],
      ['POST', '/v1/auth/password-reset', { email: tokens.user.email }],
      ['POST', '/v1/auth/password-reset/confirmation', { token: 'x', password: 'another long password' }],
      ['PATCH', '/v1/auth/me', { name: 'Mallory' }],
    ]
    const before = (await product.admin.query('select * from users where id = $1', [tokens.user.id])).rows
    for (const [method, path, sent] of bodies) {
      for (const field of extras) {
        const answer = await product.anonymous.send(method as 'POST', path, { ...sent, [field]: 'x' }, bearer(tokens))
        expect([answer.status, answer.body.code], `${path} ${field}`).toEqual([422, 'validation_failed'])
        expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer), `${path} ${field}`).toContain(`/${field}`)
      }
    }
    expect((await product.admin.query('select * from users where id = $1', [tokens.user.id])).rows).toEqual(before)
  })
})

describe('the profile', () => {
  it('changes what is given and refuses what is no language, zone or name', async () => {
    const tokens = await signedUp()
    const patch = (changes: object) => product.anonymous.patch('/v1/auth/me', changes, bearer(tokens))
    expect((await patch({ locale: 'de-CH', timezone: 'America/Sao_Paulo' })).body).toMatchObject({ name: 'Mia', locale: 'de-CH', timezone: 'America/Sao_Paulo' })
    expect((await patch({ name: 'Mia B.' })).body).toMatchObject({ name: 'Mia B.', locale: 'de-CH' })
    for (const wrong of [{}, { locale: 'klingon!' }, { locale: 'pt-BR' }, { timezone: 'Mars/Olympus' }, { name: '' }, { name: 'a\nb' }, { name: 'x'.repeat(121) }]) {
      expect((await patch(wrong)).status, JSON.stringify(wrong)).toBe(422)
    }
  })
})
