import type { Readable } from 'node:stream'
import { Type } from 'typebox'
import { currentTenant } from '#kernel/tenancy/context'
import type { Routes } from '#kernel/module'
import type { AuditExportService } from './audit-export.service.js'
import { audit, AuditExportQuery } from './contract.js'

const types = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson; charset=utf-8' } as const

/** One entry a line in both formats; the members of an NDJSON line are those of an entry of the list. */
const schema = Type.Unsafe<Readable>(Type.String())
const response = { 200: { description: 'Every entry that matches, newest first', content: { 'text/csv': { schema }, 'application/x-ndjson': { schema } } } }

export function exportRoutes(exports: AuditExportService): Routes {
  return async (app) => {
    app.get(
      '/audit/export',
      {
        // A HEAD would begin an export that nobody reads.
        exposeHeadRoute: false,
        schema: { summary: 'The audit log as a file', operationId: 'export_audit_log', querystring: AuditExportQuery, response },
        config: { access: audit.permissions.exporting, transaction: false },
      },
      async (request, reply) => {
        const { format = 'csv', ...filter } = request.query
        const { org_id } = currentTenant()
        const file = await exports.begin({ ...request.flow.principal!, org_id }, filter, format)
        const day = new Date().toISOString().slice(0, 10)
        reply.header('content-disposition', `attachment; filename="audit-log-${day}.${format}"`).type(types[format])
        return reply.send(file)
      },
    )
  }
}
