import { expectedVersion, withEtag } from '#kernel/http/etag'
import type { Pages } from '#kernel/http/page'
import type { Routes } from '#kernel/module'
import { Body, IdParams, NoContent, PageOf, PageQuery } from '#kernel/schemas'
import { resources, ResourceTypeSchema } from './contract.js'
import { TypeBody, UpdateTypeBody } from './resource.schemas.js'
import type { TypeService } from './type.service.js'

const { read, manage } = resources.permissions

export const typeRoutes =
  (service: TypeService, pages: Pages): Routes =>
  async (app) => {
    app.get(
      '/resource-types',
      { schema: { summary: 'List resource types by name', querystring: Body(PageQuery), response: { 200: PageOf(ResourceTypeSchema) } }, config: { access: read } },
      async (request, reply) => pages.close(request, reply, await service.list(pages.open(request)), ({ name, id }) => [name, id]),
    )

    app.post('/resource-types', { schema: { summary: 'Create a resource type', body: TypeBody, response: { 201: ResourceTypeSchema } }, config: { access: manage } }, async (request, reply) => {
      const type = await service.create(request.body)
      void reply.code(201).header('location', `/v1/resource-types/${type.id}`)
      return withEtag(reply, type)
    })

    app.get('/resource-types/:id', { schema: { summary: 'One resource type', params: IdParams, response: { 200: ResourceTypeSchema } }, config: { access: read } }, async (request, reply) =>
      withEtag(reply, await service.get(request.params.id)),
    )

    app.patch(
      '/resource-types/:id',
      { schema: { summary: 'Change a resource type', params: IdParams, body: UpdateTypeBody, response: { 200: ResourceTypeSchema } }, config: { access: manage, versioned: true } },
      async (request, reply) => withEtag(reply, await service.update(request.params.id, expectedVersion(request), request.body)),
    )

    app.delete(
      '/resource-types/:id',
      { schema: { summary: 'Delete a resource type no resource is of', params: IdParams, response: { 204: NoContent } }, config: { access: manage, versioned: true } },
      async (request, reply) => {
        await service.delete(request.params.id, expectedVersion(request))
        void reply.code(204)
        return null
      },
    )
  }
