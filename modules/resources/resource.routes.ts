import { expectedVersion, optionalVersion, withEtag } from '#kernel/http/etag'
import type { Pages } from '#kernel/http/page'
import type { Routes } from '#kernel/module'
import { IdParams, PageOf } from '#kernel/schemas'
import { resources, ResourceSchema } from './contract.js'
import { CreateResourceBody, ResourceQuery, UpdateResourceBody } from './resource.schemas.js'
import type { ResourceService } from './resource.service.js'

const { read, manage } = resources.permissions

export const resourceRoutes =
  (service: ResourceService, pages: Pages): Routes =>
  async (app) => {
    app.get(
      '/resources',
      { schema: { summary: 'List resources by name', querystring: ResourceQuery, response: { 200: PageOf(ResourceSchema) } }, config: { access: read, early: true } },
      async (request, reply) => pages.close(request, reply, await service.list(request.query, pages.open(request)), ({ name, id }) => [name, id]),
    )

    app.post('/resources', { schema: { summary: 'Create a resource', body: CreateResourceBody, response: { 201: ResourceSchema } }, config: { access: manage } }, async (request, reply) => {
      const resource = await service.create(request.body)
      void reply.code(201).header('location', `/v1/resources/${resource.id}`)
      return withEtag(reply, resource)
    })

    app.get('/resources/:id', { schema: { summary: 'One resource', params: IdParams, response: { 200: ResourceSchema } }, config: { access: read, early: true } }, async (request, reply) =>
      withEtag(reply, await service.get(request.params.id)),
    )

    app.patch(
      '/resources/:id',
      { schema: { summary: 'Change a resource; lowering units below what is booked is refused', params: IdParams, body: UpdateResourceBody, response: { 200: ResourceSchema } }, config: { access: manage, versioned: true } },
      async (request, reply) => withEtag(reply, await service.update(request.params.id, expectedVersion(request), request.body)),
    )

    app.post(
      '/resources/:id/archival',
      { schema: { summary: 'Archive a resource that has no bookings to come', params: IdParams, response: { 200: ResourceSchema } }, config: { access: manage } },
      async (request, reply) => withEtag(reply, await service.archive(request.params.id, optionalVersion(request))),
    )

    app.post(
      '/resources/:id/restoration',
      { schema: { summary: 'Make an archived resource bookable again', params: IdParams, response: { 200: ResourceSchema } }, config: { access: manage } },
      async (request, reply) => withEtag(reply, await service.restore(request.params.id, optionalVersion(request))),
    )
  }
