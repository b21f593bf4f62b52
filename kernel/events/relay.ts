/**
 * Moves due messages from the outbox to the job queue, in batches, in one transaction per batch: a row is marked enqueued exactly when its
 * job exists. Several workers may run it (SKIP LOCKED). A channel nobody knows makes the row dead, saying so.
 * Without it each request would insert its own job, which halves the booking transaction.
 */
import { defineToken } from '../contract.js'
import { note } from '../language.js'
import type { Log } from '../logger.js'
import type { Queue } from '../queue.js'
import { outboxQueue, type JobData } from '../queue-jobs.js'
import type { Transactions } from '../tenancy/transactions.js'
import type { UnitOfWork } from '../tenancy/unit-of-work.js'
import { Loop } from './loop.js'
import type { WakeUp } from './wake-up.js'

const batchSize = 500

/** Messages of one lane that may be under way at a time, in all workers together. */
export const laneLimit = 2

/** The truth is polled; wake-ups only make it faster. */
export const relayPollMs = 250

interface Claimed extends Record<string, unknown>, JobData {
  channel: string
}

export class Relay {
  private readonly loop: Loop
  private unsubscribe: (() => void) | null = null

  constructor(
    private readonly transactions: Transactions,
    private readonly queue: Queue,
    private readonly wakeUp: WakeUp,
    log: Log,
  ) {
    this.loop = new Loop(
      async () => ((await this.pass()) < batchSize ? relayPollMs : 0),
      (error) => log.warn({ err: error }, 'outbox relay: trying again'),
    )
  }

  start(): void {
    this.unsubscribe ??= this.wakeUp.onWake(({ messages }) => messages && this.loop.wake())
    this.loop.start()
  }

  async stop(): Promise<void> {
    this.unsubscribe?.()
    this.unsubscribe = null
    await this.loop.stop()
  }

  /** Moves one batch. @returns how many rows it claimed; fewer than 500 means nothing more is due */
  async pass(): Promise<number> {
    const { count, queues } = await this.transactions.crossTenant('outbox relay', (work) => this.claim(work))
    for (const queue of queues) this.queue.wake(queue)
    return count
  }

  private async claim(work: UnitOfWork): Promise<{ count: number; queues: readonly string[] }> {
    const [tenant, account, [lanes]] = await Promise.all([work.query<Claimed>(claimTenant), work.query<Claimed>(claimAccount), work.query<{ held: boolean }>(holdLanes)])
    // Two relays that counted at the same time would each see a free place: one of them claims in lanes, the other leaves them to it.
    const laned = lanes?.held ? await work.query<Claimed>(claimInLanes) : []
    const byChannel = Map.groupBy([...tenant, ...account, ...laned], (row) => row.channel)
    const queues: string[] = []
    for (const [channel, rows] of byChannel) {
      const jobs = rows.map(({ org_id, id }) => ({ org_id, id }))
      if (await this.queue.has(channel)) {
        await this.queue.insert(work, outboxQueue(channel), jobs)
        queues.push(outboxQueue(channel))
      } else {
        await buryUnknown(work, channel, jobs)
      }
    }
    return { count: Math.max(tenant.length, account.length, laned.length), queues }
  }
}

const claimTenant = {
  name: 'relay.claim',
  text: `with due as materialized (
           select org_id, id from outbox where status = 'pending' and enqueued_at is null and lane is null and not_before <= now()
           order by not_before, seq limit ${batchSize} for update skip locked)
         update outbox o set enqueued_at = now() from due where o.org_id = due.org_id and o.id = due.id
         returning o.org_id, o.id, o.channel`,
}

const holdLanes = { name: 'relay.hold_lanes', text: `select pg_try_advisory_xact_lock(hashtextextended('outbox lanes', 0)) as held` }

/** Walks from lane to lane by index, however many messages wait in each, and takes of each as many as it has free places, oldest first. */
const claimInLanes = {
  name: 'relay.claim_in_lanes',
  text: `with recursive lanes as (
           (select lane from outbox where status = 'pending' and enqueued_at is null and lane is not null order by lane limit 1)
           union all
           select (select o.lane from outbox o where o.status = 'pending' and o.enqueued_at is null and o.lane > l.lane order by o.lane limit 1) from lanes l where l.lane is not null),
         due as materialized (
           select o.org_id, o.id from lanes l
           cross join lateral (select count(*) as n from outbox f where f.status = 'pending' and f.enqueued_at is not null and f.lane = l.lane) busy
           cross join lateral (
             select w.org_id, w.id from outbox w where w.status = 'pending' and w.enqueued_at is null and w.lane = l.lane and w.not_before <= now()
             order by w.not_before, w.seq limit greatest(0, ${laneLimit} - busy.n) for update skip locked) o
           where l.lane is not null)
         update outbox o set enqueued_at = now() from due where o.org_id = due.org_id and o.id = due.id
         returning o.org_id, o.id, o.channel`,
}

const claimAccount = {
  name: 'relay.claim_account',
  text: `with due as materialized (
           select id from account_outbox where status = 'pending' and enqueued_at is null and not_before <= now()
           order by not_before, seq limit ${batchSize} for update skip locked)
         update account_outbox o set enqueued_at = now() from due where o.id = due.id
         returning null::uuid as org_id, o.id, o.channel`,
}

/** No queue, so no dead-letter job either: there is nothing it could be tried again with. */
async function buryUnknown(work: UnitOfWork, channel: string, rows: readonly JobData[]): Promise<void> {
  const dead = `set status = 'dead', reason = $2, finished_at = now()`
  const reason = note`No module sends on channel '${channel}'. Is its module missing from config/modules.ts?`
  const tenant = rows.filter((row) => row.org_id !== null)
  const account = rows.filter((row) => row.org_id === null)
  await work.query({
    text: `update outbox ${dead} where (org_id, id) in (select * from unnest($3::uuid[], $1::uuid[]))`,
    values: [tenant.map((row) => row.id), reason, tenant.map((row) => row.org_id)],
  })
  await work.query({ text: `update account_outbox ${dead} where id = any($1::uuid[])`, values: [account.map((row) => row.id), reason] })
}

export const relayToken = defineToken<Relay>('kernel.relay')
