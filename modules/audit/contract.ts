import { Type, type Static } from 'typebox'
import { health } from '#modules/health/contract'
import { defineContract, defineEvent, definePermission } from '#kernel/contract'
import { Id, Instant, Line, Nullable, OneOf, PageQuery, Body } from '#kernel/schemas'

export const auditOutcomes = ['done', 'refused'] as const

/** One line of the log. Written once, never changed; holds ids, field names and non-personal values, so that erasing a person leaves it standing. */
export const AuditEntrySchema = Type.Object({
  /** The id of the event it stands for; refusals have one of their own. */
  id: Id,
  at: Instant,
  outcome: OneOf(auditOutcomes),
  actor: Type.Object({
    kind: OneOf(['user', 'system'] as const),
    id: Type.String({ description: 'Of the person; for the system the name of the job' }),
    api_key_id: Type.Unsafe<string | null>({ ...Nullable(Id), description: 'The API key the person acted through' }),
  }),
  /** The event's type, or `audit.refused`. */
  action: Type.String(),
  subject: Type.Object({ kind: Type.String(), id: Type.String() }),
  /** Per field what it was and became; for a refusal the code, the route and the ids in its path. */
  changes: Type.Unsafe<Record<string, unknown> | null>({ type: ['object', 'null'], additionalProperties: true }),
  request_id: Type.String(),
  /** Where it came from, cut to the network (IPv4 /24, IPv6 /48); null for the system. */
  network: Nullable(Type.String()),
})
export type AuditEntry = Static<typeof AuditEntrySchema>

const filters = {
  actor: Type.Optional(Line({ maxLength: 100 })),
  /** What was done through one API key. */
  api_key_id: Type.Optional(Id),
  /** A type (`bookings.created`) or a module's whole (`bookings.*`). */
  action: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9-]*\\.([a-z_]+|\\*)$', maxLength: 100 })),
  outcome: Type.Optional(OneOf(auditOutcomes)),
  subject_kind: Type.Optional(Line({ maxLength: 60 })),
  subject_id: Type.Optional(Line({ maxLength: 100 })),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
}

export const AuditQuery = Body({ ...PageQuery, ...filters })
export type AuditFilter = Omit<Static<typeof AuditQuery>, 'limit' | 'cursor'>

export const exportFormats = ['csv', 'ndjson'] as const

/** The filters of the list; no pages. */
export const AuditExportQuery = Body({ ...filters, format: Type.Optional(Type.Unsafe<(typeof exportFormats)[number]>({ ...OneOf(exportFormats), default: 'csv', description: 'A table, or one entry of the list a line' })) })

const read = definePermission('audit:read', 'admin', 'read the audit log')
const exporting = definePermission('audit:export', 'admin', 'take the audit log away as a file')

export const audit = defineContract({
  name: 'audit',
  about: 'Who did what and when: written once, never changed.',
  dependsOn: [health],
  permissions: { read, exporting },
  events: {
    exported: defineEvent('audit.exported', Type.Object({ format: OneOf(exportFormats) }), { audience: read, description: 'Somebody took the audit log, or a part of it, away as a file.' }),
  },
})
