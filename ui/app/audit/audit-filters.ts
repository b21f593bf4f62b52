export interface AuditFilters {
  readonly actor: string
  readonly action: string
  readonly outcome: 'done' | 'refused' | ''
  readonly subjectId: string
  readonly from: string
  readonly to: string
  readonly cursor: string
}

/** Modules whose doings can be looked for, as REST's `module.*`. */
export const auditedModules = ['orgs', 'members', 'resources', 'bookings', 'approvals', 'workflows', 'notifications', 'webhooks', 'reports', 'auth'] as const

/** The log's filters as the address holds them; what cannot be one counts as absent. */
export function readAuditFilters(search: URLSearchParams): AuditFilters {
  const matching = (name: string, pattern: RegExp): string => (pattern.test(search.get(name) ?? '') ? (search.get(name) ?? '') : '')
  return {
    actor: matching('actor', /^[\w-]{1,100}$/),
    action: matching('action', /^[a-z][a-z0-9-]*\.([a-z_]+|\*)$/),
    outcome: (['done', 'refused'] as const).find((one) => one === search.get('outcome')) ?? '',
    subjectId: matching('subject_id', /^[\w-]{1,100}$/),
    from: matching('from', /^\d{4}-\d{2}-\d{2}$/),
    to: matching('to', /^\d{4}-\d{2}-\d{2}$/),
    cursor: search.get('cursor') ?? '',
  }
}
