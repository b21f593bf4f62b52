/** What time does to bookings, in the worker: undecided ones expire, those that are over are completed. In batches, so that no transaction is long. */
import { defineToken } from '#kernel/contract'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { BookingCalendarRepository } from './booking-calendar.repository.js'
import type { BookingEvents } from './booking-events.js'
import type { BookingRepository } from './booking.repository.js'
import { bookings } from './contract.js'
import type { ReleasingService } from './releasing.service.js'

const batch = 100

export class BookingClock {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: BookingRepository,
    private readonly calendar: BookingCalendarRepository,
    private readonly releasing: ReleasingService,
    private readonly events: BookingEvents,
  ) {}

  /** Holds that ran out and requests nobody decided before their start. */
  expire(): Promise<void> {
    return this.everywhere('expiry', async () => {
      const expired = await this.repository.expireDue(batch)
      await this.releasing.expired(expired)
      return expired.length
    })
  }

  /** Confirmed and checked-in bookings that are over. */
  complete(): Promise<void> {
    return this.everywhere('completion', async () => {
      const completed = await this.repository.completeDue(batch)
      for (const { booking, previous } of completed) this.events.record(bookings.events.progressed, booking, previous)
      return completed.length
    })
  }

  private async everywhere(what: 'expiry' | 'completion', settle: () => Promise<number>): Promise<void> {
    for (const orgId of await this.calendar.organizationsDue(what)) {
      while ((await this.transactions.asSystem(orgId, `bookings.${what}`, settle)) === batch);
    }
  }
}

export const bookingClockToken = defineToken<BookingClock>('bookings.clock')
