import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createTestApp, type TestOrg, type TestPerson, type TestProduct } from '#config/testing/product'
import { auth } from '#modules/auth/contract'
import { currentFlow } from '#kernel/tenancy/context'
import { TestClient } from '#kernel/testing/client'
import { invitationLetter } from './invitation.letter.js'

type Letter = ReturnType<typeof invitationLetter>

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['members'] })
})
afterAll(() => product.close())

const freshAddress = () => `guest-${randomBytes(5).toString('hex')}@example.test`
const invite = (who: TestPerson, email: string, role = 'member') => product.as(who).post('/v1/invitations', { email, role })
const mailsTo = async (email: string) => (await product.admin.query<{ subject: string; text: string; html: string }>('select subject, text, html from account_stub_mails where recipient = $1 order by sent_at, id', [email])).rows

/** Delivers and reads the link's token out of the newest mail, as the invited person does. */
async function tokenFor(email: string): Promise<string> {
  await product.drain()
  const link = /http:\/\/localhost:3000\/accept\?token=(\S+)/.exec((await mailsTo(email)).at(-1)!.text)
  return decodeURIComponent(link![1]!)
}

async function invited(org: TestOrg, email: string, role = 'member'): Promise<string> {
  expect((await invite(org.owner, email, role)).status).toBe(201)
  return tokenFor(email)
}

const register = (token: string, password = 'a long enough password') => product.anonymous.post('/v1/invitations/registration', { token, name: 'Guest', password })
const accept = (who: TestPerson, token: string) => product.as(who).post('/v1/invitations/acceptance', { token })

describe('registration', () => {
  it('creates the account, joins with the role, opens a session; the link works once', async () => {
    const org = await product.newOrg()
    const email = freshAddress()
    const token = await invited(org, email, 'approver')
    expect((await product.anonymous.post('/v1/invitations/preview', { token })).body).toMatchObject({ organization: org.name, email, role: 'approver', has_account: false })
    const { status, body } = await register(token)
    expect(status).toBe(201)
    expect(body).toMatchObject({ token_type: 'Bearer', user: { email, name: 'Guest' }, organization: { id: org.id, name: org.name, role: 'approver' } })
    const guest = new TestClient(product.app, body.access_token)
    expect((await guest.get(`/v1/members/${body.user.id}`)).body).toMatchObject({ role: 'approver', status: 'active', version: 1 })
    expect((await register(token)).body.code).toBe('state_conflict')
    expect((await product.anonymous.post('/v1/invitations/preview', { token })).body.code).toBe('state_conflict')
    const { rows } = await product.admin.query<{ type: string; actor: unknown }>(`select type, actor from events where org_id = $1 and type = 'members.joined' and subject_id = $2`, [org.id, body.user.id])
    expect(rows).toEqual([{ type: 'members.joined', actor: { kind: 'user', id: body.user.id } }])
  })

  it('writes to whoever names no language in that of the organisation, as the invitation did', async () => {
    const org = await product.newOrg()
    expect((await product.as(org.owner).patch('/v1/organization', { locale: 'de-AT' }, { 'if-match': '*' })).status).toBe(200)
    const languageOf = async (more: Record<string, string>) => {
      const { body } = await product.anonymous.post('/v1/invitations/registration', { token: await invited(org, freshAddress()), name: 'Guest', password: 'a long enough password', ...more })
      return (await new TestClient(product.app, body.access_token).get('/v1/auth/me')).body.user.locale
    }
    expect([await languageOf({}), await languageOf({ locale: 'en' })]).toEqual(['de-AT', 'en'])
  })

  it('computes the password’s hash while it holds no connection, and not at all for a link that leads nowhere', async () => {
    const org = await product.newOrg()
    const token = await invited(org, freshAddress())
    const port = product.container.resolve(auth.port)
    const { hashPassword } = port
    const held: boolean[] = []
    const spy = vi.spyOn(port, 'hashPassword').mockImplementation(async (password) => {
      held.push(currentFlow()?.work !== null && currentFlow()?.work !== undefined)
      return hashPassword(password)
    })
    expect((await register(token)).status).toBe(201)
    expect((await register(token)).status).toBe(409)
    expect(held).toEqual([false])
    spy.mockRestore()
  })

  it('is refused, and leaves nothing, when the address has an account', async () => {
    const [org, other] = [await product.newOrg(), await product.newOrg()]
    const token = await invited(org, other.owner.email)
    expect((await product.anonymous.post('/v1/invitations/preview', { token })).body.has_account).toBe(true)
    expect((await register(token)).body.code).toBe('already_exists')
    expect((await product.as(org.owner).get('/v1/invitations')).body.items[0].status).toBe('pending')
  })

  it('is won by one of ten at the same time', async () => {
    const org = await product.newOrg()
    const email = freshAddress()
    const token = await invited(org, email)
    const answers = await Promise.all(Array.from({ length: 10 }, () => register(token)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)])
    expect((await product.admin.query('select from users where email = $1', [email])).rowCount).toBe(1)
  })

  it('refuses a short password and fields nobody named', async () => {
    const answer = await product.anonymous.post('/v1/invitations/registration', { token: 'x', name: 'G', password: 'short', role: 'owner' })
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual(['/password', '/role'])
  })
})

