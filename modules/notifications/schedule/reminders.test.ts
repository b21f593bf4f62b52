/** Reminders: planned with the booking, moved with it, sent once. */
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { connectionOf } from '#kernel/database/connection'
import type { Statement } from '#kernel/tenancy/unit-of-work'
import { noticeClockToken } from './notice-clock.js'
import { lockDigests } from './digest.repository.js'
import { organizationsDue, settleReminders } from './reminder.repository.js'
import { minute, Stage } from '../testing/stage.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['notifications', 'workflows'] })
})
afterAll(() => product.close())

const clock = () => product.container.resolve(noticeClockToken)
const before = (instant: string, minutes: number) => new Date(Date.parse(instant) - minutes * minute).toISOString()

describe('the plan', () => {
  it('has one reminder for each person who takes part and each lead they chose', async () => {
    const stage = await Stage.in(product)
    const { org, member } = stage
    const [guest, none] = [await org.person('member'), await org.person('viewer')]
    await stage.prefer(guest, { reminder_minutes: [15, 1440] })
    await stage.prefer(none, { reminder_minutes: [] })
    // Made by the owner for somebody else: who made it is not there.
    const booking = await stage.book(org.owner, 3 * 1440, { booked_for: member.user_id, attendee_ids: [guest.user_id, none.user_id] })
    await product.drain()
    const planned = (await stage.reminders()).map(({ user_id, minutes, due_at }) => [user_id, minutes, due_at])
    expect(planned).toEqual(expect.arrayContaining([[member.user_id, 60, before(booking.starts_at, 60)], [guest.user_id, 15, before(booking.starts_at, 15)], [guest.user_id, 1440, before(booking.starts_at, 1440)]]))
    expect(planned).toHaveLength(3)
  })

  it('moves with the booking, loses who left it, and goes with it', async () => {
    const stage = await Stage.in(product)
    const guest = await stage.org.person('member')
    const booking = await stage.book(stage.member, 3 * 1440, { attendee_ids: [guest.user_id] })
    await product.drain()
    const later = { starts_at: before(booking.starts_at, -120), ends_at: before(booking.ends_at, -120) }
    const moved = await product.as(stage.member).patch(`/v1/bookings/${booking.id}`, { ...later, attendee_ids: [] }, { 'if-match': `"v${booking.version}"` })
    expect(moved.status, moved.text).toBe(200)
    await product.drain()
    expect(await stage.reminders()).toEqual([{ booking_id: booking.id, user_id: stage.member.user_id, minutes: 60, due_at: before(later.starts_at, 60), outcome: null }])
    expect((await product.as(stage.member).post(`/v1/bookings/${booking.id}/cancellation`, {})).status).toBe(200)
    await product.drain()
    expect(await stage.reminders()).toEqual([])
  })

  it('leaves out what would have been due before the booking was made', async () => {
    const stage = await Stage.in(product)
    await stage.prefer(stage.member, { reminder_minutes: [15, 60] })
    await stage.book(stage.member, 40)
    await product.drain()
    expect((await stage.reminders()).map(({ minutes }) => minutes)).toEqual([15])
  })

  it('is not made for what waits for approval, and is made when it is approved', async () => {
    const stage = await Stage.in(product)
    const rule = { name: 'Ask', priority: 1, conditions: [{ kind: 'resource', in: [stage.room.id] }], outcome: { kind: 'require_approval', steps: [{ mode: 'any', approvers: [{ kind: 'role', role: 'owner' }] }] } }
    expect((await product.as(stage.org.owner).post('/v1/workflow-rules', rule)).status).toBe(201)
    const booking = await stage.book(stage.member, 3 * 1440)
    await product.drain()
    expect(await stage.reminders()).toEqual([])
    const [approval] = (await product.as(stage.org.owner).get(`/v1/approvals?booking_id=${booking.id}`)).body.items
    expect((await product.as(stage.org.owner).post(`/v1/approvals/${approval.id}/decision`, { decision: 'approve' })).status).toBe(200)
    await product.drain()
    expect((await stage.reminders()).map(({ user_id }) => user_id)).toEqual([stage.member.user_id])
  })

  it('follows what somebody chooses later, for everything they have ahead', async () => {
    const stage = await Stage.in(product)
    for (let n = 1; n <= 3; n += 1) await stage.book(stage.member, n * 1440)
    await product.drain()
    await stage.prefer(stage.member, { reminder_minutes: [30, 10] })
    await product.drain()
    expect((await stage.reminders()).map(({ minutes }) => minutes)).toEqual([10, 30, 10, 30, 10, 30])
    await stage.prefer(stage.member, { items: [{ kind: 'booking_reminder', email: false }] })
    await product.drain()
    expect(await stage.reminders()).toEqual([])
  })
})

