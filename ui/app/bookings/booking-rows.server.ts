import { words } from '../language/words.server.js'
import type { People } from '../reading/people.server.js'
import type { SignedInViewer } from '../session/viewer.js'
import { bookingTimes, dayTitle, type BookingTimes } from './booking-times.server.js'
import type { Booking, BookingStatus, Resource } from './rest-types.js'
import { today } from './wall-clock.server.js'

export interface BookingRow extends BookingTimes {
  readonly id: string
  readonly title: string
  readonly resource: string
  readonly location: string | null
  readonly status: BookingStatus
  readonly busy: boolean
  readonly mine: boolean
  /** Whom it is for, by name; null of one's own and where the viewer may not know. */
  readonly who: string | null
  readonly cancellable: boolean
}

export interface BookingDay {
  readonly day: string
  readonly name: string
  readonly relative: string | null
  readonly rows: readonly BookingRow[]
}

const open: readonly BookingStatus[] = ['held', 'pending_approval', 'confirmed']

/** One booking as the list shows it. What may be cancelled is REST's decision; this only spares a button that would be refused. */
export function bookingRow(booking: Booking, resource: Resource | undefined, viewer: SignedInViewer, people: Pick<People, 'name'>, zone: string): BookingRow {
  const mine = booking.booked_by === viewer.user.id || booking.booked_for === viewer.user.id
  const acts = mine || viewer.permissions.includes('bookings:manage')
  return {
    ...bookingTimes(booking.starts_at, booking.ends_at, zone, resource?.timezone ?? zone),
    id: booking.id,
    title: booking.busy ? words()('Busy') : (booking.title ?? words()('Untitled')),
    resource: resource?.name ?? words()('Archived resource'),
    location: resource?.location ?? null,
    status: booking.status,
    busy: booking.busy,
    mine,
    who: mine || booking.booked_for === null ? null : people.name(booking.booked_for),
    cancellable: acts && open.includes(booking.status) && Date.parse(booking.ends_at) > Date.now(),
  }
}

/** Rows in the order REST gave them, under the day they start on for the viewer. */
export function groupByDay(rows: readonly BookingRow[], zone: string, locale: string): BookingDay[] {
  const now = today(zone)
  return [...Map.groupBy(rows, (row) => row.day)].map(([day, ofDay]) => ({ day, ...dayTitle(day, now, locale), rows: ofDay }))
}