describe('acceptance', () => {
  it('joins whoever is signed in with that address, whatever its case', async () => {
    const [org, home] = [await product.newOrg(), await product.newOrg()]
    const guest = await home.person('member')
    const token = await invited(org, guest.email.toUpperCase(), 'viewer')
    const { status, body } = await accept(guest, token)
    expect([status, body]).toEqual([200, { id: org.id, name: org.name, slug: expect.any(String), role: 'viewer' }])
    expect((await product.as(guest).get('/v1/organizations')).body.items.map(({ id }: { id: string }) => id).sort()).toEqual([org.id, home.id].sort())
    expect((await product.as(org.owner).get('/v1/invitations?status=accepted')).body.items).toHaveLength(1)
  })

  it('is won once by forty clicks at the same time, which do not starve each other of connections', async () => {
    const [org, other] = [await product.newOrg(), await product.newOrg()]
    const token = await invited(org, other.owner.email)
    const answers = await Promise.all(Array.from({ length: 40 }, () => accept(other.owner, token)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 39 }, () => 409)])
  })

  it('refuses another address, without telling which one was meant', async () => {
    const org = await product.newOrg()
    const email = freshAddress()
    const token = await invited(org, email)
    const thief = (await product.newOrg()).owner
    const answer = await accept(thief, token)
    expect([answer.status, answer.body.code]).toEqual([403, 'forbidden'])
    expect(answer.text).not.toContain(email)
    expect((await register(token)).status).toBe(201)
  })

  it('needs a session', async () => {
    expect((await product.anonymous.post('/v1/invitations/acceptance', { token: 'x' })).status).toBe(401)
  })

  it('is one of accepted and revoked when both happen at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [org, home] = [await product.newOrg(), await product.newOrg()]
      const token = await invited(org, home.owner.email)
      const [item] = (await product.as(org.owner).get('/v1/invitations')).body.items
      const [joined, revoked] = await Promise.all([accept(home.owner, token), product.as(org.owner).delete(`/v1/invitations/${item.id}`)])
      const { status } = (await product.as(org.owner).get('/v1/invitations')).body.items[0]
      const member = (await product.as(org.owner).get(`/v1/members/${home.owner.user_id}`)).status === 200
      expect([joined.status, revoked.status, status, member]).toEqual(status === 'accepted' ? [200, 409, 'accepted', true] : [409, 204, 'revoked', false])
    }
  })
})

