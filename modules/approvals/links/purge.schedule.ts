import type { Schedule } from '#kernel/module'
import type { Transactions } from '#kernel/tenancy/transactions'

const batchSize = 1_000

/** Takes links away 30 days after they expired: until then somebody who comes back to an old mail is told that its link has, and not that there never was one. */
export function purgeSchedule(transactions: Transactions): Schedule {
  const text = `delete from approval_links where (org_id, id) in (select org_id, id from approval_links where expires_at < now() - interval '30 days' order by expires_at limit ${batchSize})`
  return {
    name: 'approvals.purge',
    cron: '41 * * * *',
    run: async () => {
      let deleted: number
      do {
        deleted = (await transactions.crossTenant('purge', (work) => work.execute({ text }))).rowCount ?? 0
      } while (deleted === batchSize)
    },
  }
}
