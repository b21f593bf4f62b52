import type { SignedInViewer } from '../session/viewer.js'
import type { Booking, BookingStatus } from './rest-types.js'

/** What the buttons of a booking's page offer. REST decides; this only spares buttons that would be refused. */
export interface BookingActs {
  readonly change: boolean
  readonly cancel: boolean
  readonly checkIn: boolean
  readonly confirm: boolean
  readonly noShow: boolean
}

const open: readonly BookingStatus[] = ['held', 'pending_approval', 'confirmed']
/** Checking in opens this long before the start. */
const checkInMs = 15 * 60_000

/** @param now milliseconds since the epoch */
export function actsOf(booking: Pick<Booking, 'booked_by' | 'booked_for' | 'status' | 'starts_at' | 'ends_at'>, viewer: Pick<SignedInViewer, 'user' | 'permissions'>, now: number): BookingActs {
  const manages = viewer.permissions.includes('bookings:manage')
  const mine = booking.booked_by === viewer.user.id || booking.booked_for === viewer.user.id
  const acts = viewer.permissions.includes('bookings:create') && (mine || manages)
  const { status } = booking
  const starts = Date.parse(booking.starts_at)
  const over = Date.parse(booking.ends_at) <= now
  return {
    change: acts && open.includes(status) && !over,
    cancel: acts && open.includes(status) && !over,
    checkIn: acts && status === 'confirmed' && !over && now >= starts - checkInMs,
    confirm: acts && status === 'held' && !over,
    noShow: manages && (status === 'confirmed' || status === 'completed') && now >= starts,
  }
}
