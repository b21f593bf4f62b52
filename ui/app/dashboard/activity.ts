import type { TFunction } from 'i18next'
import type { AuditEntry } from '#modules/audit/contract'
import { phrase } from '../language/phrases.js'

export interface ActivityLine {
  readonly id: string
  readonly who: string
  readonly what: string
  /** The page of what it was done to, where there is one. */
  readonly to: string | null
  readonly when: string
}

const acts: Readonly<Record<string, string>> = {
  'bookings.created': phrase('booked'),
  'bookings.confirmed': phrase('confirmed a booking'),
  'bookings.rejected': phrase('turned a request down'),
  'bookings.changed': phrase('changed a booking'),
  'bookings.cancelled': phrase('cancelled a booking'),
  'bookings.expired': phrase('let a request expire'),
  'bookings.progressed': phrase('moved a booking on'),
  'resources.created': phrase('added a resource'),
  'resources.updated': phrase('changed a resource'),
  'resources.archived': phrase('archived a resource'),
  'resources.restored': phrase('restored a resource'),
  'members.invited': phrase('invited somebody'),
  'members.joined': phrase('joined'),
  'members.role_changed': phrase('gave somebody another role'),
  'members.deactivated': phrase('deactivated a member'),
  'workflows.created': phrase('added a rule'),
  'workflows.updated': phrase('changed a rule'),
}

const pages: Readonly<Record<string, string>> = { booking: '/app/bookings/', resource: '/app/resources/' }

/** What happened lately, newest first as the audit log gives it. What a click leads to anyway is left out: one line per act. */
export function activityOf(entries: readonly AuditEntry[], name: (id: string | null) => string, when: (instant: string) => string, t: TFunction): ActivityLine[] {
  return entries
    .filter(({ outcome, action }) => outcome === 'done' && action in acts)
    .map(({ id, actor, action, subject, at }) => ({
      id,
      who: actor.kind === 'system' ? 'BookFlow' : actor.api_key_id === null ? name(actor.id) : t('{{person}}, by API key', { person: name(actor.id) }),
      what: acts[action] ? t(acts[action]) : action,
      to: pages[subject.kind] ? `${pages[subject.kind]}${subject.id}` : null,
      when: when(at),
    }))
}
