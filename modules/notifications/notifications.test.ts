import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestPerson, type TestProduct } from '#config/testing/product'
import { Scene, people } from '#modules/approvals/testing/scene'
import { choosableKinds } from './contract.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['notifications', 'workflows', 'audit'] })
})
afterAll(() => product.close())

const summaries = async (org: TestOrg, filter = ''): Promise<{ id: string; outbox_id: string; to: string; subject: string }[]> => {
  const { body } = await product.as(org.owner).get(`/v1/mailbox?limit=100${filter}`)
  return body.items
}
const toWhom = async (org: TestOrg) => (await summaries(org)).map(({ to, subject }) => `${subject.split(':')[0]} -> ${to}`).sort()
const outboxOf = async (org: TestOrg, query = '') => (await product.as(org.owner).get(`/v1/outbox?limit=100&channel=notifications.email${query}`)).body.items

let slot = 0
async function stage() {
  const org = await product.newOrg()
  const member = await org.person('member')
  const room = (await product.as(org.owner).post('/v1/resources', { name: 'Room <1>', horizon_days: 365, min_duration_minutes: 1 })).body
  const book = async (person: TestPerson, more: object = {}) => {
    const start = Date.now() + 3 * 86_400_000 + (slot += 1) * 7_200_000
    const answer = await product.as(person).post('/v1/bookings', { resource_id: room.id, title: 'Planning <b>', starts_at: new Date(start).toISOString(), ends_at: new Date(start + 3_600_000).toISOString(), ...more })
    expect(answer.status).toBe(201)
    return answer.body
  }
  return { org, member, room, book }
}

describe('a booking', () => {
  it('sends a confirmation to everybody on it, one mail each, under the message id', async () => {
    const { org, member, book } = await stage()
    const guest = await org.person('member')
    await book(member, { attendee_ids: [guest.user_id] })
    await product.drain()
    expect(await toWhom(org)).toEqual([`Confirmed -> ${guest.email}`, `Confirmed -> ${member.email}`].sort())
    const sent = await outboxOf(org)
    expect(sent.map(({ status, channel, kind, attempts }: Record<string, unknown>) => [status, channel, kind, attempts])).toEqual([['sent', 'notifications.email', 'booking_confirmed', 1], ['sent', 'notifications.email', 'booking_confirmed', 1]])
    expect(new Set((await summaries(org)).map(({ outbox_id }) => outbox_id))).toEqual(new Set(sent.map(({ id }: { id: string }) => id)))
    const [first] = await summaries(org, '')
    const { body } = await product.as(org.owner).get(`/v1/mailbox/${first!.id}`)
    expect(body.subject).toContain('Room <1>')
    expect(body.html).toContain('Planning &lt;b&gt;')
    expect(body.html).toContain('Room &lt;1&gt;')
    expect(body.text).toContain('Planning <b>')
  })

  it('that changed its state before the mail left gets no mail that is untrue', async () => {
    const { org, member, book } = await stage()
    const { id } = await book(member)
    expect((await product.as(member).post(`/v1/bookings/${id}/cancellation`, {})).status).toBe(200)
    await product.drain()
    expect(await toWhom(org)).toEqual([])
    const reasons = (await outboxOf(org)).map(({ status, reason }: Record<string, unknown>) => `${status}: ${reason}`).sort()
    expect(reasons).toEqual(['cancelled: It is the person’s own doing, and their calendar has no file of the booking.', 'cancelled: The booking is cancelled by now.'])
    expect((await product.as(org.owner).get('/v1/outbox', { 'accept-language': 'de' })).body.items.map(({ reason }: { reason: string }) => reason)).toContain('Die Buchung ist inzwischen storniert.')
  })

  it('cancelled by an admin tells whoever it was for, with the reason', async () => {
    const { org, member, book } = await stage()
    const { id } = await book(member)
    await product.drain()
    await product.as(org.owner).post(`/v1/bookings/${id}/cancellation`, { reason: 'Water damage' })
    await product.drain()
    expect(await toWhom(org)).toEqual([`Cancelled -> ${member.email}`, `Confirmed -> ${member.email}`])
    const [latest] = await summaries(org)
    expect((await product.as(org.owner).get(`/v1/mailbox/${latest!.id}`)).body.text).toContain('Reason: Water damage')
  })

  it('rolled back sends nothing', async () => {
    const { org, member, room, book } = await stage()
    const first = await book(member)
    const clash = await product.as(org.owner).post('/v1/bookings', { resource_id: room.id, title: 'x', starts_at: first.starts_at, ends_at: first.ends_at })
    expect(clash.status).toBe(409)
    await product.drain()
    expect(await toWhom(org)).toEqual([`Confirmed -> ${member.email}`])
  })

  it('sends nothing to who left, and nothing that was switched off', async () => {
    const { org, member, book } = await stage()
    const [gone, quiet] = [await org.person('member'), await org.person('member')]
    const set = await product.as(quiet).put('/v1/notifications/preferences', { items: [{ kind: 'booking_confirmed', email: false }] })
    expect(set.status).toBe(200)
    await book(member, { attendee_ids: [gone.user_id, quiet.user_id] })
    await product.admin.query(`update memberships set status = 'deactivated' where org_id = $1 and user_id = $2`, [org.id, gone.user_id])
    await product.drain()
    expect(await toWhom(org)).toEqual([`Confirmed -> ${member.email}`])
    const reasons = (await outboxOf(org, '&status=cancelled')).map(({ recipient_user_id, reason }: Record<string, string>) => [recipient_user_id, reason])
    expect(reasons).toHaveLength(2)
    expect(reasons).toEqual(expect.arrayContaining([[gone.user_id, 'The person is no active member any more.'], [quiet.user_id, 'The person switched such mail off.']]))
  })

  it('sends nothing while the module is switched off', async () => {
    const { org, member, book } = await stage()
    await product.admin.query(`insert into org_modules (org_id, module, enabled) values ($1, 'notifications', false)`, [org.id])
    await book(member)
    await product.drain()
    await product.admin.query(`delete from org_modules where org_id = $1`, [org.id])
    expect(await outboxOf(org)).toEqual([])
  })
})

