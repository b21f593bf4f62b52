import type { AuditEntry } from '#modules/audit/contract'

export interface ActivityLine {
  readonly id: string
  readonly who: string
  readonly what: string
  /** The page of what it was done to, where there is one. */
  readonly to: string | null
  readonly when: string
}

const acts: Readonly<Record<string, string>> = {
  'bookings.created': 'booked',
  'bookings.confirmed': 'confirmed a booking',
  'bookings.rejected': 'turned a request down',
  'bookings.changed': 'changed a booking',
  'bookings.cancelled': 'cancelled a booking',
  'bookings.expired': 'let a request expire',
  'bookings.progressed': 'moved a booking on',
  'resources.created': 'added a resource',
  'resources.updated': 'changed a resource',
  'resources.archived': 'archived a resource',
  'resources.restored': 'restored a resource',
  'members.invited': 'invited somebody',
  'members.joined': 'joined',
  'members.role_changed': 'gave somebody another role',
  'members.deactivated': 'deactivated a member',
  'workflows.created': 'added a rule',
  'workflows.updated': 'changed a rule',
}

const pages: Readonly<Record<string, string>> = { booking: '/app/bookings/', resource: '/app/resources/' }

/** What happened lately, newest first as the audit log gives it. What a click leads to anyway is left out: one line per act. */
export function activityOf(entries: readonly AuditEntry[], name: (id: string | null) => string, when: (instant: string) => string): ActivityLine[] {
  return entries
    .filter(({ outcome, action }) => outcome === 'done' && action in acts)
    .map(({ id, actor, action, subject, at }) => ({
      id,
      who: actor.kind === 'system' ? 'BookFlow' : `${name(actor.id)}${actor.api_key_id === null ? '' : ', by API key'}`,
      what: acts[action] ?? action,
      to: pages[subject.kind] ? `${pages[subject.kind]}${subject.id}` : null,
      when: when(at),
    }))
}
