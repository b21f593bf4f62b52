import type { Approval } from '#modules/approvals/contract'
import type { AuditEntry } from '#modules/audit/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import { chainOf } from '../approval-chain/chain.js'
import { dateLocale, words as wordsHere } from '../language/words.server.js'
import { momentText } from '../reading/instant-text.server.js'
import { readPeople } from '../reading/people.server.js'
import { read, type Page } from '../reading/rest-reading.server.js'
import type { SignedInViewer } from '../session/viewer.js'
import { allResources } from './all-resources.server.js'
import { actsOf } from './booking-acts.js'
import { historyFromAudit, historyFromFacts, type HistoryWords } from './booking-history.js'
import { bookingTimes, dayTitle, wholeDay } from './booking-times.server.js'
import type { Booking } from './rest-types.js'
import { today } from './wall-clock.server.js'

/** Everything the page of one booking shows, as far as the viewer may see it. @throws the REST refusal, for the screen's error state */
export async function readBookingDetail(session: ConsoleSession, viewer: SignedInViewer, id: string) {
  const may = (module: string, permission: string): boolean => viewer.modules.includes(module) && viewer.permissions.includes(permission)
  const booking = await read<Booking>(session, `/v1/bookings/${encodeURIComponent(id)}`)
  const [people, resources, approvals, entries] = await Promise.all([
    readPeople(session, viewer),
    allResources(session),
    may('approvals', 'approvals:read') ? read<Page<Approval>>(session, '/v1/approvals', { booking_id: booking.id, limit: '5' }) : null,
    may('audit', 'audit:read') ? read<Page<AuditEntry>>(session, '/v1/audit-log', { subject_kind: 'booking', subject_id: booking.id, limit: '50' }) : null,
  ])
  const zone = viewer.user.timezone
  const t = wordsHere()
  const resource = resources.find((one) => one.id === booking.resource_id)
  const approval = approvals?.items[0] ?? null
  const words: HistoryWords = {
    name: (user) => people.name(user),
    when: (instant) => momentText(instant, zone),
    resource: (resourceId) => resources.find((one) => one.id === resourceId)?.name ?? t('Archived resource'),
    t,
  }
  const times = bookingTimes(booking.starts_at, booking.ends_at, zone, resource?.timezone ?? zone)
  const { relative } = dayTitle(times.day, today(zone), dateLocale())
  const name = wholeDay(times.day, dateLocale())
  return {
    id: booking.id,
    version: String(booking.version),
    title: booking.busy ? t('Busy') : (booking.title ?? t('Untitled')),
    busy: booking.busy,
    whole: booking.booked_by !== null,
    status: booking.status,
    note: booking.note,
    reason: booking.reason,
    day: relative ? `${relative}, ${name}` : name,
    range: times.range,
    elsewhere: times.elsewhere,
    heldUntil: booking.hold_expires_at ? momentText(booking.hold_expires_at, zone) : null,
    resource: { id: booking.resource_id, name: resource?.name ?? null, location: resource?.location || null, unit: resource && resource.units > 1 ? booking.unit : null },
    bookedBy: people.name(booking.booked_by),
    bookedFor: booking.booked_for === booking.booked_by ? null : people.name(booking.booked_for),
    attendees: booking.attendee_ids.map((attendee) => people.name(attendee)),
    approval: approval ? { rule: approval.rule.name, status: approval.status, mayDecide: approval.may_decide, chain: chainOf(approval, words.name, words.when, t) } : null,
    // Bookings brought in from elsewhere left nothing in the log.
    history: entries && entries.items.length > 0 ? historyFromAudit(entries.items, words) : booking.booked_by === null ? [] : historyFromFacts(booking, approval, words),
    acts: actsOf(booking, viewer, Date.now()),
  }
}

export type BookingDetailData = Awaited<ReturnType<typeof readBookingDetail>>
