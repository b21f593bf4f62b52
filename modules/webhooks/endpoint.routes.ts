import { expectedVersion, optionalVersion, withEtag } from '#kernel/http/etag'
import type { Pages } from '#kernel/http/page'
import type { Routes } from '#kernel/module'
import { IdParams, NoContent, PageOf } from '#kernel/schemas'
import { AcceptedTestSchema, ChangeEndpointBody, CreateEndpointBody, EndpointSchema, EndpointsQuery, EndpointWithSecretSchema, webhooks } from './contract.js'
import type { DeliveryService } from './delivery.service.js'
import type { EndpointService } from './endpoint.service.js'

const { read, manage } = webhooks.permissions

export function endpointRoutes(endpoints: EndpointService, deliveries: DeliveryService, pages: Pages): Routes {
  return async (app) => {
    app.get(
      '/webhooks/endpoints',
      { schema: { summary: 'Webhook endpoints, oldest first', querystring: EndpointsQuery, response: { 200: PageOf(EndpointSchema) } }, config: { access: read } },
      async (request, reply) => {
        const { enabled } = request.query
        return pages.close(request, reply, await endpoints.list(enabled === undefined ? {} : { enabled }, pages.open(request)), ({ id }) => [id])
      },
    )
    app.post(
      '/webhooks/endpoints',
      {
        schema: { summary: 'Add a webhook endpoint', description: 'The answer shows the signing secret, once.', body: CreateEndpointBody, response: { 201: EndpointWithSecretSchema } },
        config: { access: manage, secretFields: ['secret'] },
      },
      async (request, reply) => {
        const endpoint = await endpoints.create(request.body)
        return withEtag(reply.code(201).header('location', `/v1/webhooks/endpoints/${endpoint.id}`), endpoint)
      },
    )
    app.get(
      '/webhooks/endpoints/:id',
      { schema: { summary: 'One webhook endpoint', params: IdParams, response: { 200: EndpointSchema } }, config: { access: read } },
      async (request, reply) => withEtag(reply, await endpoints.get(request.params.id)),
    )
    app.patch(
      '/webhooks/endpoints/:id',
      { schema: { summary: 'Change a webhook endpoint, switch it on or off', params: IdParams, body: ChangeEndpointBody, response: { 200: EndpointSchema } }, config: { access: manage, versioned: true } },
      async (request, reply) => withEtag(reply, await endpoints.change(request.params.id, request.body, expectedVersion(request))),
    )
    app.delete(
      '/webhooks/endpoints/:id',
      { schema: { summary: 'Remove a webhook endpoint', params: IdParams, response: { 204: NoContent } }, config: { access: manage, versioned: true } },
      async (request, reply) => {
        await endpoints.remove(request.params.id, expectedVersion(request))
        void reply.code(204)
        return null
      },
    )
    app.post(
      '/webhooks/endpoints/:id/secret-rotation',
      {
        schema: { summary: 'Give a webhook endpoint a new signing secret', description: 'The answer shows it, once. For 24 hours messages carry a signature by each secret.', params: IdParams, response: { 200: EndpointWithSecretSchema } },
        config: { access: manage, secretFields: ['secret'] },
      },
      async (request, reply) => withEtag(reply, await endpoints.rotate(request.params.id, optionalVersion(request))),
    )
    app.post(
      '/webhooks/endpoints/:id/test-event',
      { schema: { summary: 'Send a test message to a webhook endpoint', params: IdParams, response: { 202: AcceptedTestSchema } }, config: { access: manage } },
      async (request, reply) => {
        const message_id = await deliveries.test(request.params.id)
        void reply.code(202)
        return { message_id }
      },
    )
  }
}
