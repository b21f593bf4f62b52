import type { Pages } from '#kernel/http/page'
import type { Routes } from '#kernel/module'
import { IdParams, PageOf } from '#kernel/schemas'
import type { Catalogue } from './catalogue.js'
import { DeadLetterSchema, DeadLettersQuery, DeliveriesQuery, DeliverySchema, DeliverySummarySchema, EventTypesSchema, InboundEventSchema, InboundEventsQuery, ReplayBody, ReplayedSchema, webhooks } from './contract.js'
import type { DeliveryService } from './delivery.service.js'
import type { InboundEvents } from './inbound-events.js'

const { read, manage } = webhooks.permissions

export function deliveryRoutes(service: DeliveryService, inbound: InboundEvents, catalogue: Catalogue, pages: Pages): Routes {
  return async (app) => {
    app.get(
      '/webhooks/event-types',
      { schema: { summary: 'Event types and their payloads', response: { 200: EventTypesSchema } }, config: { access: read } },
      async () => ({ items: catalogue.entries() }),
    )
    app.get(
      '/webhooks/deliveries',
      { schema: { summary: 'Attempts to deliver, newest first', querystring: DeliveriesQuery, response: { 200: PageOf(DeliverySummarySchema) } }, config: { access: read } },
      async (request, reply) => {
        const { limit: _limit, cursor: _cursor, ...filter } = request.query
        return pages.close(request, reply, await service.list(filter, pages.open(request)), ({ seq }) => [seq])
      },
    )
    app.get(
      '/webhooks/deliveries/:id',
      { schema: { summary: 'One attempt, with request and response', params: IdParams, response: { 200: DeliverySchema } }, config: { access: read } },
      async (request) => service.get(request.params.id),
    )
    app.get(
      '/webhooks/dead-letters',
      { schema: { summary: 'Messages that were given up, newest first', querystring: DeadLettersQuery, response: { 200: PageOf(DeadLetterSchema) } }, config: { access: read } },
      async (request, reply) => pages.close(request, reply, await service.deadLetters(request.query.endpoint_id ?? null, pages.open(request)), ({ seq }) => [seq]),
    )
    app.get(
      '/webhooks/inbound-events',
      { schema: { summary: 'What the mail provider reported of the organisation’s mail, newest first', querystring: InboundEventsQuery, response: { 200: PageOf(InboundEventSchema) } }, config: { access: read } },
      async (request, reply) => {
        const { limit: _limit, cursor: _cursor, ...filter } = request.query
        return pages.close(request, reply, await inbound.list(filter, pages.open(request)), ({ place, source, id }) => [place, source, id])
      },
    )
    app.post(
      '/webhooks/replays',
      { schema: { summary: 'Send messages again', description: 'Under the same webhook-id, so that receivers can tell.', body: ReplayBody, response: { 202: ReplayedSchema } }, config: { access: manage } },
      async (request, reply) => {
        const replayed = await service.replay(request.body)
        void reply.code(202)
        return { replayed }
      },
    )
  }
}