describe('INV-19: tokens', () => {
  it.each([
    ['nothing like one', () => 'abc'],
    ['well-formed and unknown', () => `${randomUUID()}.${'A'.repeat(43)}`],
    ['an id without its proof', () => `${randomUUID()}.`],
  ])('404: %s', async (_what, token) => {
    for (const route of ['preview', 'registration', 'acceptance']) {
      const body = route === 'registration' ? { token: token(), name: 'G', password: 'a long enough password' } : { token: token() }
      expect((await product.as((await product.newOrg()).owner).post(`/v1/invitations/${route}`, body)).body.code).toBe('not_found')
    }
  })

  it('stand in no table, only their hash does', async () => {
    const org = await product.newOrg()
    const email = freshAddress()
    const token = await invited(org, email)
    const { rows } = await product.admin.query<{ name: string }>(`select c.oid::regclass::text as name from pg_class c where c.relnamespace in ('public'::regnamespace, 'pgboss'::regnamespace) and c.relkind = 'r'`)
    expect(rows.length).toBeGreaterThan(15)
    for (const { name } of rows.filter(({ name }) => name !== 'account_stub_mails')) {
      const found = await product.admin.query(`select from ${name} t where t::text like '%' || $1 || '%'`, [token.split('.')[1]])
      expect(found.rowCount, name).toBe(0)
    }
  })

  it('expire after seven days; the invitation can be sent again', async () => {
    const org = await product.newOrg()
    const email = freshAddress()
    const token = await invited(org, email)
    await product.admin.query(`update invitations set expires_at = now() where org_id = $1`, [org.id])
    expect((await register(token)).body.detail).toContain('expired')
    const [item] = (await product.as(org.owner).get('/v1/invitations?status=expired')).body.items
    expect((await product.as(org.owner).get('/v1/invitations?status=pending')).body.items).toEqual([])
    expect((await product.as(org.owner).post(`/v1/invitations/${item.id}/resending`)).body.status).toBe('pending')
    expect((await register(await tokenFor(email))).status).toBe(201)
  })

  it('of an expired invitation are not renewed beside a newer one, nor for somebody who has joined meanwhile', async () => {
    const org = await product.newOrg()
    const email = freshAddress()
    await invited(org, email)
    const { body: list } = await product.as(org.owner).get('/v1/invitations')
    const old = `/v1/invitations/${list.items[0].id}`
    await product.admin.query(`update invitations set expires_at = now() where id = $1`, [list.items[0].id])
    const token = await invited(org, email)
    expect((await product.as(org.owner).post(`${old}/resending`)).body.code).toBe('already_exists')
    const newer = (await product.as(org.owner).get('/v1/invitations?status=pending')).body.items[0]
    expect((await product.as(org.owner).send('DELETE', `/v1/invitations/${newer.id}`)).status).toBe(204)
    const again = await product.as(org.owner).post(`${old}/resending`)
    expect([again.status, again.body.status]).toEqual([200, 'pending'])
    const mails = (await mailsTo(email)).length
    const renewed = await tokenFor(email)
    expect([(await mailsTo(email)).length, renewed === token]).toEqual([mails + 1, false])
    expect((await register(renewed)).status).toBe(201)
    await product.admin.query(`update invitations set status = 'expired', accepted_by = null where id = $1`, [list.items[0].id])
    expect((await product.as(org.owner).post(`${old}/resending`)).body.code).toBe('already_exists')
  })

  it('of a mail sent again replace the old one, and an undelivered old mail is not sent at all', async () => {
    const org = await product.newOrg()
    const [sent, unsent] = [freshAddress(), freshAddress()]
    const old = await invited(org, sent)
    await invite(org.owner, unsent)
    for (const item of (await product.as(org.owner).get('/v1/invitations')).body.items) await product.as(org.owner).post(`/v1/invitations/${item.id}/resending`)
    const renewed = await tokenFor(sent)
    expect((await register(old)).body.code).toBe('not_found')
    expect((await register(renewed)).status).toBe(201)
    expect(await mailsTo(unsent)).toHaveLength(1)
  })

  it('of an invitation taken back before its mail left are not sent', async () => {
    const org = await product.newOrg()
    const email = freshAddress()
    const { body } = await invite(org.owner, email)
    expect((await product.as(org.owner).delete(`/v1/invitations/${body.id}`)).status).toBe(204)
    await product.drain()
    expect(await mailsTo(email)).toEqual([])
    const { rows } = await product.admin.query(`select status from account_outbox where payload->>'invitation_id' = $1`, [body.id])
    expect(rows).toEqual([{ status: 'cancelled' }])
    expect((await product.as(org.owner).delete(`/v1/invitations/${body.id}`)).body.code).toBe('state_conflict')
  })

  it('give nothing their sender may no longer give', async () => {
    const org = await product.newOrg()
    const second = await org.person('owner')
    const email = freshAddress()
    expect((await invite(second, email, 'owner')).status).toBe(201)
    const token = await tokenFor(email)
    await product.as(org.owner).patch(`/v1/members/${second.user_id}`, { role: 'admin' }, { 'if-match': '*' })
    const refused = await register(token)
    expect([refused.status, refused.body.code]).toEqual([409, 'state_conflict'])
    expect((await product.admin.query('select 1 from users where email = $1', [email])).rowCount).toBe(0)
    await product.as(org.owner).patch(`/v1/members/${second.user_id}`, { role: 'owner' }, { 'if-match': '*' })
    expect((await register(token)).status).toBeLessThan(300)
  })

  it('lead nowhere once the organisation is gone', async () => {
    const org = await product.newOrg()
    const token = await invited(org, freshAddress())
    await product.admin.query('update organizations set deletion_at = now() where org_id = $1', [org.id])
    expect((await register(token)).body.code).toBe('not_found')
  })
})

