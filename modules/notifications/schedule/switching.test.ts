/** Mail that is switched off and on again: what fell due meanwhile is not sent, what was booked and asked meanwhile is planned. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { minute, Stage } from '../testing/stage.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['notifications', 'workflows'] })
})
afterAll(() => product.close())

async function turn(stage: Stage, enabled: boolean): Promise<void> {
  const answer = await product.as(stage.org.owner).put('/v1/organization/modules/notifications', { enabled }, { 'if-match': '*' })
  if (answer.status !== 200) throw new Error(answer.text)
}

const before = (instant: string, minutes: number) => new Date(Date.parse(instant) - minutes * minute).toISOString()
const sent = async (stage: Stage) => (await stage.mails()).filter((mail) => mail.startsWith('Reminder'))

describe('while mail is off', () => {
  it('a reminder passes with its moment: no message waits for it, and none is sent when mail is on again', async () => {
    const stage = await Stage.in(product)
    await stage.prefer(stage.member, { reminder_minutes: [15, 60] })
    await stage.book(stage.member, 3 * 1440)
    await product.drain()
    await turn(stage, false)
    await stage.pass(3 * 1440 - 30)
    expect(await stage.tick()).toBe(1)
    expect((await product.admin.query(`select 1 from outbox where org_id = $1 and payload->>'kind' = 'booking_reminder'`, [stage.org.id])).rowCount).toBe(0)
    await turn(stage, true)
    await stage.tick()
    expect(await sent(stage)).toEqual([])
    // The one whose moment is still to come is sent.
    expect((await stage.reminders()).map(({ minutes, outcome }) => [minutes, outcome])).toEqual([[15, null]])
    await stage.pass(20)
    await stage.tick()
    expect(await sent(stage)).toEqual([`Reminder -> ${stage.member.email}`])
  })

  it('what was sent before is not sent again after', async () => {
    const stage = await Stage.in(product)
    await stage.book(stage.member, 3 * 1440)
    await product.drain()
    await stage.pass(3 * 1440 - 30)
    await stage.tick()
    await turn(stage, false)
    await turn(stage, true)
    await stage.tick()
    expect(await sent(stage)).toHaveLength(1)
  })
})

describe('when mail is on again', () => {
  it('what was booked, moved and cancelled meanwhile is planned as it stands, but for leads that have passed', async () => {
    const stage = await Stage.in(product)
    const [moved, cancelled] = [await stage.book(stage.member, 3 * 1440), await stage.book(stage.member, 3 * 1440)]
    await product.drain()
    await turn(stage, false)
    const [made, soon] = [await stage.book(stage.member, 4 * 1440), await stage.book(stage.member, 40)]
    const later = { starts_at: before(moved.starts_at, -120), ends_at: before(moved.ends_at, -120) }
    expect((await product.as(stage.member).patch(`/v1/bookings/${moved.id}`, later, { 'if-match': '*' })).status).toBe(200)
    expect((await product.as(stage.member).post(`/v1/bookings/${cancelled.id}/cancellation`, {})).status).toBe(200)
    await product.drain()
    expect((await stage.reminders()).map(({ booking_id }) => booking_id).sort()).toEqual([moved.id, cancelled.id].sort())
    await turn(stage, true)
    await product.drain()
    const planned = new Map((await stage.reminders()).map(({ booking_id, due_at }) => [booking_id, due_at]))
    expect([planned.get(made.id), planned.get(moved.id), planned.get(soon.id)]).toEqual([before(made.starts_at, 60), before(later.starts_at, 60), undefined])
    // Of the cancelled one nobody hears either: its reminder finds that out when it is to leave.
    await stage.pass(3 * 1440 - 30)
    await stage.tick()
    expect(await sent(stage)).toEqual([])
  })

  it('hundreds are planned in batches, each booking in a transaction of its own, so that none lasts', async () => {
    const stage = await Stage.in(product)
    await turn(stage, false)
    const { id } = await stage.book(stage.member, 3 * 1440)
    const { rows: columns } = await product.admin.query<{ column_name: string }>(`select column_name from information_schema.columns where table_name = 'bookings' and is_generated = 'NEVER'`)
    const shifted = (name: string) => (name === 'id' ? 'gen_random_uuid()' : /^(starts_at|ends_at|occupied_from|occupied_to)$/.test(name) ? `${name} + n * interval '3 hours'` : name)
    const names = columns.map(({ column_name }) => column_name)
    await product.admin.query(`insert into bookings (${names.join(', ')}) select ${names.map(shifted).join(', ')} from bookings, generate_series(1, 129) n where org_id = $1 and id = $2`, [stage.org.id, id])
    await turn(stage, true)
    await product.drain()
    expect(await stage.reminders()).toHaveLength(130)
    expect((await product.admin.query('select distinct xmin::text from notification_reminders where org_id = $1', [stage.org.id])).rowCount).toBe(130)
    const batches = await product.admin.query(`select 1 from outbox where org_id = $1 and channel = 'notifications.planning' and payload ? 'after' and status = 'sent'`, [stage.org.id])
    expect(batches.rowCount).toBe(3)
  })

  it('who was asked to decide meanwhile hears of it on Monday', async () => {
    const stage = await Stage.in(product)
    const [chief, other] = [await stage.org.person('approver'), await stage.org.person('approver')]
    const rule = { name: 'Ask', priority: 1, conditions: [{ kind: 'resource', in: [stage.room.id] }], outcome: { kind: 'require_approval', steps: [{ mode: 'all', approvers: [{ kind: 'people', user_ids: [chief.user_id, other.user_id] }] }] } }
    expect((await product.as(stage.org.owner).post('/v1/workflow-rules', rule)).status).toBe(201)
    await turn(stage, false)
    const { id } = await stage.book(stage.member, 3 * 1440)
    const [approval] = (await product.as(other).get(`/v1/approvals?booking_id=${id}`)).body.items
    expect((await product.as(other).post(`/v1/approvals/${approval.id}/decision`, { decision: 'approve' })).status).toBe(200)
    await turn(stage, true)
    await product.drain()
    const { rows } = await product.admin.query(`select user_id from notification_digests where org_id = $1 and kind = 'approver_digest'`, [stage.org.id])
    expect(rows).toEqual([{ user_id: chief.user_id }])
  })

  it('a switch of another module, or of settings alone, plans nothing', async () => {
    const stage = await Stage.in(product)
    await turn(stage, true)
    await product.as(stage.org.owner).put('/v1/organization/modules/workflows', { enabled: false }, { 'if-match': '*' })
    await product.as(stage.org.owner).put('/v1/organization/modules/workflows', { enabled: true }, { 'if-match': '*' })
    expect((await product.admin.query(`select 1 from outbox where org_id = $1 and channel = 'notifications.planning'`, [stage.org.id])).rowCount).toBe(0)
  })
})
