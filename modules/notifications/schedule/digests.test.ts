/** Digests: one mail for each person and period, with what is still true. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestPerson, type TestProduct } from '#config/testing/product'
import { noticeClockToken } from './notice-clock.js'
import { Stage } from '../testing/stage.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['notifications', 'workflows'] })
})
afterAll(() => product.close())

const clock = () => product.container.resolve(noticeClockToken)
const week = 7 * 1440
const gatherAll = (...kinds: string[]) => ({ items: kinds.map((kind) => ({ kind, email: true, delivery: 'daily_digest' })) })

async function textOf(stage: Stage, subject: string): Promise<string> {
  const { body } = await product.as(stage.org.owner).get('/v1/mailbox?limit=100')
  const mail = (body.items as { id: string; subject: string }[]).find((each) => each.subject.includes(subject))
  return mail ? ((await product.as(stage.org.owner).get(`/v1/mailbox/${mail.id}`)).body.text as string) : ''
}

async function digests(stage: Stage, kind: string) {
  const { rows } = await product.admin.query(`select user_id, period::text, due_at, settled_at from notification_digests where org_id = $1 and kind = $2 order by period`, [stage.org.id, kind])
  return rows as { user_id: string; period: string; due_at: Date; settled_at: Date | null }[]
}

const toOf = async (stage: Stage, person: TestPerson): Promise<number> => (await product.as(stage.org.owner).get('/v1/mailbox?limit=100')).body.items.filter(({ to }: { to: string }) => to === person.email).length

async function quietDay(): Promise<Stage> {
  const stage = await Stage.in(product)
  await stage.farFromDigests(stage.member)
  return stage
}

describe('the daily digest', () => {
  it('gathers what its reader wanted together, leaves out what is no longer so, and is one mail', async () => {
    const stage = await quietDay()
    const { member } = stage
    await stage.prefer(member, gatherAll('booking_confirmed', 'booking_cancelled'))
    const [kept, dropped] = [await stage.book(member, week, { title: 'Kept' }), await stage.book(member, week, { title: 'Dropped' })]
    await product.drain()
    expect(await toOf(stage, member)).toBe(0)
    expect((await stage.outbox('booking_confirmed')).map(({ status, reason }) => [status, reason?.slice(0, 33)])).toEqual([['cancelled', 'It goes with the daily digest of '], ['cancelled', 'It goes with the daily digest of ']])
    expect((await product.as(stage.org.owner).post(`/v1/bookings/${dropped.id}/cancellation`, { reason: 'Fire drill' })).status).toBe(200)
    await product.drain()
    expect(await digests(stage, 'daily_digest')).toHaveLength(1)
    expect(await clock().pass()).toBe(0)
    await stage.digestDay()
    expect((await Promise.all([clock().pass(), clock().pass()])).reduce((sum, n) => sum + n)).toBe(1)
    await product.drain()
    expect(await toOf(stage, member)).toBe(1)
    const [sent] = await stage.outbox('daily_digest')
    const text = await textOf(stage, '')
    expect(text).toContain('Kept')
    expect(text).toContain('Fire drill')
    expect(text.match(/Dropped/g)).toHaveLength(1)
    expect(text).toContain(`/app/bookings/${kept.id}`)
    // A worker that dies after sending sends it again under the same id.
    await product.admin.query(`update outbox set status = 'pending', enqueued_at = null, finished_at = null where id = $1`, [sent!.id])
    expect(await stage.tick()).toBe(0)
    expect(await toOf(stage, member)).toBe(1)
  })

  it('is gathered once although a worker dies before it says so, and goes on in the next once it has left', async () => {
    const stage = await quietDay()
    const { member } = stage
    await stage.prefer(member, gatherAll('booking_confirmed'))
    await stage.book(member, week, { title: 'First' })
    await product.drain()
    await product.admin.query(`update outbox set status = 'pending', enqueued_at = null, finished_at = null where org_id = $1 and channel = 'notifications.email'`, [stage.org.id])
    await product.drain()
    expect((await product.admin.query('select 1 from notification_digest_items where org_id = $1', [stage.org.id])).rowCount).toBe(1)
    // The digest of the day has left, its hour by the wall is still to come: what is gathered now must not be lost in it.
    await product.admin.query('update notification_digests set settled_at = now() where org_id = $1', [stage.org.id])
    await stage.book(member, week, { title: 'Second' })
    await product.drain()
    expect((await digests(stage, 'daily_digest')).map(({ settled_at }) => settled_at === null)).toEqual([false, true])
  })

  it('does not come when nothing in it is so any more', async () => {
    const stage = await quietDay()
    await stage.prefer(stage.member, gatherAll('booking_confirmed'))
    const { id } = await stage.book(stage.member, week)
    await product.drain()
    await product.as(stage.member).post(`/v1/bookings/${id}/cancellation`, {})
    await stage.digestDay()
    await stage.tick()
    expect((await stage.outbox('daily_digest')).map(({ status, reason }) => [status, reason])).toEqual([['cancelled', 'Nothing that was gathered for the day is still so.']])
    expect(await toOf(stage, stage.member)).toBe(0)
  })

  it('comes at the hour its reader has chosen meanwhile', async () => {
    const stage = await quietDay()
    await stage.prefer(stage.member, gatherAll('booking_confirmed'))
    await stage.book(stage.member, week)
    await product.drain()
    const [planned] = await digests(stage, 'daily_digest')
    await product.admin.query(`update notification_digests set due_at = now() - interval '1 second' where org_id = $1`, [stage.org.id])
    await stage.prefer(stage.member, { digest_hour: 23 })
    // Its day may be today with 23:00 past only during the last hour of a day in Berlin.
    const due = new Date(`${planned!.period}T22:00:00Z`)
    expect(await clock().pass()).toBe(due > new Date() ? 0 : 1)
  })

  it('does not hold what begins before it', async () => {
    const stage = await quietDay()
    await stage.prefer(stage.member, gatherAll('booking_confirmed'))
    await stage.book(stage.member, 2)
    await product.drain()
    expect(await toOf(stage, stage.member)).toBe(1)
  })
})

describe('quiet hours', () => {
  it('hold a mail until they end, or are given up, and leave its attempts alone', async () => {
    const stage = await quietDay()
    // Now, in whichever zone, and not for the whole week, which is refused.
    const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'].filter((_day, index) => index !== (new Date().getUTCDay() + 3) % 7)
    await stage.prefer(stage.member, { quiet_hours: { from: '00:00', to: '24:00', days } })
    await stage.book(stage.member, week)
    await product.drain()
    const { rows } = await product.admin.query(`select id, status, attempts, reason, not_before > now() as later from outbox where org_id = $1 and channel = 'notifications.email'`, [stage.org.id])
    expect(rows).toEqual([{ id: expect.anything() as unknown, status: 'pending', attempts: 0, reason: 'Its reader wants quiet.', later: true }])
    const due = async () => (await product.admin.query(`select not_before <= now() as due from outbox where id = $1`, [rows[0]!.id])).rows[0]!.due as boolean
    // Somebody else's hours, and other wishes, move nothing.
    await stage.prefer(stage.org.owner, { quiet_hours: { from: '22:00', to: '07:00', days } })
    await stage.prefer(stage.member, { digest_hour: 6 })
    expect(await due()).toBe(false)
    await stage.prefer(stage.member, { quiet_hours: null })
    expect(await due()).toBe(true)
    await product.drain()
    expect(await toOf(stage, stage.member)).toBe(1)
  })
})

describe('the weekly digest of approvers', () => {
  async function asked() {
    const stage = await Stage.in(product)
    const chief = await stage.org.person('approver')
    const rule = { name: 'Ask', priority: 1, conditions: [{ kind: 'resource', in: [stage.room.id] }], outcome: { kind: 'require_approval', steps: [{ mode: 'any', approvers: [{ kind: 'people', user_ids: [chief.user_id] }] }] } }
    expect((await product.as(stage.org.owner).post('/v1/workflow-rules', rule)).status).toBe(201)
    return { stage, chief }
  }

  it('lists what waits, the oldest first, once a week for as long as something does', async () => {
    const { stage, chief } = await asked()
    for (const title of ['Oldest', 'Newer', 'Newest']) await stage.book(stage.member, 5 * week, { title })
    await product.drain()
    const [first] = await digests(stage, 'approver_digest')
    expect(first).toMatchObject({ user_id: chief.user_id, settled_at: null })
    expect(new Date(first!.period).getUTCDay()).toBe(1)
    expect(await digests(stage, 'approver_digest')).toHaveLength(1)
    // Monday: its hour has come.
    const monday = new Date(Date.now() - ((new Date().getUTCDay() + 6) % 7) * 86_400_000 - week * 60_000).toISOString().slice(0, 10)
    await product.admin.query(`update notification_digests set period = $2, due_at = now() where org_id = $1`, [stage.org.id, monday])
    expect(await stage.tick()).toBe(1)
    const text = await textOf(stage, '3')
    expect(['Oldest', 'Newer', 'Newest'].map((title) => text.indexOf(title))).toEqual([...['Oldest', 'Newer', 'Newest'].map((title) => text.indexOf(title))].sort((a, b) => a - b))
    expect(text).toContain('Oldest')
    const chain = await digests(stage, 'approver_digest')
    expect(chain.map(({ settled_at }) => settled_at === null)).toEqual([false, true])
  })

  it('does not come when nothing waits, and begins anew with the next request', async () => {
    const { stage, chief } = await asked()
    const { id } = await stage.book(stage.member, 5 * week)
    await product.drain()
    await product.as(stage.member).post(`/v1/bookings/${id}/cancellation`, {})
    await product.admin.query(`update notification_digests set period = date '2026-01-05', due_at = now() where org_id = $1`, [stage.org.id])
    await stage.tick()
    expect((await stage.outbox('approver_digest')).map(({ status, reason }) => [status, reason])).toEqual([['cancelled', 'Nothing waits for a decision.']])
    expect((await digests(stage, 'approver_digest')).map(({ settled_at }) => settled_at === null)).toEqual([false])
    await stage.book(stage.member, 6 * week)
    await product.drain()
    expect((await digests(stage, 'approver_digest')).filter(({ settled_at }) => settled_at === null).map(({ user_id }) => user_id)).toEqual([chief.user_id])
  })

  it('is not sent to who does not want it, and is planned when they want it again', async () => {
    const { stage, chief } = await asked()
    await stage.prefer(chief, { items: [{ kind: 'approver_digest', email: false }] })
    await stage.book(stage.member, 5 * week)
    await product.drain()
    expect(await digests(stage, 'approver_digest')).toEqual([])
    await stage.prefer(chief, { items: [] })
    await product.drain()
    expect(await digests(stage, 'approver_digest')).toHaveLength(1)
  })
})
