/** Which reminders a booking gets: one for each person who takes part and each lead they chose. Planned by the worker, after each change. */
import type { Booking, BookingsPort } from '#modules/bookings/contract'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { PreferencesRepository } from '../preferences/preferences.repository.js'
import type { ReminderRepository } from './reminder.repository.js'

/** Bookings read at a time when many are planned; each is planned in a transaction of its own. */
const batchSize = 50

/** The last booking of a batch. */
export interface Place {
  starts_at: string
  id: string
}

export class ReminderService {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: ReminderRepository,
    private readonly preferences: PreferencesRepository,
    private readonly bookings: BookingsPort,
  ) {}

  /** @param since when the booking took the state it is planned for, RFC 3339 */
  async planBooking(bookingId: string, since: string): Promise<void> {
    await this.transactions.run(async () => {
      await this.repository.serialize(bookingId)
      const booking = (await this.bookings.byIds([bookingId])).get(bookingId)
      if (booking?.status === 'confirmed') await this.plan(booking, since)
      else await this.repository.clear(bookingId)
    })
  }

  /** Everything a person has ahead, by the leads they have chosen now. */
  async planPerson(user_id: string, since: string): Promise<void> {
    let after: { starts_at: string; id: string | null } | null = { starts_at: since, id: null }
    while (after !== null) {
      const from: { starts_at: string; id: string | null } = after
      const ahead = await this.transactions.run(() => this.bookings.confirmedOf({ user_id, after: from, limit: batchSize }))
      for (const { id } of ahead) await this.planBooking(id, since)
      const last = ahead.at(-1)
      after = last && ahead.length === batchSize ? { starts_at: last.starts_at, id: last.id } : null
    }
  }

  /** The next bookings ahead, whoever takes part, after the one given or from `since` on. @returns the last of them; null when there are no more */
  async planBatch(after: Place | null, since: string): Promise<Place | null> {
    const ahead = await this.transactions.run(() => this.bookings.confirmedOf({ user_id: null, after: after ?? { starts_at: since, id: null }, limit: batchSize }))
    for (const { id } of ahead) await this.planBooking(id, since)
    const last = ahead.at(-1)
    return last && ahead.length === batchSize ? { starts_at: last.starts_at, id: last.id } : null
  }

  private async plan({ id, starts_at, booked_for, attendee_ids }: Booking, since: string): Promise<void> {
    // Whoever booked for somebody else is not there.
    const people = [...new Set([booked_for, ...attendee_ids])].filter((person) => person !== null)
    const wishes = await this.preferences.wishesOf(people)
    const wanted = people.flatMap((user_id) => wishes(user_id).leads.map((minutes) => ({ user_id, minutes })))
    await this.repository.plan(id, starts_at, wanted, since)
  }
}
