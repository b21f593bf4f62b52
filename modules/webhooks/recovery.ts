/**
 * An endpoint works again: its messages of the last 72 hours that were given up are due once more, in the order they were written, and behind them what
 * happened while it was switched off. In batches, one message each; what dies again meanwhile is left, so that it ends.
 */
import { Type, type Static } from 'typebox'
import { defineToken } from '#kernel/contract'
import { JobCancelled, type Channel, type Delivery } from '#kernel/events/outbox'
import type { EventRecorder } from '#kernel/events/recorder'
import type { Replay } from '#kernel/events/replay'
import { note } from '#kernel/language'
import { Id, Instant } from '#kernel/schemas'
import type { Transactions } from '#kernel/tenancy/transactions'
import { channels } from './channels.js'
import type { Endpoint } from './contract.js'
import type { EndpointRepository } from './endpoint.repository.js'
import { fromTheStart, type MissedEvents } from './missed-events.js'

const reachHours = 72
const batchSize = 1_000

/** An event may have happened before the endpoint was off and been looked at afterwards. What was sent is not sent again. */
const lagMs = 600_000

/** Longer than any transaction that was under way, and did not see that the endpoint is on, may take. */
const stragglersMs = 30_000

/** `missed_since`: events from then on are looked at as well, `after` a place among them; `last` for the look at stragglers. */
const Payload = Type.Object({ endpoint_id: Id, since: Instant, before: Instant, missed_since: Type.Optional(Instant), after: Type.Optional(Type.String()), last: Type.Optional(Type.Boolean()) })
type Step = Static<typeof Payload>

export class Recovery {
  constructor(
    private readonly transactions: Transactions,
    private readonly endpoints: EndpointRepository,
    private readonly replay: Replay,
    private readonly missed: MissedEvents,
    private readonly recorder: EventRecorder,
  ) {}

  /** In the open transaction; the worker does the rest. @param missedSince RFC 3339: when it was switched off; null when it heard of everything */
  request(endpointId: string, missedSince: string | null = null): Promise<void> {
    return this.transactions.run(async ({ now }) => {
      const since = new Date(now.getTime() - reachHours * 3_600_000).toISOString()
      const from = missedSince === null ? null : new Date(Date.parse(missedSince) - lagMs).toISOString()
      const missed = from === null ? {} : { missed_since: from > since ? from : since }
      this.send({ endpoint_id: endpointId, since, before: now.toISOString(), ...missed })
    })
  }

  channel(): Channel {
    return {
      name: channels.recovery,
      payload: Payload,
      deliver: async ({ payload }: Delivery) => {
        const step = payload as Step
        await this.transactions.run(async ({ now }) => {
          const endpoint = await this.endpoints.find(step.endpoint_id)
          if (!endpoint?.enabled) throw new JobCancelled(note`The endpoint is switched off again, or gone.`)
          await (step.after === undefined ? this.bringBack(step) : this.catchUp(step, endpoint, step.after, now))
        })
        return {}
      },
    }
  }

  private async bringBack(step: Step): Promise<void> {
    const { endpoint_id, since, before, missed_since } = step
    const brought = await this.replay.replay({ written_since: since, dead_before: before, lane: endpoint_id, channels: [channels.delivery], limit: batchSize })
    if (brought.length === batchSize) this.send(step)
    else if (missed_since !== undefined) this.send({ ...step, after: fromTheStart })
  }

  /** Once more after a while, for what was committed by somebody who still saw the endpoint off. */
  private async catchUp(step: Step, endpoint: Endpoint, after: string, now: Date): Promise<void> {
    const next = await this.missed.send(endpoint, step.missed_since ?? step.since, after)
    if (next !== null) this.send({ ...step, after: next })
    else if (!step.last) this.send({ ...step, after: fromTheStart, last: true }, new Date(now.getTime() + stragglersMs))
  }

  private send(payload: Step, not_before?: Date): void {
    this.recorder.send({ channel: channels.recovery, payload, ...(not_before ? { not_before } : {}) })
  }
}

export const recoveryToken = defineToken<Recovery>('webhooks.recovery')
