/** What the booking screens read from REST, in the words of the modules' contracts. Types only: the browser gets no schema library. */
import type { Booking, BookingStatus } from '#modules/bookings/contract'
import type { Resource } from '#modules/resources/contract'

export type { Booking, BookingStatus, Resource }

export interface Page<T> {
  readonly items: readonly T[]
  readonly next_cursor: string | null
}

/** Every status, in the order of a booking's life: the choices of the filter. */
export const bookingStatuses = [
  'held',
  'pending_approval',
  'confirmed',
  'checked_in',
  'completed',
  'rejected',
  'cancelled',
  'expired',
  'no_show',
] as const satisfies readonly BookingStatus[]
