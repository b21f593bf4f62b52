/**
 * What happened while an endpoint was off. No message was written for it then, so that an endpoint nobody wants costs nothing; the events themselves are
 * kept. Without this an endpoint that BookFlow switched off would get back what failed before, and never hear of what came after.
 */
import { defineToken } from '#kernel/contract'
import type { EventRecorder } from '#kernel/events/recorder'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { UnitOfWork } from '#kernel/tenancy/unit-of-work'
import { resourcesOf, wants, type Catalogue } from './catalogue.js'
import { channels } from './channels.js'
import { webhooks, type Endpoint } from './contract.js'
import { addMessage, queuedFor } from './messages.js'

const batchSize = 500

interface EventRow extends Record<string, unknown> {
  id: string
  type: string
  at: string
  data: Record<string, unknown>
  epoch: number
  xid: string
  seq: string
}

/** Before every event. */
export const fromTheStart = '0.0.0'

export class MissedEvents {
  constructor(
    private readonly transactions: Transactions,
    private readonly catalogue: Catalogue,
    private readonly recorder: EventRecorder,
  ) {}

  /**
   * Sends an endpoint what it asks for of one batch of events, in their order, except what it was sent already.
   * @param from RFC 3339
   * @param after the place up to which events were looked at, `epoch.xid.seq`
   * @returns the place to go on from; null when there is nothing more
   */
  async send(endpoint: Endpoint, from: string, after: string): Promise<string | null> {
    // Of what was before it was added it never asked to hear.
    const since = from > endpoint.created_at ? from : endpoint.created_at
    return this.transactions.run(async (work) => {
      const events = await this.read(work, since, after)
      const wanted = events.flatMap(({ id, type, at, data }) => {
        const body = wants(endpoint, type, resourcesOf(data)) ? this.catalogue.bodyOf({ type, at, data }) : null
        return body === null ? [] : [{ id, type, body }]
      })
      // First the messages: whoever sends the same event to others meanwhile is waited for, and seen below.
      for (const message of wanted) await addMessage(work, message)
      const queued = await queuedFor(work, [endpoint.id], wanted.map(({ id }) => id), since)
      for (const { id } of wanted) if (!queued.has(`${endpoint.id}/${id}`)) this.recorder.send({ channel: channels.delivery, lane: endpoint.id, payload: { endpoint_id: endpoint.id, message_id: id } })
      const last = events.at(-1)
      return events.length === batchSize && last ? `${last.epoch}.${last.xid}.${last.seq}` : null
    })
  }

  private read(work: UnitOfWork, since: string, after: string): Promise<EventRow[]> {
    return work.query<EventRow>({
      name: 'webhooks.missed_events',
      text: `select id, type, at, data, epoch, xid::text as xid, seq::text as seq from events
             where org_id = $1 and at >= $2 and (epoch, xid, seq) > ($3::int, $4::xid8, $5::bigint) and type <> $6 order by epoch, xid, seq limit ${batchSize}`,
      values: [currentTenant().org_id, since, ...after.split('.'), webhooks.events.test_sent.name],
    })
  }
}

export const missedEventsToken = defineToken<MissedEvents>('webhooks.missedEvents')
