/** Digests and what they will hold, in the database. */
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { Statement } from '#kernel/tenancy/unit-of-work'
import type { BookingNotice, DigestNotice } from '../notice.js'

export interface DueDigest extends Record<string, unknown> {
  user_id: string
  kind: DigestNotice['kind']
  /** `YYYY-MM-DD` */
  period: string
}

/** What is due, held until the transaction ends; what another worker has in hand is left to it. */
export const lockDigests = (orgId: string, limit: number): Statement => ({
  name: 'notifications.lock_digests',
  text: `select user_id, kind, to_char(period, 'YYYY-MM-DD') as period from notification_digests where org_id = $1 and settled_at is null and due_at <= now() order by due_at limit $2 for update skip locked`,
  values: [orgId, limit],
})

export class DigestRepository {
  constructor(private readonly transactions: Transactions) {}

  /** Makes sure of a digest and holds it until the transaction ends, so that it cannot leave meanwhile. @returns false when it has left */
  async open(userId: string, kind: DigestNotice['kind'], period: string, dueAt: Date): Promise<boolean> {
    const [row] = await this.transactions.run((work) =>
      work.query<{ open: boolean }>({
        name: 'notifications.open_digest',
        text: `insert into notification_digests (org_id, user_id, kind, period, due_at) values ($1, $2, $3, $4, $5)
               on conflict (org_id, user_id, kind, period) do update set due_at = notification_digests.due_at returning settled_at is null as open`,
        values: [currentTenant().org_id, userId, kind, period, dueAt],
      }),
    )
    return row!.open
  }

  /** @param id of the message that is gathered: gathered twice it stays one */
  async gather(id: string, userId: string, period: string, notice: BookingNotice): Promise<void> {
    await this.transactions.run((work) =>
      work.query({
        name: 'notifications.gather',
        text: 'insert into notification_digest_items (org_id, id, user_id, period, notice) values ($1, $2, $3, $4, $5) on conflict (org_id, id) do nothing',
        values: [currentTenant().org_id, id, userId, period, JSON.stringify(notice)],
      }),
    )
  }

  /** In the order they happened. */
  async gathered(userId: string, period: string): Promise<BookingNotice[]> {
    const rows = await this.transactions.run((work) =>
      work.query<{ notice: BookingNotice }>({
        text: 'select notice from notification_digest_items where org_id = $1 and user_id = $2 and period = $3 order by id',
        values: [currentTenant().org_id, userId, period],
      }),
    )
    return rows.map(({ notice }) => notice)
  }

  /** See {@link lockDigests}. */
  async lockDue(limit: number): Promise<DueDigest[]> {
    return this.transactions.run((work) => work.query<DueDigest>(lockDigests(currentTenant().org_id, limit)))
  }

  async settle({ user_id, kind, period }: DueDigest): Promise<void> {
    await this.change('settled_at = now()', user_id, kind, period)
  }

  async postpone({ user_id, kind, period }: DueDigest, until: Date): Promise<void> {
    await this.change('due_at = $5', user_id, kind, period, until)
  }

  private async change(set: string, ...key: readonly unknown[]): Promise<void> {
    await this.transactions.run((work) => work.query({ text: `update notification_digests set ${set} where org_id = $1 and user_id = $2 and kind = $3 and period = $4`, values: [currentTenant().org_id, ...key] }))
  }
}