describe('a reminder that falls due', () => {
  it('is sent once, however often and by however many workers the clock is read, and however often it is planned again', async () => {
    const stage = await Stage.in(product)
    const booking = await stage.book(stage.member, 3 * 1440)
    await product.drain()
    expect(await clock().pass()).toBe(0)
    await stage.pass(3 * 1440 - 59)
    expect((await Promise.all([clock().pass(), clock().pass(), clock().pass()])).reduce((sum, n) => sum + n)).toBe(1)
    await product.drain()
    expect((await stage.mails()).filter((mail) => mail.startsWith('Reminder'))).toEqual([`Reminder -> ${stage.member.email}`])
    const [sent] = await stage.outbox('booking_reminder')
    // The message comes again, as it does when a worker dies between sending and saying so; and a plan made before the reminder was sent is carried out after it.
    await product.admin.query(`update outbox set status = 'pending', enqueued_at = null, finished_at = null where id = $1`, [sent!.id])
    await product.admin.query(`update outbox set status = 'pending', enqueued_at = null, finished_at = null, attempts = 0, payload = jsonb_set(payload, '{at}', '"2020-01-01T00:00:00.000Z"') where org_id = $1 and channel = 'notifications.planning'`, [stage.org.id])
    expect(await stage.tick()).toBe(0)
    expect((await stage.mails()).filter((mail) => mail.startsWith('Reminder'))).toHaveLength(1)
    expect(await stage.reminders()).toEqual([expect.objectContaining({ booking_id: booking.id, outcome: 'sent' })])
  })

  it('with a process that dies before the commit is as if it had not been read', async () => {
    const stage = await Stage.in(product)
    await stage.book(stage.member, 3 * 1440)
    await product.drain()
    await stage.pass(3 * 1440 - 30)
    const blocker = await product.admin.connect()
    await blocker.query('begin')
    await blocker.query('lock table outbox in access exclusive mode')
    const cut = clock().pass()
    const waiting = `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'insert into outbox%'`
    let pid: number | undefined
    while (pid === undefined) pid = (await product.admin.query<{ pid: number }>(waiting)).rows[0]?.pid
    await blocker.query('select pg_terminate_backend($1)', [pid])
    expect(await cut).toBe(0)
    await blocker.query('rollback')
    blocker.release()
    expect((await stage.reminders()).map(({ outcome }) => outcome)).toEqual([null])
    expect(await stage.tick()).toBe(1)
    expect((await stage.mails()).filter((mail) => mail.startsWith('Reminder'))).toHaveLength(1)
  })

  it('waits for no other organisation: one whose reminders fail is tried again, the others are sent theirs', async () => {
    const [broken, sound] = [await Stage.in(product), await Stage.in(product)]
    for (const stage of [broken, sound]) await stage.book(stage.member, 3 * 1440)
    await product.drain()
    for (const stage of [broken, sound]) await stage.pass(3 * 1440 - 30)
    await product.admin.query(`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$`)
    await product.admin.query(`create trigger refuse before update on notification_reminders for each row when (old.org_id = '${broken.org.id}') execute function refuse()`)
    expect(await sound.tick()).toBe(1)
    await product.admin.query('drop trigger refuse on notification_reminders')
    expect([(await sound.reminders())[0]?.outcome, (await broken.reminders())[0]?.outcome]).toEqual(['sent', null])
    expect(await broken.tick()).toBe(1)
  })

  it('beside others of the same booking is the only one: a worker that was down does not send them all', async () => {
    const stage = await Stage.in(product)
    await stage.prefer(stage.member, { reminder_minutes: [1440, 60, 15] })
    await stage.book(stage.member, 3 * 1440)
    await product.drain()
    await stage.pass(3 * 1440 - 20)
    expect(await stage.tick()).toBe(2)
    expect((await stage.mails()).filter((mail) => mail.startsWith('Reminder'))).toHaveLength(1)
    expect((await stage.reminders()).map(({ minutes, outcome }) => [minutes, outcome])).toEqual([[15, null], [60, 'sent'], [1440, 'overtaken']])
  })

  it('after the start is not sent', async () => {
    const stage = await Stage.in(product)
    await stage.book(stage.member, 3 * 1440)
    await product.drain()
    await stage.pass(3 * 1440 + 10)
    await stage.tick()
    expect((await stage.reminders()).map(({ outcome }) => outcome)).toEqual(['late'])
    expect(await stage.outbox('booking_reminder')).toEqual([])
  })

  it('is not sent when it was unwished, or the booking moved, a moment before', async () => {
    const stage = await Stage.in(product)
    const [first, second] = [await stage.book(stage.member, 3 * 1440), await stage.book(stage.org.owner, 3 * 1440)]
    await product.drain()
    await stage.pass(3 * 1440 - 30)
    expect(await clock().pass()).toBe(2)
    await stage.prefer(stage.member, { reminder_minutes: [15] })
    await product.admin.query(`update bookings set starts_at = starts_at + interval '2 hours', ends_at = ends_at + interval '2 hours', occupied_from = occupied_from + interval '2 hours', occupied_to = occupied_to + interval '2 hours' where id = $1`, [second.id])
    await product.drain()
    const reasons = (await stage.outbox('booking_reminder')).map(({ status, reason }) => [status, reason])
    expect(reasons).toEqual(expect.arrayContaining([['cancelled', 'The person wants no reminder so long before.'], ['cancelled', 'The booking was moved; its reminders moved with it.']]))
    expect(reasons).toHaveLength(2)
    expect(first.id).not.toBe(second.id)
  })
})

