/**
 * Brings messages back: dead ones when somebody asks for another try, parked ones when their module is switched on again, put-off ones when nothing puts them
 * off any more.
 * Refuses rows of other organisations and other states by not finding them. Without it a dead row and its dead-letter job could part.
 */
import { defineToken } from '../contract.js'
import { deadQueue, outboxQueue, removeDeadCopies, removeJobs } from '../queue-jobs.js'
import { currentTenant } from '../tenancy/context.js'
import type { Transactions } from '../tenancy/transactions.js'
import type { UnitOfWork } from '../tenancy/unit-of-work.js'
import type { WakeUp } from './wake-up.js'

/**
 * Which dead messages: by id, those given up in `[from, to)`, or those written since one instant and dead before another; optionally of some channels or one lane
 * only, and the oldest `limit` of them. RFC 3339 instants.
 */
export type ReplaySelection = ({ ids: readonly string[] } | { from: string; to: string } | { written_since: string; dead_before: string }) & { channels?: readonly string[]; lane?: string; limit?: number }

/** The most one call brings back: more in one transaction would hold the event feed up. */
export const replayLimit = 10_000

/** Messages one transaction brings back for a module that is on again: far under a second. */
export const unparkBatch = 1_000

interface Brought extends Record<string, unknown> {
  id: string
  channel: string
}

export class Replay {
  constructor(
    private readonly transactions: Transactions,
    private readonly wakeUp: WakeUp,
  ) {}

  /**
   * Dead messages of the current organisation become pending with no attempt counted, and their dead-letter jobs go, in the open
   * transaction (or one of its own). They are due in the order they were written.
   * @returns the ids that were dead and now are pending
   */
  async replay(selection: ReplaySelection): Promise<string[]> {
    return this.transactions.run(async (work) => {
      const [condition, values] = conditionOf(selection)
      const n = values.length + 2
      // An array is made once; a subquery in IN may be run again for each row, and its limit with it.
      const rows = await work.query<Brought>({
        text: `update outbox set status = 'pending', attempts = 0, reason = null, enqueued_at = null, not_before = now(), finished_at = null
               where org_id = $1 and id = any (array(
                 select id from outbox
                 where org_id = $1 and status = 'dead' and ${condition} and ($${n}::text[] is null or channel = any($${n})) and ($${n + 1}::uuid is null or lane = $${n + 1})
                 order by seq limit $${n + 2} for update))
               returning id, channel`,
        values: [currentTenant().org_id, ...values, selection.channels ?? null, selection.lane ?? null, Math.min(selection.limit ?? replayLimit, replayLimit)],
      })
      for (const [channel, dead] of Map.groupBy(rows, (row) => row.channel)) await forgetJobs(work, channel, dead.map((row) => row.id))
      this.wakeAfter(work, rows.length)
      return rows.map((row) => row.id)
    })
  }

  /**
   * What waited for a module of the current organisation is due again, the oldest first, at most {@link unparkBatch} of it. Call it in the transaction that
   * switches the module on; whatever is left the worker brings back within a minute (sweeper.ts), since all of it in one transaction would hold the event feed up.
   * @returns how many
   */
  async unpark(module: string): Promise<number> {
    return this.transactions.run(async (work) => {
      const rows = await work.query({
        text: `update outbox set status = 'pending', reason = null, enqueued_at = null
               where org_id = $1 and status = 'parked' and id = any (array(
                 select id from outbox where org_id = $1 and status = 'parked' and split_part(channel, '.', 1) = $2 order by seq limit ${unparkBatch} for update skip locked))
               returning id`,
        values: [currentTenant().org_id, module],
      })
      this.wakeAfter(work, rows.length)
      return rows.length
    })
  }

  /**
   * What a channel of the current organisation put off (JobSnoozed) is due now, of the messages whose payload has `about`; what waits for another try waits on.
   * Whoever put it off is asked again when it is sent.
   * @returns how many
   */
  async hasten(channel: string, about: Readonly<Record<string, string>>): Promise<number> {
    return this.transactions.run(async (work) => {
      const { rowCount } = await work.execute({
        text: `update outbox set not_before = now() where org_id = $1 and channel = $2 and status = 'pending' and enqueued_at is null and not_before > now()
               and attempts = 0 and reason is not null and payload @> $3::jsonb`,
        values: [currentTenant().org_id, channel, JSON.stringify(about)],
      })
      this.wakeAfter(work, rowCount ?? 0)
      return rowCount ?? 0
    })
  }

  private wakeAfter(work: UnitOfWork, count: number): void {
    if (count > 0) work.afterCommit(() => this.wakeUp.publish({ events: false, messages: true }))
  }
}

function conditionOf(selection: ReplaySelection): [string, readonly unknown[]] {
  if ('ids' in selection) return ['id = any($2::uuid[])', [selection.ids]]
  if ('from' in selection) return ['finished_at >= $2 and finished_at < $3', [selection.from, selection.to]]
  return ['created_at >= $2 and finished_at < $3', [selection.written_since, selection.dead_before]]
}

/** Whatever the queue still holds about these messages, live or not. */
export async function forgetJobs(work: UnitOfWork, channel: string, ids: readonly string[]): Promise<void> {
  await removeJobs(work, deadQueue(channel), ids)
  await removeDeadCopies(work, channel, ids)
  await removeJobs(work, outboxQueue(channel), ids)
}

export const replayToken = defineToken<Replay>('kernel.replay')
