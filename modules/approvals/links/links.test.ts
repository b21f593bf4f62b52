import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestPerson, type TestProduct } from '#config/testing/product'
import { accountMailToken } from '#kernel/mail/account-mail'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { people, role, Scene } from '../testing/scene.js'
import { decisionPurpose, issuingServiceToken } from './issuing.service.js'
import { purgeSchedule } from './purge.schedule.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['workflows', 'audit'] })
})
afterAll(() => product.close())

const invite = (orgId: string, approval_id: string, user_id: string) => product.inTenant(orgId, () => product.container.resolve(issuingServiceToken).invite({ approval_id, user_id }))
const preview = (token: string) => product.anonymous.post('/v1/decision-links/preview', { token })
const decide = (token: string, decision = 'approve', comment?: string) => product.anonymous.post('/v1/decision-links/decision', { token, decision, ...(comment === undefined ? {} : { comment }) })

/** A booking that waits for Ann and Ben, and Ann's link. */
async function stage(mode: 'any' | 'all' = 'any') {
  const scene = await Scene.in(product)
  const [mia, ann, ben] = [await scene.person('member'), await scene.person('approver'), await scene.person('member')]
  const booking = await scene.book(mia, await scene.guarded(people(mode, ann, ben)))
  const asked = await scene.request(booking)
  const { link } = await invite(scene.org.id, asked.id, ann.user_id)
  return { scene, mia, ann, ben, booking, asked, ...link! }
}
const decisions = async (orgId: string) => (await product.admin.query<{ user_id: string; decision: string; comment: string | null }>('select user_id, decision, comment from approval_decisions where org_id = $1', [orgId])).rows

describe('a link', () => {
  it('shows what it is about and decides as the person it was made for', async () => {
    const { scene, mia, ann, booking, token } = await stage()
    const shown = await preview(token)
    expect(shown).toMatchObject({
      status: 200,
      body: { reader: { name: ann.name }, booking: { title: 'Offsite', starts_at: booking.starts_at, booked_for: mia.name, booked_by: mia.name }, rule: 'Ask first', step: { position: 1, of: 1 } },
    })
    expect(shown.headers['cache-control']).toBe('no-store')
    expect(await decide(token)).toMatchObject({ status: 200, body: { decision: 'approve', status: 'approved', booking_id: booking.id } })
    expect((await scene.booking(booking.id)).status).toBe('confirmed')
    const [entry] = (await product.as(scene.owner).get('/v1/audit-log?action=approvals.decided')).body.items
    expect(entry).toMatchObject({ actor: { id: ann.user_id }, changes: { step_1: { from: null, to: 'approve' }, via: { from: null, to: 'mail_link' } } })
  })

  it('rejects with a comment and not without', async () => {
    const { scene, ann, booking, token } = await stage()
    for (const comment of [undefined, '', '  ']) expect(await decide(token, 'reject', comment)).toMatchObject({ status: 422, body: { errors: [{ pointer: '/comment' }] } })
    expect(await decisions(scene.org.id)).toEqual([])
    expect((await decide(token, 'reject', 'Painters')).status).toBe(200)
    expect(await decisions(scene.org.id)).toEqual([{ user_id: ann.user_id, decision: 'reject', comment: 'Painters' }])
    expect((await scene.booking(booking.id)).status).toBe('rejected')
  })

  it('decides once, whoever presses how often', async () => {
    const { scene, token } = await stage('all')
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => decide(token, n % 2 ? 'approve' : 'reject', 'x')))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 49 }, () => 409)])
    expect(new Set(answers.filter(({ status }) => status === 409).map(({ body }) => body.code))).toEqual(new Set(['state_conflict']))
    expect(await decisions(scene.org.id)).toHaveLength(1)
    for (const answer of [await decide(token), await preview(token)]) expect(answer).toMatchObject({ status: 409, body: { detail: 'This link was used already; a decision stands.' } })
  })

  it('changes nothing by being looked at: previews, and every other method', async () => {
    const { scene, ann, asked, token } = await stage()
    const rows = async () => (await product.admin.query('select (select count(*)::int from events where org_id = $1) as events, (select count(*)::int from approval_decisions where org_id = $1) as decisions, (select used_at from approval_links where org_id = $1) as used', [scene.org.id])).rows[0]
    const before = await rows()
    for (let n = 0; n < 5; n += 1) expect((await preview(token)).status).toBe(200)
    for (const path of ['preview', 'decision']) expect((await product.anonymous.get(`/v1/decision-links/${path}?token=${token}`)).status).toBe(405)
    expect(await rows()).toEqual(before)
    expect((await product.as(ann).get(`/v1/approvals/${asked.id}`)).body.status).toBe('pending')
  })

  it('asked for again is the same until it is used or expired', async () => {
    const { scene, ann, asked, token } = await stage()
    expect((await invite(scene.org.id, asked.id, ann.user_id)).link?.token).toBe(token)
    await product.admin.query(`update approval_links set expires_at = now() - interval '1 second' where org_id = $1`, [scene.org.id])
    expect(await decide(token)).toMatchObject({ status: 409, body: { detail: expect.stringContaining('expired') as string } })
    expect((await preview(token)).status).toBe(409)
    const renewed = (await invite(scene.org.id, asked.id, ann.user_id)).link!
    expect(renewed.token).not.toBe(token)
    expect((await decide(renewed.token)).status).toBe(200)
  })

  it('lives seven days at most, and never beyond the start', async () => {
    const { booking, expires_at } = await stage()
    expect(expires_at).toBe(new Date(booking.starts_at).toISOString())
    const scene = await Scene.in(product)
    const [mia, ann] = [await scene.person('member'), await scene.person('approver')]
    const start = Date.now() + 60 * 86_400_000
    const far = await scene.book(mia, await scene.guarded(people('any', ann)), { starts_at: new Date(start).toISOString(), ends_at: new Date(start + 3_600_000).toISOString() })
    const { link } = await invite(scene.org.id, (await scene.request(far)).id, ann.user_id)
    const days = (Date.parse(link!.expires_at) - Date.now()) / 86_400_000
    expect(days).toBeGreaterThan(6.9)
    expect(days).toBeLessThanOrEqual(7.01)
  })
})

