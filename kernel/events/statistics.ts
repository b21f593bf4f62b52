/**
 * Counts the outbox when metrics are read, at most every few seconds. Never fails a scrape: without a database the last numbers stand.
 * Without it "oldest waiting message" could not raise an alert.
 */
import type { Metrics } from '../metrics.js'
import type { Transactions } from '../tenancy/transactions.js'
import { defineToken } from '../contract.js'

const freshMs = 5_000

export interface OutboxNumbers {
  pending: number
  /** Seconds since the oldest waiting message fell due, of those that wait for nothing but a worker; 0 when none waits. */
  oldest_age_seconds: number
  /** The same of those in lanes, which may wait behind others to one slow receiver however many workers run. */
  lane_oldest_age_seconds: number
  dead: number
}

export class OutboxStatistics {
  private readAt = 0

  constructor(
    private readonly transactions: Transactions,
    private readonly metrics: Metrics,
  ) {}

  async read(): Promise<OutboxNumbers> {
    return this.transactions.crossTenant('outbox statistics', async (work) => {
      const rows = await work.query<OutboxNumbers & Record<string, unknown>>({
        name: 'outbox.statistics',
        // In the parts the relay's and the sweeper's indexes have: one more index of all that waits would be paid for by every message.
        text: `with waiting as materialized (
                 select not_before, false as laned from outbox where status = 'pending' and enqueued_at is null and lane is null
                 union all select not_before, true from outbox where status = 'pending' and enqueued_at is null and lane is not null
                 union all select not_before, lane is not null from outbox where status = 'pending' and enqueued_at is not null
                 union all select not_before, false from account_outbox where status = 'pending' and enqueued_at is null
                 union all select not_before, false from account_outbox where status = 'pending' and enqueued_at is not null)
               select (select count(*) from waiting)::int as pending,
                      greatest(0, extract(epoch from now() - (select min(not_before) from waiting where not laned)))::float8 as oldest_age_seconds,
                      greatest(0, extract(epoch from now() - (select min(not_before) from waiting where laned)))::float8 as lane_oldest_age_seconds,
                      ((select count(*) from outbox where status = 'dead') + (select count(*) from account_outbox where status = 'dead'))::int as dead`,
      })
      return rows[0]!
    })
  }

  /** Brings the gauges up to date; call it before the registry is rendered. */
  async refresh(): Promise<void> {
    if (Date.now() - this.readAt < freshMs) return
    this.readAt = Date.now()
    const numbers = await this.read().catch(() => null)
    if (!numbers) return
    this.metrics.outboxPending.set(numbers.pending)
    this.metrics.outboxOldestAge.set(numbers.oldest_age_seconds)
    this.metrics.outboxLaneOldestAge.set(numbers.lane_oldest_age_seconds)
    this.metrics.outboxDead.set(numbers.dead)
  }
}

export const outboxStatisticsToken = defineToken<OutboxStatistics>('kernel.outboxStatistics')
