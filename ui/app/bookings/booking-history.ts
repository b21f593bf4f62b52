import type { Approval } from '#modules/approvals/contract'
import type { AuditEntry } from '#modules/audit/contract'
import type { TFunction } from 'i18next'
import { bookingStatuses, type Booking } from './rest-types.js'
import { phrase } from '../language/phrases.js'
import { statusText } from './status-badge.js'

export interface HistoryLine {
  readonly id: string
  readonly when: string
  readonly who: string
  readonly what: string
  readonly details: readonly string[]
}

/** How a line names people, moments and times. */
export interface HistoryWords {
  readonly name: (id: string | null) => string
  readonly when: (instant: string) => string
  readonly resource: (id: string) => string
  readonly t: TFunction
}

const acts: Readonly<Record<string, string>> = {
  'bookings.created': phrase('booked it'),
  'bookings.confirmed': phrase('confirmed it'),
  'bookings.rejected': phrase('rejected it'),
  'bookings.changed': phrase('changed it'),
  'bookings.cancelled': phrase('cancelled it'),
  'bookings.expired': phrase('let it expire'),
  'bookings.progressed': phrase('moved it on'),
}

/** The audit log's lines about one booking, newest first as REST gives them; refused attempts are no part of its history. */
export function historyFromAudit(entries: readonly AuditEntry[], words: HistoryWords): HistoryLine[] {
  return entries
    .filter(({ outcome }) => outcome === 'done')
    .map(({ id, at, actor, action, changes }) => ({
      id,
      when: words.when(at),
      who: actor.kind === 'system' ? 'BookFlow' : actor.api_key_id === null ? words.name(actor.id) : words.t('{{person}}, by API key', { person: words.name(actor.id) }),
      what: acts[action] ? words.t(acts[action]) : action,
      details: action === 'bookings.created' ? [] : detailsOf(changes ?? {}, words),
    }))
}

/** What those without the audit log may know: who booked it, and how the request was decided. */
export function historyFromFacts(booking: Pick<Booking, 'id' | 'booked_by' | 'created_at'>, approval: Approval | null, words: HistoryWords): HistoryLine[] {
  const booked = { id: booking.id, at: booking.created_at, who: words.name(booking.booked_by), what: words.t('booked it'), details: [] as string[] }
  const decided = (approval?.steps ?? []).flatMap(({ position, decisions }) =>
    decisions.map(({ user_id, decision, comment, decided_at }) => ({
      id: `${position}-${user_id}`,
      at: decided_at,
      who: words.name(user_id),
      what: words.t(decision === 'approve' ? 'approved it' : 'rejected it'),
      details: comment ? [words.t('“{{comment}}”', { comment })] : [],
    })),
  )
  return [...decided, booked].sort((a, b) => b.at.localeCompare(a.at)).map(({ at, ...line }) => ({ ...line, when: words.when(at) }))
}

type Changes = NonNullable<AuditEntry['changes']>

function detailsOf(changes: Changes, { when, name, resource, t }: HistoryWords): string[] {
  const said: string[] = []
  const both = (field: string, read: (value: unknown) => string): string | null => {
    const change = changes[field] as { from?: unknown; to?: unknown } | undefined
    return change ? `${read(change.from)} → ${read(change.to)}` : null
  }
  const text = (of: (value: string) => string) => (value: unknown): string => (typeof value === 'string' ? of(value) : t('none'))
  const add = (label: string, change: string | null): void => void (change && said.push(`${label}: ${change}`))
  add(t('Status'), both('status', text((value) => statusOf(value, t))))
  add(t('Resource'), both('resource_id', text(resource)))
  add(t('Start'), both('starts_at', text(when)))
  add(t('End'), both('ends_at', text(when)))
  add(t('For'), both('booked_for', text(name)))
  if ('attendee_ids' in changes) said.push(t('Other people attend'))
  for (const [field, label] of [['title', phrase('Another title')], ['note', phrase('Another note')]] as const) if (field in changes) said.push(t(label))
  return said
}

function statusOf(value: string, t: TFunction): string {
  const status = bookingStatuses.find((one) => one === value)
  return status ? t(statusText(status)) : value
}