it('links are taken away thirty days after they expired', async () => {
  const [old, young] = [await stage(), await stage()]
  await product.admin.query(`update approval_links set expires_at = now() - interval '31 days' where org_id = $1`, [old.scene.org.id])
  await product.admin.query(`update approval_links set expires_at = now() - interval '29 days' where org_id = $1`, [young.scene.org.id])
  await purgeSchedule(product.container.resolve(transactionsToken)).run()
  expect([(await preview(old.token)).status, (await preview(young.token)).status]).toEqual([404, 409])
})

describe('a link is worth nothing once', () => {
  const refused = async (token: string, detail: RegExp) => {
    for (const answer of [await preview(token), await decide(token)]) {
      expect(answer.status).toBe(409)
      expect(answer.body).toMatchObject({ code: 'state_conflict', detail: expect.stringMatching(detail) as string })
    }
  }

  it('somebody else decided', async () => {
    const { scene, ben, asked, token } = await stage()
    expect((await scene.decide(ben, asked, 'approve')).status).toBe(200)
    await refused(token, /approved already/)
  })

  it('the person decided another way', async () => {
    const { scene, ann, asked, token } = await stage('all')
    expect((await scene.decide(ann, asked, 'approve')).status).toBe(200)
    await refused(token, /You decided on step 1 already/)
  })

  it('the booking was cancelled', async () => {
    const { mia, booking, token } = await stage()
    expect((await product.as(mia).post(`/v1/bookings/${booking.id}/cancellation`, {})).status).toBe(200)
    await refused(token, /withdrawn already/)
  })

  it('another step is open', async () => {
    const scene = await Scene.in(product)
    const [mia, ann] = [await scene.person('member'), await scene.person('approver')]
    const asked = await scene.request(await scene.book(mia, await scene.guarded(people('any', ann), people('any', ann))))
    const { link } = await invite(scene.org.id, asked.id, ann.user_id)
    expect((await scene.decide(ann, asked, 'approve')).status).toBe(200)
    await refused(link!.token, /Step 1 is not open/)
    const next = (await invite(scene.org.id, asked.id, ann.user_id)).link!
    expect(next.token).not.toBe(link!.token)
    expect(await decide(next.token)).toMatchObject({ status: 200, body: { status: 'approved' } })
  })

  it('the person was deactivated', async () => {
    const { scene, ann, token } = await stage()
    const { headers } = await product.as(scene.owner).get(`/v1/members/${ann.user_id}`)
    expect((await product.as(scene.owner).post(`/v1/members/${ann.user_id}/deactivation`, {}, { 'if-match': headers['etag'] as string })).status).toBe(200)
    await refused(token, /no active member/)
  })

  it('the approvals were switched off', async () => {
    const { scene, token } = await stage()
    expect((await product.as(scene.owner as TestPerson).put('/v1/organization/modules/workflows', { enabled: false }, { 'if-match': '*' })).status).toBe(200)
    expect((await product.as(scene.owner as TestPerson).put('/v1/organization/modules/approvals', { enabled: false, pending: 'reject' }, { 'if-match': '*' })).status).toBe(200)
    await refused(token, /already|switched off/)
  })

  it('the role was taken', async () => {
    const scene = await Scene.in(product)
    const [mia, ann] = [await scene.person('member'), await scene.person('approver')]
    await scene.person('approver')
    const asked = await scene.request(await scene.book(mia, await scene.guarded(role('any', 'approver'))))
    const { link } = await invite(scene.org.id, asked.id, ann.user_id)
    await product.admin.query(`update memberships set role = 'member' where org_id = $1 and user_id = $2`, [scene.org.id, ann.user_id])
    await refused(link!.token, /Step 1 does not name you/)
    expect(await decisions(scene.org.id)).toEqual([])
  })
})

