import { Type } from 'typebox'
import type { Pages } from '#kernel/http/page'
import type { Routes } from '#kernel/module'
import { IdParams, PageOf } from '#kernel/schemas'
import { ApiKeySchema, ApiKeyScopeSchema, ApiKeysQuery, auth, CreateApiKeyBody, CreatedApiKeySchema } from '../contract.js'
import type { ApiKeyService } from './key.service.js'

/** A key that could make keys would outlive its own revocation. */
const config = { access: auth.permissions.keys, person: true } as const

export const apiKeyRoutes =
  (service: ApiKeyService, pages: Pages): Routes =>
  async (app) => {
    app.get(
      '/auth/api-key-scopes',
      { schema: { summary: 'What I may limit an API key to', response: { 200: Type.Object({ items: Type.Array(ApiKeyScopeSchema) }) } }, config },
      async () => ({ items: service.scopes() }),
    )

    app.get(
      '/auth/api-keys',
      { schema: { summary: 'API keys, newest first: my own, or everybody’s for admins', querystring: ApiKeysQuery, response: { 200: PageOf(ApiKeySchema) } }, config },
      async (request, reply) => {
        const { limit: _limit, cursor: _cursor, ...filter } = request.query
        return pages.close(request, reply, await service.list(filter, pages.open(request)), ({ id }) => [id])
      },
    )

    app.post(
      '/auth/api-keys',
      {
        schema: { summary: 'Make an API key', description: 'The answer shows the key, once.', body: CreateApiKeyBody, response: { 201: CreatedApiKeySchema } },
        config: { ...config, secretFields: ['key'] },
      },
      async (request, reply) => {
        const key = await service.create(request.body)
        reply.code(201).header('location', `/v1/auth/api-keys/${key.id}`)
        return key
      },
    )

    app.get(
      '/auth/api-keys/:id',
      { schema: { summary: 'One API key', params: IdParams, response: { 200: ApiKeySchema } }, config },
      async ({ params }) => service.get(params.id),
    )

    app.post(
      '/auth/api-keys/:id/revocation',
      { schema: { summary: 'Revoke an API key: it opens nothing from now on', params: IdParams, response: { 200: ApiKeySchema } }, config },
      async ({ params }) => service.revoke(params.id),
    )
  }
