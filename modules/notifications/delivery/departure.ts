/** When a notice leaves. Pure. */
import { gatherableKinds, type NoticeKind } from '../contract.js'
import { nextDaily } from '../preferences/digest-times.js'
import type { Wishes } from '../preferences/preferences.repository.js'
import { quietUntil } from '../preferences/quiet-hours.js'

export type Departure = { at: 'once' } | { at: 'end_of_quiet_hours'; until: Date } | { at: 'daily_digest' }

interface Question {
  kind: NoticeKind
  /** The reader's own doing: a digest carries no calendar files. */
  own: boolean
  /** RFC 3339; null for what is about no booking. */
  booking: { starts_at: string; ends_at: string } | null
  wishes: Wishes
  /** IANA: the reader's. */
  zone: string
  now: Date
}

const gatherable: ReadonlySet<NoticeKind> = new Set(gatherableKinds)

/**
 * Waiting must not make a mail useless: what is about a booking that begins before the quiet hours end, or before the digest leaves, goes at once, and so does a
 * reminder, whose time its reader chose.
 */
export function departureOf({ kind, own, booking, wishes, zone, now }: Question): Departure {
  const pressing = (until: Date): boolean => booking !== null && booking.ends_at > now.toISOString() && booking.starts_at <= until.toISOString()
  const { quiet_hours, digest_hour } = wishes.settings
  if (gatherable.has(kind) && !own && wishes.choice(kind).delivery === 'daily_digest' && !pressing(nextDaily(digest_hour, zone, now).due_at)) return { at: 'daily_digest' }
  const until = quiet_hours && kind !== 'booking_reminder' ? quietUntil(quiet_hours, zone, now) : null
  return until && !pressing(until) ? { at: 'end_of_quiet_hours', until } : { at: 'once' }
}
