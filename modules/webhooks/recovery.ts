/**
 * An endpoint works again: its messages of the last 72 hours that were given up are due once more, in the order they were written. In batches, one
 * message each; what dies again meanwhile is left, so that it ends.
 */
import { Type } from 'typebox'
import { defineToken } from '#kernel/contract'
import { JobCancelled, type Channel, type Delivery } from '#kernel/events/outbox'
import type { EventRecorder } from '#kernel/events/recorder'
import type { Replay } from '#kernel/events/replay'
import { note } from '#kernel/language'
import { Id, Instant } from '#kernel/schemas'
import type { Transactions } from '#kernel/tenancy/transactions'
import { channels } from './channels.js'
import type { EndpointRepository } from './endpoint.repository.js'

const reachHours = 72
const batchSize = 1_000

const Payload = Type.Object({ endpoint_id: Id, since: Instant, before: Instant })

export class Recovery {
  constructor(
    private readonly transactions: Transactions,
    private readonly endpoints: EndpointRepository,
    private readonly replay: Replay,
    private readonly recorder: EventRecorder,
  ) {}

  /** In the open transaction; the worker does the rest. */
  request(endpointId: string): Promise<void> {
    return this.transactions.run(async ({ now }) => {
      const since = new Date(now.getTime() - reachHours * 3_600_000)
      this.send(endpointId, since.toISOString(), now.toISOString())
    })
  }

  channel(): Channel {
    return {
      name: channels.recovery,
      payload: Payload,
      deliver: async ({ payload }: Delivery) => {
        const { endpoint_id, since, before } = payload as { endpoint_id: string; since: string; before: string }
        await this.transactions.run(async () => {
          if (!(await this.endpoints.find(endpoint_id))?.enabled) throw new JobCancelled(note`The endpoint is switched off again, or gone.`)
          const brought = await this.replay.replay({ written_since: since, dead_before: before, lane: endpoint_id, channels: [channels.delivery], limit: batchSize })
          if (brought.length === batchSize) this.send(endpoint_id, since, before)
        })
        return {}
      },
    }
  }

  private send(endpoint_id: string, since: string, before: string): void {
    this.recorder.send({ channel: channels.recovery, payload: { endpoint_id, since, before } })
  }
}

export const recoveryToken = defineToken<Recovery>('webhooks.recovery')
