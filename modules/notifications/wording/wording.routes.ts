import { Type } from 'typebox'
import { expectedVersion, withEtag } from '#kernel/http/etag'
import type { Routes } from '#kernel/module'
import { NoContent } from '#kernel/schemas'
import { notifications, TemplateDraftBody, TemplatePreviewSchema, TemplateSchema, WordingBody } from '../contract.js'
import type { PreviewService } from './preview.service.js'
import type { WordingService } from './wording.service.js'

const params = Type.Object({ kind: Type.String({ maxLength: 40 }), locale: Type.String({ maxLength: 16 }) })
const access = notifications.permissions.templates

export function wordingRoutes(service: WordingService, previews: PreviewService): Routes {
  return async (app) => {
    app.get(
      '/notification-templates',
      { schema: { summary: 'What mail says, by kind and language', response: { 200: Type.Object({ items: Type.Array(TemplateSchema) }) } }, config: { access } },
      async () => ({ items: await service.list() }),
    )

    app.get('/notification-templates/:kind/:locale', { schema: { summary: 'What one kind of mail says in one language', params, response: { 200: TemplateSchema } }, config: { access } }, async (request, reply) =>
      withEtag(reply, await service.get(request.params.kind, request.params.locale)),
    )

    app.put(
      '/notification-templates/:kind/:locale',
      { schema: { summary: 'Say it in own words', params, body: WordingBody, response: { 200: TemplateSchema } }, config: { access, versioned: true } },
      async (request, reply) => withEtag(reply, await service.change(request.params.kind, request.params.locale, request.body, expectedVersion(request))),
    )

    app.delete(
      '/notification-templates/:kind/:locale',
      { schema: { summary: 'Go back to the standard words', params, response: { 204: NoContent } }, config: { access, versioned: true } },
      async (request, reply) => {
        await service.reset(request.params.kind, request.params.locale, expectedVersion(request))
        void reply.code(204)
        return null
      },
    )

    app.post(
      '/notification-templates/:kind/:locale/preview',
      { schema: { summary: 'Show a wording as a mail, with an invented booking', params, body: TemplateDraftBody, response: { 200: TemplatePreviewSchema } }, config: { access } },
      async (request) => previews.preview(request.params.kind, request.params.locale, request.body),
    )
  }
}
