/** Reminders in the database. Hot ones have names, so that each connection plans them once. */
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { Statement } from '#kernel/tenancy/unit-of-work'

export interface PlannedReminder {
  user_id: string
  /** Before the start. */
  minutes: number
}

export interface DueReminder extends PlannedReminder, Record<string, unknown> {
  booking_id: string
  starts_at: string
  /** `overtaken`: another of the same booking and person fell due meanwhile; `late`: the booking has begun. */
  outcome: 'sent' | 'overtaken' | 'late'
}

/** Organisations with a reminder or a digest that is due; for the cross-tenant role. */
export const organizationsDue: Statement = {
  name: 'notifications.due',
  text: `select org_id from notification_reminders where settled_at is null and due_at <= now()
         union
         select org_id from notification_digests where settled_at is null and due_at <= now()`,
}

/** Takes what is due out of the plan, the longest due first; what another worker has in hand is left to it. Of several that fell due for one booking and person, only the last is sent. */
export const settleReminders = (orgId: string, limit: number): Statement => ({
  name: 'notifications.settle_reminders',
  text: `with due as materialized (
           select org_id, booking_id, user_id, minutes from notification_reminders
           where org_id = $1 and settled_at is null and due_at <= now() order by due_at limit $2 for update skip locked)
         update notification_reminders r set settled_at = now(), outcome = case
           when r.starts_at <= now() then 'late'
           when exists (select from notification_reminders n where n.org_id = r.org_id and n.booking_id = r.booking_id and n.user_id = r.user_id and n.due_at <= now() and n.due_at > r.due_at) then 'overtaken'
           else 'sent' end
         from due d where r.org_id = d.org_id and r.booking_id = d.booking_id and r.user_id = d.user_id and r.minutes = d.minutes
         returning r.booking_id, r.user_id, r.minutes, r.starts_at, r.outcome`,
  values: [orgId, limit],
})

export class ReminderRepository {
  constructor(private readonly transactions: Transactions) {}

  /** Two plans of one booking come one after another: each then reads the booking as the other left it. Held until the transaction ends. */
  async serialize(bookingId: string): Promise<void> {
    await this.transactions.run((work) => work.query({ name: 'notifications.hold_plan', text: 'select pg_advisory_xact_lock(hashtextextended($1::text, 17951))', values: [bookingId] }))
  }

  /**
   * Makes the plan of a booking what is wanted. What is planned for the very same start stays as it is, sent or not.
   * @param since what would have been due before is not planned anew
   */
  async plan(bookingId: string, startsAt: string, wanted: readonly PlannedReminder[], since: string): Promise<void> {
    await this.transactions.run((work) =>
      work.query({
        name: 'notifications.plan_reminders',
        text: `with wanted as (select user_id, minutes, $5::timestamptz - make_interval(mins => minutes) as due_at from unnest($3::uuid[], $4::integer[]) as w (user_id, minutes)),
               gone as (
                 delete from notification_reminders r where r.org_id = $1 and r.booking_id = $2 and r.settled_at is null
                 and not exists (select from wanted w where w.user_id = r.user_id and w.minutes = r.minutes and (r.starts_at = $5 or w.due_at > $6)))
               insert into notification_reminders (org_id, booking_id, user_id, minutes, starts_at, due_at)
               select $1, $2, user_id, minutes, $5, due_at from wanted where due_at > $6
               on conflict (org_id, booking_id, user_id, minutes) do update set starts_at = excluded.starts_at, due_at = excluded.due_at, settled_at = null, outcome = null
                 where notification_reminders.starts_at <> excluded.starts_at`,
        values: [currentTenant().org_id, bookingId, wanted.map(({ user_id }) => user_id), wanted.map(({ minutes }) => minutes), startsAt, since],
      }),
    )
  }

  /** Nothing is to be said of this booking any more. */
  async clear(bookingId: string): Promise<void> {
    await this.transactions.run((work) =>
      work.query({ name: 'notifications.clear_reminders', text: 'delete from notification_reminders where org_id = $1 and booking_id = $2 and settled_at is null', values: [currentTenant().org_id, bookingId] }),
    )
  }

  /** Takes what is due out of the plan without a word: mail is switched off. @returns how many there were */
  async drop(limit: number): Promise<number> {
    const { rowCount } = await this.transactions.run((work) =>
      work.execute({
        text: `delete from notification_reminders where org_id = $1 and (booking_id, user_id, minutes) in (
                 select booking_id, user_id, minutes from notification_reminders where org_id = $1 and settled_at is null and due_at <= now() order by due_at limit $2 for update skip locked)`,
        values: [currentTenant().org_id, limit],
      }),
    )
    return rowCount ?? 0
  }

  /** See {@link settleReminders}. */
  async settle(limit: number): Promise<DueReminder[]> {
    return this.transactions.run((work) => work.query<DueReminder>(settleReminders(currentTenant().org_id, limit)))
  }
}
