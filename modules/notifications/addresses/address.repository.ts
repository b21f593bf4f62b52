/** Whose address takes no mail any more, in the database. A row that is not there, or is confirmed, stops nothing. */
import type { Transactions } from '#kernel/tenancy/transactions'

export type StopReason = 'bounced' | 'complained'

export interface Stop extends Record<string, unknown> {
  user_id: string
  reason: StopReason
  /** RFC 3339, by the provider's clock. */
  stopped_at: string
}

/** A person's address as it is now: another one than the one that bounced is not stopped. */
export interface Addressee {
  user_id: string
  email: string
}

export class AddressRepository {
  constructor(private readonly transactions: Transactions) {}

  /** Of these people, those whose present address is stopped, in the order of their ids. @param after the id the last page ended with */
  async stopped(people: readonly Addressee[], page: { after: string | null; limit: number } = { after: null, limit: people.length }): Promise<Stop[]> {
    return this.transactions.run((work) =>
      work.query<Stop>({
        name: 'notifications.stopped',
        text: `select a.user_id, a.reason, a.stopped_at from notification_addresses a join unnest($1::uuid[], $2::text[]) as p (user_id, email) on p.user_id = a.user_id
               where a.confirmed_at is null and a.address = lower(p.email collate "C") and ($3::uuid is null or a.user_id > $3) order by a.user_id limit $4`,
        values: [people.map(({ user_id }) => user_id), people.map(({ email }) => email), page.after, page.limit],
      }),
    )
  }

  /**
   * Notes that an address takes no mail. What happened before it was confirmed is over, and a bounce does not undo a complaint. Joins the open unit of work, of
   * an organisation or of none.
   * @returns whether mail could be sent before and cannot now
   */
  async stop({ user_id, email }: Addressee, reason: StopReason, at: string): Promise<boolean> {
    return this.transactions.global(async (work) => {
      const [before] = await work.query<{ stopped: boolean }>({
        text: `select confirmed_at is null and address = lower($2::text collate "C") as stopped from notification_addresses where user_id = $1 for update`,
        values: [user_id, email],
      })
      const changed = await work.query({
        text: `insert into notification_addresses (user_id, address, reason, stopped_at) values ($1, lower($2::text collate "C"), $3, $4)
               on conflict (user_id) do update set address = excluded.address, reason = excluded.reason, stopped_at = excluded.stopped_at, confirmed_at = null
                 where notification_addresses.address <> excluded.address
                   or case when notification_addresses.confirmed_at is null then notification_addresses.reason = 'bounced' and excluded.reason = 'complained'
                      else excluded.stopped_at > notification_addresses.confirmed_at end
               returning user_id`,
        values: [user_id, email, reason, at],
      })
      return changed.length > 0 && !before?.stopped
    })
  }

  /** Somebody vouches for the address. */
  async confirm(userId: string): Promise<void> {
    await this.transactions.run((work) => work.query({ text: 'update notification_addresses set confirmed_at = now() where user_id = $1', values: [userId] }))
  }
}