describe('looking for what is due', () => {
  let app: Client
  let org_id: string
  beforeAll(async () => {
    const stage = await Stage.in(product)
    org_id = stage.org.id
    const booking = await stage.book(stage.member, 3 * 1440)
    // A month of an organisation that reminds a lot: the foreign key to the booking is not what is measured.
    await product.admin.query(`alter table notification_reminders drop constraint notification_reminders_org_id_booking_id_fkey`)
    await product.admin.query(
      `insert into notification_reminders (org_id, booking_id, user_id, minutes, starts_at, due_at, settled_at, outcome)
       select $1, gen_random_uuid(), $2, 60, s, s - interval '60 minutes', case when n % 2 = 0 then now() end, case when n % 2 = 0 then 'sent' end
       from generate_series(1, 40000) n, lateral (select now() + n * interval '1 minute' + interval '1 day' as s) t`,
      [org_id, stage.member.user_id],
    )
    await product.admin.query(
      `insert into notification_digests (org_id, user_id, kind, period, due_at, settled_at) select $1, $2, 'daily_digest', date '2000-01-01' + n, now() + n * interval '1 minute', case when n % 2 = 0 then now() end from generate_series(1, 20000) n`,
      [org_id, stage.member.user_id],
    )
    await product.admin.query('analyze notification_reminders')
    await product.admin.query('analyze notification_digests')
    expect(booking.id).toBeTruthy()
    app = new Client(connectionOf(product.urls.app))
    await app.connect()
  })
  afterAll(() => app.end())

  async function nodesOf({ text, values = [] }: Statement, role: string): Promise<string[]> {
    await app.query('begin')
    try {
      await app.query(role)
      await app.query(`select set_config('app.org_id', $1, true)`, [org_id])
      const { rows } = await app.query(`explain (format json) ${text.replaceAll(/\$(\d)/g, (_, n: string) => `'${String(values[Number(n) - 1])}'`)}`)
      return JSON.stringify(rows).match(/"Node Type":"[^"]+"(?:,"[^"]+":(?:"[^"]*"|true|false))*/g) ?? []
    } finally {
      await app.query('rollback')
    }
  }

  it.each<[string, () => Statement, string, string[]]>([
    ['in which organisations', () => organizationsDue, 'set local role bookflow_cross', ['notification_reminders_due', 'notification_digests_due']],
    ['reminders of one', () => settleReminders(org_id, 200), 'set local role none', ['notification_reminders_due']],
    ['digests of one', () => lockDigests(org_id, 200), 'set local role none', ['notification_digests_due']],
  ])('%s goes by index, whatever waits', async (_, statement, role, indexes) => {
    const nodes = (await nodesOf(statement(), role)).join('\n')
    expect(nodes).not.toContain('Seq Scan')
    for (const index of indexes) expect(nodes).toMatch(new RegExp(`"Index Name":"${index}(_of_org)?"`))
  })
})