describe('an approval', () => {
  it('asks those who decide, tells who asked, and carries the comment', async () => {
    const scene = await Scene.in(product)
    const [asker, chief] = [await scene.person('member'), await scene.person('approver')]
    const room = await scene.guarded(people('any', chief))
    const start = Date.now() + 5 * 86_400_000
    const booked = await product.as(asker).post('/v1/bookings', { resource_id: room.id, title: 'Offsite', starts_at: new Date(start).toISOString(), ends_at: new Date(start + 3_600_000).toISOString() })
    expect(booked.body.status).toBe('pending_approval')
    await product.drain()
    const org = scene.org as TestOrg
    expect(await toWhom(org)).toEqual([`Please decide -> ${chief.email}`, `Waiting for approval -> ${asker.email}`])
    const approval = (await product.as(chief).get(`/v1/approvals?booking_id=${booked.body.id}`)).body.items[0]
    await product.as(chief).post(`/v1/approvals/${approval.id}/decision`, { decision: 'reject', comment: 'Too many people' })
    await product.drain()
    expect(await toWhom(org)).toContain(`Turned down -> ${asker.email}`)
    const [latest] = await summaries(org)
    expect((await product.as(org.owner).get(`/v1/mailbox/${latest!.id}`)).body.text).toContain('Comment: Too many people')
  })

  it('decided before the mail left asks nobody', async () => {
    const scene = await Scene.in(product)
    const [asker, chief, other] = [await scene.person('member'), await scene.person('approver'), await scene.person('approver')]
    const room = await scene.guarded(people('any', chief, other))
    const start = Date.now() + 5 * 86_400_000
    const booked = await product.as(asker).post('/v1/bookings', { resource_id: room.id, title: 'Offsite', starts_at: new Date(start).toISOString(), ends_at: new Date(start + 3_600_000).toISOString() })
    const approval = (await product.as(chief).get(`/v1/approvals?booking_id=${booked.body.id}`)).body.items[0]
    await product.as(chief).post(`/v1/approvals/${approval.id}/decision`, { decision: 'approve' })
    await product.drain()
    expect(await toWhom(scene.org as TestOrg)).toEqual([`Approved -> ${asker.email}`])
  })
})

it('a rule that notifies tells those it names, beside the confirmation', async () => {
  const { org, member, room, book } = await stage()
  const janitor = await org.person('viewer')
  const rule = await product.as(org.owner).post('/v1/workflow-rules', { name: 'Tell the janitor', priority: 1, conditions: [{ kind: 'resource', in: [room.id] }], outcome: { kind: 'notify', user_ids: [janitor.user_id] } })
  expect(rule.status).toBe(201)
  await book(member)
  await product.drain()
  expect(await toWhom(org)).toEqual([`Confirmed -> ${member.email}`, `For your information -> ${janitor.email}`])
})

