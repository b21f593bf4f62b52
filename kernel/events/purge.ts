/**
 * Takes away what has served its time, in batches far under a second: a long transaction would hold the event feed back.
 * The ages are promises made elsewhere (PRODUCT.md, docs): events 30 days, idempotency keys 48 hours, sent or cancelled messages 30 days,
 * dead ones 90 days, those set aside (their module stays off, a backup was restored) 90 days, stub mail 30 days. Without it the hot tables would grow for ever.
 */
import type { Schedule } from '../module.js'
import type { Transactions } from '../tenancy/transactions.js'

const batchSize = 1_000

interface Purge {
  name: string
  cron: string
  /** Deletes one batch. */
  text: string
}

const purges: readonly Purge[] = [
  {
    // The newest event past its age stays: resuming streams see by it that something older is gone.
    name: 'kernel.purge-events',
    cron: '7 * * * *',
    text: `with newest as materialized (
             select epoch, xid, seq from events where at < now() - interval '30 days' order by epoch desc, xid desc, seq desc limit 1)
           delete from events where (org_id, id) in (
             select e.org_id, e.id from events e, newest n
             where e.at < now() - interval '30 days' and (e.epoch, e.xid, e.seq) < (n.epoch, n.xid, n.seq)
             order by e.at limit ${batchSize})`,
  },
  { name: 'kernel.purge-idempotency-keys', cron: '17 * * * *', text: deleteOld('idempotency_keys', 'org_id, actor_id, method, path, key', `created_at < now() - interval '48 hours'`) },
  { name: 'kernel.purge-outbox', cron: '27 * * * *', text: deleteOld('outbox', 'org_id, id', finishedLongAgo()) },
  { name: 'kernel.purge-account-outbox', cron: '37 * * * *', text: deleteOld('account_outbox', 'id', finishedLongAgo()) },
  { name: 'kernel.purge-outbox-set-aside', cron: '29 * * * *', text: deleteOld('outbox', 'org_id, id', `status in ('parked', 'quarantined') and created_at < now() - interval '90 days'`) },
  { name: 'kernel.purge-account-outbox-set-aside', cron: '39 * * * *', text: deleteOld('account_outbox', 'id', `status = 'quarantined' and created_at < now() - interval '90 days'`) },
  { name: 'kernel.purge-stub-mails', cron: '47 2 * * *', text: deleteOld('stub_mails', 'org_id, id', `sent_at < now() - interval '30 days'`) },
  { name: 'kernel.purge-account-stub-mails', cron: '57 2 * * *', text: deleteOld('account_stub_mails', 'id', `sent_at < now() - interval '30 days'`) },
]

/** The schedules of the worker process. */
export function purgeSchedules(transactions: Transactions): readonly Schedule[] {
  return purges.map(({ name, cron, text }) => ({
    name,
    cron,
    run: async () => {
      let deleted: number
      do {
        deleted = (await transactions.crossTenant('purge', (work) => work.execute({ text }))).rowCount ?? 0
      } while (deleted === batchSize)
    },
  }))
}

function deleteOld(table: string, key: string, condition: string): string {
  return `delete from ${table} where (${key}) in (select ${key} from ${table} where ${condition} limit ${batchSize})`
}

function finishedLongAgo(): string {
  return `finished_at < now() - interval '30 days' and (status in ('sent', 'cancelled') or status = 'dead' and finished_at < now() - interval '90 days')`
}
