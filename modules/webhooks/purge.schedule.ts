/** Takes away what has served its time: attempts and messages after 90 days, a message not before the last that may still be sent of it; the inbound ledger likewise, since providers repeat for weeks. */
import type { Schedule } from '#kernel/module'
import { channels } from './channels.js'
import type { Transactions } from '#kernel/tenancy/transactions'

const batchSize = 1_000
const age = `interval '90 days'`

/** A message that was given up lives for 90 days from then, and may be sent again on the last of them. */
const nobodyWaits = `id not in (select (payload ->> 'message_id')::uuid from outbox where lane is not null and channel = '${channels.delivery}' and status in ('dead', 'pending') and payload ->> 'message_id' is not null)`

const statements = [
  `delete from webhook_deliveries where (org_id, id) in (select org_id, id from webhook_deliveries where at < now() - ${age} order by at limit ${batchSize})`,
  `delete from webhook_messages where (org_id, id) in (select org_id, id from webhook_messages where created_at < now() - ${age} and ${nobodyWaits} order by created_at limit ${batchSize})`,
  `delete from webhook_events where (source, event_id) in (select source, event_id from webhook_events where received_at < now() - ${age} order by received_at limit ${batchSize})`,
]

export function purgeSchedule(transactions: Transactions): Schedule {
  return {
    name: 'webhooks.purge',
    cron: '33 * * * *',
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
