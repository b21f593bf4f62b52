/**
 * Hands each message to its channel, at least once, under one id. The attempt is counted and committed before the channel is called, so that
 * a crash never hides a try; what comes of it is written after. Refuses to send what is sent, cancelled or parked.
 * Without it retries would be unbounded and a provider's answer would be lost.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { Compile, type Validator } from 'typebox/compile'
import { defineToken } from '../contract.js'
import { newId } from '../ids.js'
import { note } from '../language.js'
import type { Log } from '../logger.js'
import type { DeliveryOutcome, Metrics } from '../metrics.js'
import type { Queue } from '../queue.js'
import { deadQueue, outboxQueue, removeJobs, type JobData } from '../queue-jobs.js'
import { currentFlow, runInFlow, type TenantContext } from '../tenancy/context.js'
import type { Transactions } from '../tenancy/transactions.js'
import type { UnitOfWork } from '../tenancy/unit-of-work.js'
import { AttemptFailed, DeliveryRefused, JobCancelled, JobSnoozed, type Channel } from './outbox.js'
import { attemptLimit, countAttempt, defer, lockRow, markCancelled, markDead, markSent, noteFailure, park, snooze } from './outbox-rows.js'

/** Below the queue's own limit of 60 s, so that our account of the failure comes first. */
const deliveryTimeoutMs = 45_000

/** The longest a provider may put us off with Retry-After. */
export const longestSnoozeSeconds = 86_400

const recordPausesMs = [250, 500, 1_000, 2_000, 4_000]

interface Attempt {
  number: number
  payload: Record<string, unknown>
  /** Seconds to the next attempt by the channel's schedule; null without one, and for the last. */
  retry_in: number | null
  tenant: TenantContext | null
}

export class Delivery {
  private readonly channels = new Map<string, { channel: Channel; payload: Validator }>()

  constructor(
    channels: readonly Channel[],
    private readonly transactions: Transactions,
    private readonly queue: Queue,
    private readonly metrics: Metrics,
    private readonly log: Log,
    /** Told after each message of a channel with slots: its lane may have a free place. */
    private readonly onSlotFree: () => void = () => undefined,
  ) {
    for (const channel of channels) {
      if (this.channels.has(channel.name)) throw new Error(`Two channels are called '${channel.name}'. Rename one.`)
      this.channels.set(channel.name, { channel, payload: Compile(channel.payload) })
    }
  }

  /** Works on the queues of all channels until the queue stops. */
  async start(): Promise<void> {
    const names = [...this.channels.keys()]
    await this.queue.prepare(names)
    for (const [name, { channel }] of this.channels) {
      const handle = (job: JobData) => this.deliver(name, job)
      await this.queue.work(outboxQueue(name), channel.slots === undefined ? handle : (job) => handle(job).finally(this.onSlotFree), channel.slots)
    }
  }

  /**
   * One attempt at one message.
   * @throws what the channel threw, unless it was the last attempt; the queue then tries again with backoff
   */
  async deliver(name: string, job: JobData): Promise<void> {
    const { channel, payload } = this.channel(name)
    const attempt = await this.within(channel, job, (work) => this.begin(work, channel, job))
    if (!attempt) return
    let providerId: string | null
    try {
      if (!payload.Check(attempt.payload)) throw new Error(misfit(name, payload.Errors(attempt.payload)))
      const flow = { request_id: newId(), ip: null, principal: null, tenant: attempt.tenant, work: null }
      const result = await inTime(() => runInFlow(flow, () => channel.deliver({ ...job, attempt: attempt.number, payload: attempt.payload, retry_in: attempt.retry_in })))
      providerId = result.provider_id ?? null
    } catch (error) {
      return this.failed(channel, job, attempt, error)
    }
    await this.record(() => this.within(channel, job, (work) => this.sent(work, channel, job, providerId)))
    this.count(channel, 'sent')
  }

  /** Decides whether the row is to be tried, and counts the try. */
  private async begin(work: UnitOfWork, channel: Channel, job: JobData): Promise<Attempt | null> {
    const row = await lockRow(work, job)
    // Not pending or taken back by sweeper, snooze or replay: this job has lost its point.
    if (!row || row.status !== 'pending' || !row.enqueued) return null
    const tenant = currentFlow()?.tenant ?? null
    const module = channel.name.split('.')[0]!
    if (tenant?.disabled_modules.has(module)) {
      await park(work, job, note`Module '${module}' is switched off.`)
      this.count(channel, 'parked')
      return null
    }
    if (row.attempts >= attemptLimit) {
      await this.bury(work, channel, job, note`The worker did not survive attempt ${attemptLimit}.`)
      return null
    }
    await countAttempt(work, job)
    const number = row.attempts + 1
    return { number, payload: row.payload, retry_in: number < attemptLimit ? pauseBefore(channel, number + 1) : null, tenant }
  }

