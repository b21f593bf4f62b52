import type { Pages } from '#kernel/http/page'
import type { Routes } from '#kernel/module'
import { IdParams, PageOf } from '#kernel/schemas'
import { audit, AuditEntrySchema, AuditQuery } from './contract.js'
import type { AuditService } from './audit.service.js'

export function auditRoutes(service: AuditService, pages: Pages): Routes {
  return async (app) => {
    app.get(
      '/audit-log',
      {
        schema: { summary: 'Who did what, newest first', querystring: AuditQuery, response: { 200: PageOf(AuditEntrySchema) } },
        config: { access: audit.permissions.read },
      },
      async (request, reply) => {
        const { limit: _limit, cursor: _cursor, ...filter } = request.query
        const rows = await service.list(filter, pages.open(request))
        return pages.close(request, reply, rows, ({ at, seq }) => [at, seq])
      },
    )

    app.get(
      '/audit-log/:id',
      { schema: { summary: 'One entry', params: IdParams, response: { 200: AuditEntrySchema } }, config: { access: audit.permissions.read } },
      async (request) => service.get(request.params.id),
    )
  }
}