describe('who is not to decide gets no link', () => {
  it('after their own part is decided, and with nothing to do with it', async () => {
    const { scene, mia, ann, asked } = await stage('all')
    expect(await invite(scene.org.id, asked.id, mia.user_id)).toEqual({ link: null, refusal: expect.stringContaining('Nobody decides on a request they made') as string })
    expect((await invite(scene.org.id, asked.id, scene.owner.user_id)).link).toBeNull()
    await scene.decide(ann, asked, 'approve')
    expect(await invite(scene.org.id, asked.id, ann.user_id)).toEqual({ link: null, refusal: 'You decided on step 1 already; a decision stands.' })
    expect(await invite(scene.org.id, randomUUID(), ann.user_id)).toEqual({ link: null, refusal: 'The request is gone.' })
  })

  it('in another organisation than the request’s', async () => {
    const [{ ann, asked }, other] = [await stage(), await product.newOrg()]
    expect(await invite(other.id, asked.id, ann.user_id)).toEqual({ link: null, refusal: 'The request is gone.' })
  })
})

describe('a made-up token', () => {
  it('is a 404 in every shape, and tells nothing', async () => {
    const { token } = await stage()
    const [id, mac] = token.split('.') as [string, string]
    const mail = product.container.resolve(accountMailToken)
    const flipped = `${mac.startsWith('A') ? 'B' : 'A'}${mac.slice(1)}`
    const forged = [`${id}.${flipped}`, `${randomUUID()}.${mac}`, id, mac, `.${mac}`, `${id}.`, `${token}.x`, ` ${token}`, token.toUpperCase(), mail.derive(id, 'auth.reset'), mail.derive(id, 'members.invitation'), createHash('sha256').update(token).digest('hex'), `' or 1=1 --`]
    for (const wrong of forged) {
      for (const answer of [await preview(wrong), await decide(wrong)]) expect({ wrong, status: answer.status, code: answer.body.code }).toEqual({ wrong, status: 404, code: 'not_found' })
    }
    expect(forged).toHaveLength(13)
    expect((await preview('')).status).toBe(422)
    expect((await preview('x'.repeat(201))).status).toBe(422)
    expect((await decide(token, 'maybe')).status).toBe(422)
    expect((await product.anonymous.post('/v1/decision-links/decision', { token, decision: 'approve', user_id: id })).status).toBe(422)
    expect((await preview(token)).status).toBe(200)
  })

  it('of a link whose organisation is gone is one too', async () => {
    const { scene, token } = await stage()
    await product.admin.query(`update organizations set deletion_at = now() - interval '1 second' where org_id = $1`, [scene.org.id])
    expect((await decide(token)).status).toBe(404)
  })
})

it('stands nowhere: the database keeps the hash of a token only', async () => {
  const { scene, ann, token, asked } = await stage()
  const { rows: tables } = await product.admin.query<{ name: string }>(`select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema in ('public', 'pgboss')`)
  expect(tables.length).toBeGreaterThan(30)
  const secret = token.split('.')[1]!
  for (const { name } of tables) {
    const { rows } = await product.admin.query<{ found: boolean }>(`select exists (select from ${name} t where t::text like '%' || $1 || '%') as found`, [secret])
    expect({ name, found: rows[0]?.found }).toEqual({ name, found: false })
  }
  const { rows } = await product.admin.query(`select token_hash from approval_links where org_id = $1`, [scene.org.id])
  expect(rows).toEqual([{ token_hash: createHash('sha256').update(token).digest('hex') }])
  expect(product.container.resolve(accountMailToken).derive(token.split('.')[0]!, decisionPurpose)).toBe(token)
  expect((await product.as(ann).get(`/v1/approvals/${asked.id}`)).text).not.toContain(secret)
})
