/** Deletes organisations whose grace period is over, in batches: a long transaction would hold the event feed of everybody back. */
import type { Schedule } from '#kernel/module'
import type { Transactions } from '#kernel/tenancy/transactions'

const batchSize = 1_000
const reason = 'organisation purge'

export function purgeSchedule(transactions: Transactions): Schedule {
  return {
    name: 'orgs.purge',
    cron: '33 * * * *',
    run: async () => {
      const due = await transactions.crossTenant(reason, (work) =>
        work.query<{ org_id: string }>({ text: `select org_id from organizations where deletion_at < now() - interval '1 hour' order by deletion_at` }),
      )
      const failures: unknown[] = []
      for (const { org_id } of due) {
        // One that cannot be purged must not keep the others.
        await purge(transactions, org_id).catch((error: unknown) => failures.push(error))
      }
      if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${due.length} organisations could not be purged.`)
    },
  }
}

async function purge(transactions: Transactions, orgId: string): Promise<void> {
  while ((await purgeBatch(transactions, orgId)) > 0);
}

/** @returns rows deleted; 0 once nothing of the organisation is left */
async function purgeBatch(transactions: Transactions, orgId: string): Promise<number> {
  const statement = { text: 'select purge_organization($1, $2) as deleted', values: [orgId, batchSize] }
  const [row] = await transactions.crossTenant(reason, (work) => work.query<{ deleted: number }>(statement))
  return row!.deleted
}
