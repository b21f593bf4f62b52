/** What an account leaves behind and nobody needs: ended sessions, used links, sign-ups nobody confirmed, spent budgets; and what happened to accounts more than a year ago. */
import type { Schedule } from '#kernel/module'
import type { Transactions } from '#kernel/tenancy/transactions'

const batch = 1_000

/** Each with the age at which it goes. An ended session is kept a while, so that a copied refresh token is still recognised. */
const statements = [
  `delete from sessions where id in (select id from sessions where expires_at < now() - interval '30 days' limit ${batch})`,
  `delete from refresh_tokens where id in (select id from refresh_tokens where used_at < now() - interval '30 days' limit ${batch})`,
  `delete from sign_ups where id in (select id from sign_ups where expires_at < now() - interval '1 day' limit ${batch})`,
  `delete from account_tokens where id in (select id from account_tokens where expires_at < now() - interval '7 days' limit ${batch})`,
  `delete from attempt_budgets where key in (select key from attempt_budgets where resets_at < now() limit ${batch} for update skip locked)`,
]

export function purgeSchedule(transactions: Transactions): Schedule {
  return {
    name: 'auth.purge',
    cron: '17 3 * * *',
    run: async () => {
      for (const text of statements) {
        let rowCount: number | null
        // A transaction per batch: none holds its locks for long.
        do ({ rowCount } = await transactions.global((work) => work.execute({ text })))
        while (rowCount === batch)
      }
      // Append-only for the application's role.
      const outlived = `delete from security_events where id in (select id from security_events where at < now() - interval '365 days' order by at limit ${batch})`
      while ((await transactions.crossTenant('purge', (work) => work.execute({ text: outlived }))).rowCount === batch);
    },
  }
}
