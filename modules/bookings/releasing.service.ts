/** Time given back: by cancelling, or by nobody deciding. Tells who waits for a decision, and records it. */
import { defineToken } from '#kernel/contract'
import type { Extensions } from '#kernel/extensions'
import type { BookingEvents } from './booking-events.js'
import type { Settled } from './booking.repository.js'
import { bookings, type Booking } from './contract.js'

export class ReleasingService {
  constructor(
    private readonly extensions: Extensions,
    private readonly events: BookingEvents,
  ) {}

  /** For bookings whose rows say `expired` already. */
  async expired(all: readonly Settled[]): Promise<void> {
    for (const { booking, previous } of all) {
      await this.extensions.ask(bookings.extensionPoints.released, { booking, reason: 'expired' })
      this.events.record(bookings.events.expired, booking, previous)
    }
  }

  async cancelled(booking: Booking, previous: Booking): Promise<void> {
    await this.extensions.ask(bookings.extensionPoints.released, { booking, reason: 'cancelled' })
    this.events.record(bookings.events.cancelled, booking, previous, { reason: booking.reason })
  }
}

export const releasingServiceToken = defineToken<ReleasingService>('bookings.releasing')
