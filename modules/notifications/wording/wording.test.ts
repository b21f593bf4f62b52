import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestPerson, type TestProduct } from '#config/testing/product'
import { mailLanguages } from '#kernel/contract'
import { noticeKinds } from '../contract.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['notifications', 'audit'] })
})
afterAll(() => product.close())

const path = '/v1/notification-templates/booking_confirmed/en'
const words = { subject: 'It is yours: {{resource.name}}', opening: 'Hello {{reader.name}},\n\nyou have {{booking.title}}.', closing: 'Your front desk' }
const put = (person: TestPerson, body: object, version: number | null = 0, at = path) => product.as(person).put(at, body, version === null ? {} : { 'if-match': `"v${version}"` })
const latestMail = async (org: TestOrg) => {
  const [first] = (await product.as(org.owner).get('/v1/mailbox?limit=1')).body.items
  return (await product.as(org.owner).get(`/v1/mailbox/${first.id}`)).body
}
async function bookAndSend(org: TestOrg, person: TestPerson) {
  const room = (await product.as(org.owner).post('/v1/resources', { name: 'Studio', horizon_days: 365 })).body
  const start = Date.now() + 3 * 86_400_000
  const booked = await product.as(person).post('/v1/bookings', { resource_id: room.id, title: 'Shoot {{organization.name}}', starts_at: new Date(start).toISOString(), ends_at: new Date(start + 3_600_000).toISOString() })
  expect(booked.status).toBe(201)
  await product.drain()
  return latestMail(org)
}

describe('templates', () => {
  it('list every kind in every language with what it may mention', async () => {
    const org = await product.newOrg()
    const { items } = (await product.as(org.owner).get('/v1/notification-templates')).body
    expect(items.map(({ kind, locale }: Record<string, string>) => `${kind} ${locale}`)).toEqual(Object.keys(noticeKinds).flatMap((kind) => mailLanguages.map((locale) => `${kind} ${locale}`)))
    for (const item of items) expect(item).toMatchObject({ own: false, version: 0, updated_at: null, standard: { subject: item.subject, opening: item.opening, closing: item.closing } })
    expect(items[0].placeholders).toContainEqual({ name: 'booking.title', description: expect.any(String) as string })
  })

  it('are changed, said in the next mail in place of the standard words, and set back', async () => {
    const org = await product.newOrg()
    const member = await org.person('member')
    const before = await product.as(org.owner).get(path)
    expect(before.headers['etag']).toBe('"v0"')
    const changed = await put(org.owner, words)
    expect(changed).toMatchObject({ status: 200, body: { ...words, own: true, version: 1, standard: before.body.standard } })
    expect(changed.headers['etag']).toBe('"v1"')
    const mail = await bookAndSend(org, member)
    expect(mail.subject).toBe('It is yours: Studio')
    expect(mail.text).toContain(`Hello ${member.name},\n\nyou have Shoot {{organization.name}}.`)
    expect(mail.text).toContain('Your front desk')
    expect(mail.text).not.toContain('Studio is reserved.')
    expect(mail.html).toContain('Open in BookFlow')
    expect((await product.as(org.owner).delete(path, { 'if-match': '"v1"' })).status).toBe(204)
    expect((await product.as(org.owner).get(path)).body).toMatchObject({ ...before.body.standard, own: false, version: 2 })
    const log = (await product.as(org.owner).get('/v1/audit-log?action=notifications.wording_changed')).body.items
    expect(log.map(({ changes }: { changes: Record<string, unknown> }) => changes['subject'])).toEqual([
      { from: words.subject, to: before.body.subject },
      { from: before.body.subject, to: words.subject },
    ])
  })

  it('lose nobody’s change: stale, missing and repeated versions', async () => {
    const org = await product.newOrg()
    expect((await put(org.owner, words, null)).status).toBe(428)
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((closing) => put(org.owner, { ...words, closing })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412])
    expect((await put(org.owner, words, 0)).status).toBe(412)
    expect((await product.as(org.owner).delete(path, { 'if-match': '"v0"' })).status).toBe(412)
    expect((await product.as(org.owner).delete(path, { 'if-match': '"v1"' })).status).toBe(204)
    // Once reset it is not version 0 again: whoever still holds that has not seen what was said in between.
    expect((await put(org.owner, words, 0)).status).toBe(412)
    // The same words again are no change.
    expect((await put(org.owner, words, 2)).body.version).toBe(3)
    expect((await put(org.owner, words, 3)).body.version).toBe(3)
  })

  it.each([
    ['subject', '{{booking.tile}}', 'Did you mean {{booking.title}}?'],
    ['opening', 'See {{title}}', 'Did you mean {{booking.title}}?'],
    ['closing', '{{constructor}}', 'It knows: {{reader.name}}'],
    ['closing', '{{endpoint.origin}}', 'no placeholder of this mail'],
    ['opening', 'a {{booking.title', 'without its counterpart'],
    ['subject', 'two\r\nBcc: x@y.z', ''],
    ['subject', '', ''],
    ['opening', 'x'.repeat(2001), ''],
  ])('refuse %s %j by name', async (field, text, hint) => {
    const org = await product.newOrg()
    const body = { ...words, [field]: text }
    for (const answer of [await put(org.owner, body), await product.as(org.owner).post(`${path}/preview`, body)]) {
      expect(answer.status).toBe(422)
      expect(answer.body.errors).toEqual([{ pointer: `/${field}`, detail: expect.stringContaining(hint) as string }])
    }
    expect((await product.as(org.owner).get(path)).body.version).toBe(0)
  })

  it('are for admins, and of the own organisation only', async () => {
    const [org, other] = [await product.newOrg(), await product.newOrg()]
    const [admin, approver] = [await org.person('admin'), await org.person('approver')]
    for (const answer of [await product.as(approver).get('/v1/notification-templates'), await product.as(approver).get(path), await put(approver, words), await product.as(approver).post(`${path}/preview`, {})]) expect(answer.status).toBe(403)
    expect((await put(admin, words)).status).toBe(200)
    expect((await product.as(other.owner).get(path)).body).toMatchObject({ own: false, version: 0 })
  })

  it('that do not exist name the nearest', async () => {
    const org = await product.newOrg()
    const detail = async (kind: string, locale: string) => {
      const answer = await product.as(org.owner).get(`/v1/notification-templates/${kind}/${locale}`)
      expect(answer.status).toBe(404)
      return answer.body.detail
    }
    expect(await detail('booking_confirmd', 'en')).toContain("Did you mean 'booking_confirmed'?")
    expect(await detail('gossip', 'en')).toContain('GET /v1/notification-templates')
    expect(await detail('booking_confirmed', 'fr')).toContain('Mail is written in: en, de.')
  })
})

