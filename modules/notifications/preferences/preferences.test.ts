import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { choosableKinds, gatherableKinds } from '../contract.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['notifications', 'audit'] })
})
afterAll(() => product.close())

const path = '/v1/notifications/preferences'
const quiet_hours = { from: '22:00', to: '07:00', days: ['sun', 'mon'] }

describe('when mail goes', () => {
  it('is everybody’s own, replaced part by part, by the clock of their profile, and recorded', async () => {
    const org = await product.newOrg()
    const mia = await org.person('member')
    const start = (await product.as(mia).get(path)).body
    expect(start).toMatchObject({ timezone: 'Europe/Berlin', quiet_hours: null, reminder_minutes: [60], digest_hour: 8 })
    expect(start.items.filter(({ delivery }: { delivery: string }) => delivery !== 'immediate')).toEqual([])
    const alone = start.items.filter(({ gatherable }: { gatherable: boolean }) => !gatherable).map(({ kind }: { kind: string }) => kind)
    expect(alone).toEqual(choosableKinds.filter((kind) => !gatherableKinds.some((other) => other === kind)))
    expect(alone).toEqual(expect.arrayContaining(['booking_left', 'booking_reminder', 'webhook_disabled', 'approver_digest']))
    const set = await product.as(mia).put(path, { quiet_hours, reminder_minutes: [15, 1440] })
    expect(set.body).toMatchObject({ quiet_hours: { from: '22:00', to: '07:00', days: ['mon', 'sun'] }, reminder_minutes: [1440, 15], digest_hour: 8 })
    const gathered = await product.as(mia).put(path, { items: [{ kind: 'booking_changed', email: true, delivery: 'daily_digest' }], digest_hour: 17 })
    expect(gathered.body).toMatchObject({ quiet_hours: { from: '22:00' }, digest_hour: 17 })
    const deliveryOf = (body: { items: { kind: string; delivery: string }[] }) => body.items.find(({ kind }) => kind === 'booking_changed')?.delivery
    expect(deliveryOf(gathered.body)).toBe('daily_digest')
    // Left out, it stays; not named, the kind goes back.
    expect(deliveryOf((await product.as(mia).put(path, { items: [{ kind: 'booking_changed', email: false }] })).body)).toBe('daily_digest')
    expect(deliveryOf((await product.as(mia).put(path, { items: [] })).body)).toBe('immediate')
    expect((await product.as(mia).put(path, { quiet_hours: null })).body.quiet_hours).toBeNull()
    expect((await product.as(org.owner).get(path)).body).toMatchObject({ quiet_hours: null, reminder_minutes: [60], digest_hour: 8 })
    const log = (await product.as(org.owner).get('/v1/audit-log?action=notifications.preferences_changed')).body.items.map(({ changes }: { changes: unknown }) => changes)
    expect(log).toEqual([
      { quiet_hours: { from: 'set', to: null } },
      { booking_changed: { from: false, to: true }, 'booking_changed.delivery': { from: 'daily_digest', to: 'immediate' } },
      { booking_changed: { from: true, to: false } },
      { 'booking_changed.delivery': { from: 'immediate', to: 'daily_digest' }, digest_hour: { from: 8, to: 17 } },
      { quiet_hours: { from: null, to: 'set' }, reminder_minutes: { from: [60], to: [1440, 15] } },
    ])
  })

  it('saved as it is changes nothing', async () => {
    const org = await product.newOrg()
    for (let n = 0; n < 2; n += 1) await product.as(org.owner).put(path, { quiet_hours, reminder_minutes: [15, 60] })
    expect((await product.as(org.owner).get('/v1/audit-log?action=notifications.preferences_changed')).body.items).toHaveLength(1)
  })

  it.each<[string, object, string]>([
    ['nothing', {}, '/'],
    ['a kind that is sent by itself, gathered', { items: [{ kind: 'booking_reminder', email: true, delivery: 'daily_digest' }] }, '/items/0/delivery'],
    ['the digest itself switched off', { items: [{ kind: 'daily_digest', email: false }] }, '/items/0/kind'],
    ['quiet hours that end as they begin', { quiet_hours: { ...quiet_hours, to: '22:00' } }, '/quiet_hours/to'],
    ['an hour that is none', { quiet_hours: { ...quiet_hours, from: '24:00' } }, '/quiet_hours/from'],
    ['no days', { quiet_hours: { ...quiet_hours, days: [] } }, '/quiet_hours/days'],
    ['a day twice', { quiet_hours: { ...quiet_hours, days: ['mon', 'mon'] } }, '/quiet_hours/days'],
    ['quiet without an end', { quiet_hours: { from: '00:00', to: '24:00', days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] } }, '/quiet_hours/days'],
    ['a reminder twice', { reminder_minutes: [15, 15] }, '/reminder_minutes'],
    ['a reminder too late to be one', { reminder_minutes: [1] }, '/reminder_minutes/0'],
    ['too many', { reminder_minutes: [5, 6, 7, 8, 9, 10] }, '/reminder_minutes'],
    ['half past', { digest_hour: 8.5 }, '/digest_hour'],
  ])('%s is refused, naming the field', async (_, body, pointer) => {
    const org = await product.newOrg()
    const answer = await product.as(org.owner).put(path, body)
    expect([answer.status, answer.body.errors?.[0]?.pointer ?? ''], answer.text).toEqual([422, pointer])
  })
})