describe('preferences', () => {
  it('are everybody’s own, whole, and recorded', async () => {
    const { org, member } = await stage()
    const all = (await product.as(member).get('/v1/notifications/preferences')).body.items
    expect(all.map(({ kind }: { kind: string }) => kind)).toEqual(choosableKinds)
    expect(all.every(({ email }: { email: boolean }) => email)).toBe(true)
    const off = (body: { items: { kind: string; email: boolean }[] }) => body.items.filter(({ email }) => !email).map(({ kind }) => kind)
    expect(off((await product.as(member).put('/v1/notifications/preferences', { items: [{ kind: 'booking_changed', email: false }, { kind: 'rule_notice', email: true }] })).body)).toEqual(['booking_changed'])
    expect(off((await product.as(member).put('/v1/notifications/preferences', { items: [{ kind: 'rule_notice', email: false }] })).body)).toEqual(['rule_notice'])
    expect(off((await product.as(org.owner).get('/v1/notifications/preferences')).body)).toEqual([])
    const log = (await product.as(org.owner).get('/v1/audit-log?action=notifications.preferences_changed')).body.items
    expect(log.map(({ changes }: { changes: unknown }) => changes)).toEqual([{ booking_changed: { from: false, to: true }, rule_notice: { from: true, to: false } }, { booking_changed: { from: true, to: false } }])
  })

  it('name what is wrong', async () => {
    const { member } = await stage()
    const put = async (items: unknown) => (await product.as(member).put('/v1/notifications/preferences', { items })).body
    expect((await put([{ kind: 'gossip', email: true }])).errors[0].pointer).toBe('/items/0/kind')
    expect((await put([{ kind: 'rule_notice', email: true }, { kind: 'rule_notice', email: false }])).errors[0].pointer).toBe('/items/1/kind')
    expect((await put([{ kind: 'rule_notice', email: true, user_id: randomUUID() }])).errors[0].pointer).toBe('/items/0/user_id')
  })
})

describe('mailbox and outbox', () => {
  it('are for admins and show the own organisation only, page by page', async () => {
    const [{ org, member, book }, other] = [await stage(), await stage()]
    for (let n = 0; n < 5; n += 1) await book(member)
    await product.drain()
    for (const path of ['/v1/mailbox?', '/v1/outbox?channel=notifications.email&']) {
      expect((await product.as(member).get(path)).status).toBe(403)
      expect((await product.as(other.org.owner).get(path)).body.items).toEqual([])
      const first = (await product.as(org.owner).get(`${path}limit=3`)).body
      const second = (await product.as(org.owner).get(`${path}limit=3&cursor=${first.next_cursor}`)).body
      const ids = [...first.items, ...second.items].map(({ id }: { id: string }) => id)
      expect(new Set(ids).size).toBe(5)
      expect(ids).toEqual([...ids].sort().reverse())
      expect(second.next_cursor).toBeNull()
    }
    const [mail] = await summaries(org)
    const [foreign, random] = [await product.as(other.org.owner).get(`/v1/mailbox/${mail!.id}`), await product.as(other.org.owner).get(`/v1/mailbox/${randomUUID()}`)]
    expect({ ...foreign.body, instance: '', requestId: '' }).toEqual({ ...random.body, instance: '', requestId: '' })
    expect((await product.as(org.owner).get('/v1/mailbox')).body.transport).toBe('stub')
  })

  it('have dead messages sent again, those of the own organisation, once', async () => {
    const { org, member, book } = await stage()
    const other = await product.newOrg()
    await book(member)
    const { rows } = await product.admin.query<{ id: string }>(`update outbox set status = 'dead', attempts = 5, reason = 'Resend: down', finished_at = now() where org_id = $1 and channel = 'notifications.email' returning id`, [org.id])
    const { id } = rows[0]!
    expect((await outboxOf(org, '&status=dead'))[0]).toMatchObject({ id, reason: 'Resend: down', attempts: 5 })
    expect((await product.as(other.owner).post('/v1/outbox/replays', { ids: [id] })).body).toEqual({ ids: [] })
    expect((await product.as(member).post('/v1/outbox/replays', { ids: [id] })).status).toBe(403)
    const window = { from: '2020-01-01T00:00:00Z', to: '2099-01-01T00:00:00Z' }
    expect((await product.as(org.owner).post('/v1/outbox/replays', { ...window, channel: 'webhooks.delivery' })).body).toEqual({ ids: [] })
    expect((await product.as(org.owner).post('/v1/outbox/replays', window)).body).toEqual({ ids: [id] })
    expect((await product.as(org.owner).post('/v1/outbox/replays', { ids: [id] })).body).toEqual({ ids: [] })
    await product.drain()
    expect(await toWhom(org)).toEqual([`Confirmed -> ${member.email}`])
    const log = (await product.as(org.owner).get('/v1/audit-log?action=notifications.replayed')).body.items
    expect(log).toEqual([expect.objectContaining({ changes: { ids: { from: null, to: [id] } } })])
  })
})
