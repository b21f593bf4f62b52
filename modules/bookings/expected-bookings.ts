/**
 * Which bookings a list gave the last time it was asked for. With it what the other modules and the resources say about them is asked beside the list instead
 * of after it. A guess about what to ask, never an answer: what a list gives beyond it is asked about then. Calendars ask for the same list again at every event.
 */
import type { Booking } from './contract.js'

/** Lists remembered; the oldest are forgotten. */
const most = 200

export interface Expected {
  booking_ids: ReadonlySet<string>
  resource_ids: ReadonlySet<string>
}

export class ExpectedBookings {
  private readonly lists = new Map<string, Expected>()

  /** @param list organisation, filter and page as text. @returns null for a list nobody asked for lately */
  of(list: string): Expected | null {
    return this.lists.get(list) ?? null
  }

  remember(list: string, given: readonly Booking[]): void {
    const last = this.lists.get(list)
    this.lists.delete(list)
    this.lists.set(list, last && isSame(last, given) ? last : { booking_ids: new Set(given.map(({ id }) => id)), resource_ids: new Set(given.map(({ resource_id }) => resource_id)) })
    if (this.lists.size > most) this.lists.delete(this.lists.keys().next().value!)
  }
}

/** A list that did not change is not written down again. */
function isSame({ booking_ids }: Expected, given: readonly Booking[]): boolean {
  return booking_ids.size === given.length && given.every(({ id }) => booking_ids.has(id))
}
