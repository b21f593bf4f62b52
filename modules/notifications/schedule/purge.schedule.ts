/** Takes away what has served its time: reminders, digests and what they held, 30 days after; what became of mail, with the messages it is about, 90 days after. */
import type { Schedule } from '#kernel/module'
import type { Transactions } from '#kernel/tenancy/transactions'

const batchSize = 1_000
const age = `interval '30 days'`

const statements = [
  `delete from notification_reminders where (org_id, booking_id, user_id, minutes) in (select org_id, booking_id, user_id, minutes from notification_reminders where settled_at < now() - ${age} order by settled_at limit ${batchSize})`,
  `delete from notification_digests where (org_id, user_id, kind, period) in (select org_id, user_id, kind, period from notification_digests where settled_at < now() - ${age} order by settled_at limit ${batchSize})`,
  `delete from notification_digest_items where (org_id, id) in (select org_id, id from notification_digest_items where created_at < now() - ${age} order by created_at limit ${batchSize})`,
  `delete from notification_outcomes where (org_id, outbox_id) in (select org_id, outbox_id from notification_outcomes where noted_at < now() - interval '90 days' order by noted_at limit ${batchSize})`,
]

export function purgeSchedule(transactions: Transactions): Schedule {
  return {
    name: 'notifications.purge',
    cron: '53 * * * *',
    run: async () => {
      for (const text of statements) {
        let deleted: number
        do {
          deleted = (await transactions.crossTenant('purge', (work) => work.execute({ text }))).rowCount ?? 0
        } while (deleted === batchSize)
      }
    },
  }
}
