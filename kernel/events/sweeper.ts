/**
 * Finds messages whose job is gone (job table emptied, backup restored, a worker that died once too often) and makes them due again, or dead
 * when their attempts are used up. Runs in every worker; SKIP LOCKED keeps them apart. Without it such a message would wait for ever.
 */
import { defineToken } from '../contract.js'
import { note } from '../language.js'
import type { Log } from '../logger.js'
import type { Queue } from '../queue.js'
import { deadQueue, queueSchema, type JobData } from '../queue-jobs.js'
import type { Schedule } from '../module.js'
import { currentTenant } from '../tenancy/context.js'
import type { Transactions } from '../tenancy/transactions.js'
import type { Statement, UnitOfWork } from '../tenancy/unit-of-work.js'
import { Loop } from './loop.js'
import { attemptLimit, markDead } from './outbox-rows.js'
import { forgetJobs, unparkBatch, type Replay } from './replay.js'
import type { WakeUp } from './wake-up.js'

const batchSize = 500

export interface SweeperSettings {
  /** Seconds a row may be enqueued before its job is looked for. */
  after: number
  /** Seconds between two looks. */
  every: number
}

interface Lost extends Record<string, unknown>, JobData {
  channel: string
  attempts: number
}

export class Sweeper {
  private readonly loop: Loop

  constructor(
    private readonly transactions: Transactions,
    private readonly queue: Queue,
    private readonly wakeUp: WakeUp,
    private readonly log: Log,
    private readonly settings: SweeperSettings = { after: 15, every: 10 },
  ) {
    this.loop = new Loop(
      async () => ((await this.pass()) < batchSize ? this.settings.every * 1_000 : 0),
      (error) => log.warn({ err: error }, 'outbox sweeper: trying again'),
    )
  }

  start(): void {
    this.loop.start()
  }

  async stop(): Promise<void> {
    await this.loop.stop()
  }

  /** @returns how many rows had lost their job */
  async pass(): Promise<number> {
    const lost = await this.transactions.crossTenant('outbox sweeper', async (work) => {
      const after = this.settings.after
      const rows = [...(await work.query<Lost>(lostTenant(after))), ...(await work.query<Lost>(lostAccount(after)))]
      for (const [channel, ofChannel] of Map.groupBy(rows, (row) => row.channel)) await this.recover(work, channel, ofChannel)
      return rows
    })
    if (lost.length > 0) {
      this.log.warn({ count: lost.length }, 'messages had lost their jobs')
      this.wakeUp.publish({ events: false, messages: true })
    }
    return lost.length
  }

  private async recover(work: UnitOfWork, channel: string, rows: readonly Lost[]): Promise<void> {
    await forgetJobs(work, channel, rows.map((row) => row.id))
    const spent = rows.filter((row) => row.attempts >= attemptLimit)
    for (const row of spent) await markDead(work, row, note`The worker did not survive attempt ${attemptLimit}.`)
    if (spent.length > 0) await this.queue.insert(work, deadQueue(channel), spent.map(({ org_id, id }) => ({ org_id, id })))
    const again = rows.filter((row) => row.attempts < attemptLimit)
    await work.query(requeue('outbox', again.filter((row) => row.org_id !== null)))
    await work.query(requeue('account_outbox', again.filter((row) => row.org_id === null)))
  }
}

/** Jumps from one pair to the next in the index, over however many messages wait. */
const parkedPairs = `
  with recursive pair as (
    (select org_id, split_part(channel, '.', 1) as module from outbox where status = 'parked' order by 1, 2 limit 1)
    union all
    select next.org_id, next.module from pair cross join lateral (
      select o.org_id, split_part(o.channel, '.', 1) as module from outbox o
      where o.status = 'parked' and (o.org_id, split_part(o.channel, '.', 1)) > (pair.org_id, pair.module) order by 1, 2 limit 1) next)
  select org_id, module from pair`

/**
 * Brings back what still waits for a module that is on: all that was more than a batch when it was switched on, and what a worker set aside at that very
 * moment. A commit for each batch.
 */
export function unparkSchedule(transactions: Transactions, replay: Replay): Schedule {
  return {
    name: 'kernel.unpark',
    cron: '* * * * *',
    run: async () => {
      const pairs = await transactions.crossTenant('outbox sweeper', (work) => work.query<{ org_id: string; module: string }>({ name: 'sweeper.parked', text: parkedPairs }))
      for (const { org_id, module } of pairs) {
        const batch = () => transactions.asSystem(org_id, 'outbox sweeper', async () => (currentTenant().disabled_modules.has(module) ? 0 : replay.unpark(module)))
        while ((await batch()) === unparkBatch);
      }
    },
  }
}

const noLiveJob = (row: string) =>
  `not exists (select from ${queueSchema}.job j where j.name = 'outbox.' || ${row}.channel and j.id = ${row}.id and j.state <= 'active')`

const lostTenant = (after: number): Statement => ({
  name: 'sweeper.lost',
  text: `select o.org_id, o.id, o.channel, o.attempts from outbox o
         where o.status = 'pending' and o.enqueued_at < now() - make_interval(secs => $1) and ${noLiveJob('o')}
         order by o.enqueued_at limit ${batchSize} for update skip locked`,
  values: [after],
})

const lostAccount = (after: number): Statement => ({
  name: 'sweeper.lost_account',
  text: `select null::uuid as org_id, o.id, o.channel, o.attempts from account_outbox o
         where o.status = 'pending' and o.enqueued_at < now() - make_interval(secs => $1) and ${noLiveJob('o')}
         order by o.enqueued_at limit ${batchSize} for update skip locked`,
  values: [after],
})

const requeue = (table: 'outbox' | 'account_outbox', rows: readonly Lost[]): Statement => ({
  text: `update ${table} set enqueued_at = null where id = any($1::uuid[])${table === 'outbox' ? ' and org_id = any($2::uuid[])' : ''}`,
  values: [rows.map((row) => row.id), ...(table === 'outbox' ? [[...new Set(rows.map((row) => row.org_id))]] : [])],
})

export const sweeperToken = defineToken<Sweeper>('kernel.sweeper')