describe('a preview', () => {
  it.each(Object.keys(noticeKinds).flatMap((kind) => mailLanguages.map((locale) => [kind, locale])))('of %s in %s is a whole mail in the organisation’s name and colour', async (kind, locale) => {
    const org = await product.newOrg()
    const organization = await product.as(org.owner).get('/v1/organization')
    await product.as(org.owner).patch('/v1/organization', { name: 'Acme <Labs>', accent: '#0f766e' }, { 'if-match': organization.headers['etag'] as string })
    const { status, body } = await product.as(org.owner).post(`/v1/notification-templates/${kind}/${locale}/preview`, { closing: 'Greetings from {{organization.name}}' })
    expect(status).toBe(200)
    expect(body.text).toContain('Greetings from Acme <Labs>')
    expect(body.html).toContain('Greetings from Acme &lt;Labs&gt;')
    expect(body.html).toContain('#0f766e')
    expect(body.html).toContain(`<html lang="${locale}">`)
    expect(body.subject).not.toMatch(/\{\{|undefined/)
  })

  it('changes and sends nothing', async () => {
    const org = await product.newOrg()
    expect((await product.as(org.owner).post(`${path}/preview`, words)).body.subject).toBe('It is yours: Meeting room 2')
    expect((await product.as(org.owner).get(path)).body).toMatchObject({ own: false, version: 0 })
    const { rows } = await product.admin.query(`select (select count(*)::int from outbox where org_id = $1) as messages, (select count(*)::int from events where org_id = $1 and type like 'notifications.%') as events`, [org.id])
    expect(rows).toEqual([{ messages: 0, events: 0 }])
  })
})

it('mail is in the language of its reader, else of the organisation', async () => {
  const org = await product.newOrg()
  const member = await org.person('member')
  const speak = (locale: string) => product.as(member).patch('/v1/auth/me', { locale })
  expect((await speak('de-AT')).status).toBe(200)
  expect((await bookAndSend(org, member)).html).toContain('<html lang="de">')
  // As somebody who chose it when it could still be chosen.
  await product.admin.query(`update users set locale = 'fr' where id = $1`, [member.user_id])
  expect((await bookAndSend(org, member)).html).toContain('<html lang="en">')
  const organization = await product.as(org.owner).get('/v1/organization')
  await product.as(org.owner).patch('/v1/organization', { locale: 'de' }, { 'if-match': organization.headers['etag'] as string })
  expect((await bookAndSend(org, member)).html).toContain('<html lang="de">')
})