describe('inviting', () => {
  it.each([['admin', 'approver', 201], ['admin', 'admin', 403], ['admin', 'owner', 403], ['owner', 'owner', 201], ['member', 'viewer', 403], ['approver', 'viewer', 403]] as const)('A4: %s invites %s: %i', async (who, role, status) => {
    const org = await product.newOrg()
    expect((await invite(await org.person(who), freshAddress(), role)).status).toBe(status)
  })

  it('has one open invitation per address, in any case, and none for members', async () => {
    const org = await product.newOrg()
    const email = freshAddress()
    const answers = await Promise.all([email, email.toUpperCase(), email].map((address) => invite(org.owner, address)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
    const person = await org.person('viewer')
    expect((await invite(org.owner, person.email.toUpperCase())).body).toMatchObject({ code: 'already_exists', detail: expect.stringContaining('member already') })
    await product.as(org.owner).post(`/v1/members/${person.user_id}/deactivation`)
    expect((await invite(org.owner, person.email)).body.detail).toContain('Reactivate')
  })

  it('T7: says the same whether the address has an account elsewhere', async () => {
    const [org, other] = [await product.newOrg(), await product.newOrg()]
    const known = await invite(org.owner, other.owner.email)
    const unknown = await invite(org.owner, freshAddress())
    expect(known.status).toBe(unknown.status)
    expect(Object.keys(known.body)).toEqual(Object.keys(unknown.body))
  })

  it('may be repeated with its key: one invitation, one mail', async () => {
    const org = await product.newOrg()
    const email = freshAddress()
    const send = () => product.as(org.owner).post('/v1/invitations', { email, role: 'viewer' }, { 'idempotency-key': 'once' })
    const [first, second] = [await send(), await send()]
    expect([second.text, second.headers['idempotent-replayed']]).toEqual([first.text, 'true'])
    await product.drain()
    expect(await mailsTo(email)).toHaveLength(1)
  })

  it('keeps addresses out of events and of the outbox', async () => {
    const org = await product.newOrg()
    const email = freshAddress()
    await invite(org.owner, email)
    const { rows } = await product.admin.query(`select data::text || actor::text as text from events where org_id = $1 union all select payload::text from account_outbox where payload->>'org_id' = $1::text`, [org.id])
    expect(rows.length).toBeGreaterThanOrEqual(4)
    expect(JSON.stringify(rows)).not.toContain(email)
  })

  it('admins neither revoke nor resend what only owners may give', async () => {
    const org = await product.newOrg()
    const admin = await org.person('admin')
    const { body } = await invite(org.owner, freshAddress(), 'admin')
    expect((await product.as(admin).delete(`/v1/invitations/${body.id}`)).status).toBe(403)
    expect((await product.as(admin).post(`/v1/invitations/${body.id}/resending`)).status).toBe(403)
  })

  it('lists newest first, in pages', async () => {
    const org = await product.newOrg()
    const ids: string[] = []
    for (let n = 0; n < 5; n += 1) ids.unshift((await invite(org.owner, freshAddress())).body.id)
    const first = await product.as(org.owner).get('/v1/invitations?limit=3')
    const second = await product.as(org.owner).get(`/v1/invitations?limit=3&cursor=${first.body.next_cursor}`)
    expect([...first.body.items, ...second.body.items].map(({ id }) => id)).toEqual([...ids].sort().reverse())
    expect(second.body.next_cursor).toBeNull()
  })

  it('answers a foreign invitation like a random one, byte for byte', async () => {
    const [org, victim] = [await product.newOrg(), await product.newOrg()]
    const { body } = await invite(victim.owner, freshAddress())
    for (const [method, tail] of [['POST', '/resending'], ['DELETE', '']] as const) {
      const random = randomUUID()
      const bare = async (id: string) => {
        const answer = await product.as(org.owner).send(method, `/v1/invitations/${id}${tail}`)
        expect(answer.status).toBe(404)
        return answer.text.replaceAll(id, 'ID').replaceAll(answer.body.requestId, 'REQUEST')
      }
      expect(await bare(body.id)).toBe(await bare(random))
    }
    expect((await product.as(victim.owner).get('/v1/invitations')).body.items[0].status).toBe('pending')
  })
})

it('A9: the mail escapes what people wrote and keeps its header one line', () => {
  const matter = {
    organization: { name: '<script>alert(1)</script>\r\nBcc: x', accent: '#0f766e' }, inviter: 'Eve "&\u0000', email: 'a@example.test', role: 'member' as const, expires_at: '2026-12-01T09:00:00.000Z', timezone: 'Europe/Berlin',
    link: 'https://b.test/accept?token=a&b',
  }
  const [english, german] = (['en', 'de'] as const).map((language) => invitationLetter({ ...matter, language })) as [Letter, Letter]
  expect(english.subject).toBe('Eve "& invites you to <script>alert(1)</script> Bcc: x')
  expect(german.subject).toBe('Eve "& lädt Sie zu <script>alert(1)</script> Bcc: x ein')
  for (const { html } of [english, german]) {
    expect(html).not.toContain('<script>')
    expect(html).toContain('&lt;script&gt;')
    expect(html).toContain('href="https://b.test/accept?token=a&amp;b"')
    expect(html).toContain('#0f766e')
  }
  expect(english.text).toContain('Tue, 1 December 2026, 10:00 (Europe/Berlin)')
  expect(german.text).toContain('Di., 1. Dezember 2026, 10:00 Uhr (Europe/Berlin)')
  expect(german.text).toContain('Ihre Rolle: Mitglied.')
})
