import type { Approval } from '#modules/approvals/contract'
import type { AuditEntry } from '#modules/audit/contract'
import { bookingStatuses, type Booking } from './rest-types.js'
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
}

const acts: Readonly<Record<string, string>> = {
  'bookings.created': 'booked it',
  'bookings.confirmed': 'confirmed it',
  'bookings.rejected': 'rejected it',
  'bookings.changed': 'changed it',
  'bookings.cancelled': 'cancelled it',
  'bookings.expired': 'let it expire',
  'bookings.progressed': 'moved it on',
}

/** The audit log's lines about one booking, newest first as REST gives them; refused attempts are no part of its history. */
export function historyFromAudit(entries: readonly AuditEntry[], words: HistoryWords): HistoryLine[] {
  return entries
    .filter(({ outcome }) => outcome === 'done')
    .map(({ id, at, actor, action, changes }) => ({
      id,
      when: words.when(at),
      who: actor.kind === 'system' ? 'BookFlow' : `${words.name(actor.id)}${actor.api_key_id === null ? '' : ', by API key'}`,
      what: acts[action] ?? action,
      details: action === 'bookings.created' ? [] : detailsOf(changes ?? {}, words),
    }))
}

/** What those without the audit log may know: who booked it, and how the request was decided. */
export function historyFromFacts(booking: Pick<Booking, 'id' | 'booked_by' | 'created_at'>, approval: Approval | null, words: HistoryWords): HistoryLine[] {
  const booked = { id: booking.id, at: booking.created_at, who: words.name(booking.booked_by), what: 'booked it', details: [] as string[] }
  const decided = (approval?.steps ?? []).flatMap(({ position, decisions }) =>
    decisions.map(({ user_id, decision, comment, decided_at }) => ({
      id: `${position}-${user_id}`,
      at: decided_at,
      who: words.name(user_id),
      what: decision === 'approve' ? 'approved it' : 'rejected it',
      details: comment ? [`“${comment}”`] : [],
    })),
  )
  return [...decided, booked].sort((a, b) => b.at.localeCompare(a.at)).map(({ at, ...line }) => ({ ...line, when: words.when(at) }))
}

type Changes = NonNullable<AuditEntry['changes']>

function detailsOf(changes: Changes, { when, name, resource }: HistoryWords): string[] {
  const said: string[] = []
  const both = (field: string, read: (value: unknown) => string): string | null => {
    const change = changes[field] as { from?: unknown; to?: unknown } | undefined
    return change ? `${read(change.from)} → ${read(change.to)}` : null
  }
  const text = (of: (value: string) => string) => (value: unknown): string => (typeof value === 'string' ? of(value) : 'none')
  const add = (label: string, change: string | null): void => void (change && said.push(`${label}: ${change}`))
  add('Status', both('status', text((value) => statusOf(value))))
  add('Resource', both('resource_id', text(resource)))
  add('Start', both('starts_at', text(when)))
  add('End', both('ends_at', text(when)))
  add('For', both('booked_for', text(name)))
  if ('attendee_ids' in changes) said.push('Other people attend')
  for (const [field, label] of [['title', 'Another title'], ['note', 'Another note']] as const) if (field in changes) said.push(label)
  return said
}

function statusOf(value: string): string {
  const status = bookingStatuses.find((one) => one === value)
  return status ? statusText(status) : value
}