  /** What the provider took must not be sent again because the database blinked. */
  private async record(write: () => Promise<void>): Promise<void> {
    for (const pause of recordPausesMs) {
      try {
        return await write()
      } catch (error) {
        this.log.warn({ err: error }, 'a sent message is not recorded yet: trying again')
        await delay(pause)
      }
    }
    await write()
  }

  private async sent(work: UnitOfWork, channel: Channel, job: JobData, providerId: string | null): Promise<void> {
    const before = await markSent(work, job, providerId)
    // A process that was only frozen, not dead, may come back with a success after the sweeper gave the row up.
    if (before === 'dead') await removeJobs(work, deadQueue(channel.name), [job.id])
  }

  private async failed(channel: Channel, job: JobData, attempt: Attempt, error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error)
    if (error instanceof JobCancelled) {
      await this.within(channel, job, (work) => markCancelled(work, job, reason))
      return this.count(channel, 'cancelled')
    }
    if (error instanceof JobSnoozed) {
      const seconds = Math.min(longestSnoozeSeconds, Math.max(1, error.seconds))
      await this.within(channel, job, async (work) => {
        await snooze(work, job, reason, seconds)
        await removeJobs(work, outboxQueue(channel.name), [job.id])
      })
      return this.count(channel, 'snoozed')
    }
    if (attempt.number >= attemptLimit || error instanceof DeliveryRefused) {
      await this.within(channel, job, (work) => this.bury(work, channel, job, reason))
      return
    }
    if (attempt.retry_in !== null) {
      const wished = error instanceof AttemptFailed ? (error.retry_in ?? 0) : 0
      const seconds = Math.max(attempt.retry_in, Math.min(longestSnoozeSeconds, wished))
      await this.within(channel, job, async (work) => {
        await defer(work, job, reason, seconds)
        await removeJobs(work, outboxQueue(channel.name), [job.id])
      })
      return this.count(channel, 'failed')
    }
    await this.within(channel, job, (work) => noteFailure(work, job, reason))
    this.count(channel, 'failed')
    throw error
  }

  /** Row and dead-letter job are one thing: the job moves to the dead-letter queue, under the same id, in the transaction that makes the row dead. */
  private async bury(work: UnitOfWork, channel: Channel, job: JobData, reason: string): Promise<void> {
    await markDead(work, job, reason)
    await removeJobs(work, outboxQueue(channel.name), [job.id])
    await this.queue.insert(work, deadQueue(channel.name), [{ org_id: job.org_id, id: job.id }])
    this.count(channel, 'dead')
    this.log.warn({ channel: channel.name, outbox_id: job.id, org_id: job.org_id, reason: withoutAddresses(reason) }, 'message is dead')
  }

  private within<T>(channel: Channel, job: JobData, fn: (work: UnitOfWork) => Promise<T>): Promise<T> {
    return job.org_id === null ? this.transactions.global(fn) : this.transactions.asSystem(job.org_id, channel.name, fn)
  }

  private count(channel: Channel, outcome: DeliveryOutcome): void {
    this.metrics.deliveryAttempts.inc({ channel: channel.name, outcome })
  }

  private channel(name: string): { channel: Channel; payload: Validator } {
    const found = this.channels.get(name)
    if (!found) throw new Error(`No module of this process sends on channel '${name}'.`)
    return found
  }
}

/** Whole seconds before an attempt, by the channel's schedule. */
function pauseBefore({ schedule }: Channel, attempt: number): number | null {
  if (!schedule) return null
  const delay = schedule.delays_seconds[attempt - 1]!
  return Math.round(delay * (1 + Math.random() * schedule.jitter))
}

function misfit(channel: string, errors: readonly { instancePath: string; message: string }[]): string {
  return note`The payload does not fit channel '${channel}': ${errors.map(({ instancePath, message }) => `${instancePath || '/'} ${message}`).join(', ')}.`
}

/** A provider's answer may name whom the mail was for: the row keeps it for those who may see it, a log is read by others. */
function withoutAddresses(text: string): string {
  return text.replaceAll(/[^\s<>"'(),:;=[\]]{1,200}@[^\s<>"'(),:;=[\]]{1,255}/g, '[address]')
}

async function inTime<T>(work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(note`No answer within ${deliveryTimeoutMs / 1_000} s.`)), deliveryTimeoutMs)
  })
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}

export const deliveryToken = defineToken<Delivery>('kernel.delivery')
