/**
 * From one event to one message per endpoint, exactly once: the message row, unique per event, commits with the rows of its endpoints. The write path
 * only says that there was an event, and only in organisations that listen.
 */
import { Type } from 'typebox'
import { JobCancelled, type Channel } from '#kernel/events/outbox'
import type { EventRecorder } from '#kernel/events/recorder'
import { note } from '#kernel/language'
import { type Subscription } from '#kernel/module'
import { Id } from '#kernel/schemas'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import { resourcesOf, wants, type Catalogue } from './catalogue.js'
import { channels } from './channels.js'
import { webhooks } from './contract.js'
import type { EndpointRepository } from './endpoint.repository.js'
import { addMessage, queuedFor } from './messages.js'

/** Pure. A test message goes to the endpoint it tests, by whoever asked for it. */
export const dispatchSubscription: Subscription = {
  event: '*',
  on_demand: true,
  messages: ({ id, type }) => (type === webhooks.events.test_sent.name ? [] : [{ channel: channels.dispatch, payload: { event_id: id } }]),
}

interface EventRow extends Record<string, unknown> {
  type: string
  at: string
  data: Record<string, unknown>
}

export interface DispatchParts {
  transactions: Transactions
  endpoints: EndpointRepository
  catalogue: Catalogue
  recorder: EventRecorder
}

export function dispatchChannel({ transactions, endpoints, catalogue, recorder }: DispatchParts): Channel {
  return {
    name: channels.dispatch,
    payload: Type.Object({ event_id: Id }),
    deliver: async ({ payload }) => {
      const id = String(payload['event_id'])
      await transactions.run(async (work) => {
        const [[event], enabled] = await Promise.all([
          work.query<EventRow>({ name: 'webhooks.event', text: 'select type, at, data from events where org_id = $1 and id = $2', values: [currentTenant().org_id, id] }),
          endpoints.enabled(),
        ])
        if (!event) throw new JobCancelled(note`The event is older than the product keeps events.`)
        const about = resourcesOf(event.data)
        const receivers = enabled.filter((endpoint) => wants(endpoint, event.type, about))
        const body = catalogue.bodyOf(event)
        if (receivers.length === 0 || body === null) return
        // It is there already when this was done before, or when an endpoint that is on again was sent it by itself.
        const fresh = await addMessage(work, { id, type: event.type, body })
        const queued = fresh ? new Set<string>() : await queuedFor(work, receivers.map((endpoint) => endpoint.id), [id], event.at)
        for (const endpoint of receivers) if (!queued.has(`${endpoint.id}/${id}`)) recorder.send({ channel: channels.delivery, lane: endpoint.id, payload: { endpoint_id: endpoint.id, message_id: id } })
      })
      return {}
    },
  }
}
