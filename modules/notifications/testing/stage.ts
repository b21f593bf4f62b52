/** A stage for tests of mail by the clock: an organisation, a room, bookings, and a hand on the clock. */
import type { TestOrg, TestPerson, TestProduct } from '#config/testing/product'
import { noticeClockToken } from '../schedule/notice-clock.js'

export interface Booked {
  id: string
  starts_at: string
  ends_at: string
  version: number
}

export const minute = 60_000

export class Stage {
  private constructor(
    readonly product: TestProduct,
    readonly org: TestOrg,
    readonly member: TestPerson,
    readonly room: { id: string },
  ) {}

  static async in(product: TestProduct): Promise<Stage> {
    const org = await product.newOrg()
    const member = await org.person('member')
    const room = (await product.as(org.owner).post('/v1/resources', { name: 'Room 1', horizon_days: 365, min_duration_minutes: 1, units: 50 })).body
    return new Stage(product, org, member, room)
  }

  /** Their digests leave half a day from now: no test stands on the one and on the other side of it, whatever hour it runs at. */
  async farFromDigests(person: TestPerson): Promise<void> {
    const hour = Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone: 'Europe/Berlin' }).format())
    await this.prefer(person, { digest_hour: (hour + 12) % 24 })
  }

  /** An hour, beginning so many minutes from now. */
  async book(person: TestPerson, inMinutes: number, more: object = {}): Promise<Booked> {
    const start = Math.ceil(Date.now() / minute) * minute + inMinutes * minute
    const answer = await this.product.as(person).post('/v1/bookings', { resource_id: this.room.id, title: 'Planning', starts_at: new Date(start).toISOString(), ends_at: new Date(start + 60 * minute).toISOString(), ...more })
    if (answer.status !== 201) throw new Error(answer.text)
    return answer.body as Booked
  }

  async prefer(person: TestPerson, change: object): Promise<void> {
    const answer = await this.product.as(person).put('/v1/notifications/preferences', change)
    if (answer.status !== 200) throw new Error(answer.text)
  }

  /** Bookings and their reminders come nearer, as if the clock had been moved on. */
  async pass(minutes: number): Promise<void> {
    await this.product.admin.query(`update bookings set starts_at = starts_at - make_interval(mins => $2), ends_at = ends_at - make_interval(mins => $2), occupied_from = occupied_from - make_interval(mins => $2), occupied_to = occupied_to - make_interval(mins => $2) where org_id = $1`, [this.org.id, minutes])
    await this.product.admin.query(`update notification_reminders set starts_at = starts_at - make_interval(mins => $2), due_at = due_at - make_interval(mins => $2) where org_id = $1`, [this.org.id, minutes])
  }

  /** The day of every digest has come, its hour too. */
  async digestDay(): Promise<void> {
    await this.product.admin.query(`update notification_digest_items set period = period - 1 where org_id = $1`, [this.org.id])
    await this.product.admin.query(`update notification_digests set period = period - 1, due_at = due_at - interval '1 day' where org_id = $1`, [this.org.id])
  }

  /** What a worker does in a second: the clock, then the outbox. @returns how many rows the clock settled */
  async tick(): Promise<number> {
    const settled = await this.product.container.resolve(noticeClockToken).pass()
    await this.product.drain()
    return settled
  }

  /** Subjects up to the first colon, and to whom, in alphabetical order. */
  async mails(): Promise<string[]> {
    const { body } = await this.product.as(this.org.owner).get('/v1/mailbox?limit=100')
    return (body.items as { subject: string; to: string }[]).map(({ subject, to }) => `${subject.split(':')[0]} -> ${to}`).sort()
  }

  async reminders(): Promise<{ booking_id: string; user_id: string; minutes: number; due_at: string; outcome: string | null }[]> {
    const { rows } = await this.product.admin.query(`select booking_id, user_id, minutes, due_at, outcome from notification_reminders where org_id = $1 order by booking_id, user_id, minutes`, [this.org.id])
    return rows.map((row) => ({ ...row, due_at: (row.due_at as Date).toISOString() }))
  }

  async outbox(kind: string): Promise<{ id: string; status: string; reason: string | null }[]> {
    const { body } = await this.product.as(this.org.owner).get('/v1/outbox?limit=100&channel=notifications.email')
    return (body.items as { id: string; kind: string; status: string; reason: string | null }[]).filter((item) => item.kind === kind)
  }
}
