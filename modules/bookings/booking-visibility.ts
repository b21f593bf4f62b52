/**
 * Who sees what of a booking. Whole: holders of `bookings:details`, everybody who has a part in it, and whom another module vouches for. The title alone:
 * members, where the resource shows titles. Everybody else: that the time is taken.
 */
import type { ResourcesPort } from '#modules/resources/contract'
import { defineToken, roleReaches } from '#kernel/contract'
import type { Extensions } from '#kernel/extensions'
import { currentTenant, holds } from '#kernel/tenancy/context'
import { peopleOf } from './booking-events.js'
import { bookings, type Booking } from './contract.js'

export class BookingVisibility {
  constructor(
    private readonly resources: ResourcesPort,
    private readonly extensions: Extensions,
  ) {}

  /** The bookings as the caller may see them, in the same order. */
  async shown(all: readonly Booking[]): Promise<Booking[]> {
    const { user_id, role } = currentTenant()
    if (user_id === null || holds(bookings.permissions.details)) return [...all]
    const others = all.filter((booking) => !peopleOf(booking).includes(user_id))
    if (others.length === 0) return [...all]
    const vouched = new Set((await this.extensions.ask(bookings.extensionPoints.visibleTo, { user_id, booking_ids: others.map(({ id }) => id) })).flat())
    const hidden = new Set(others.filter(({ id }) => !vouched.has(id)))
    const titled = role !== null && roleReaches(role, 'member') ? await this.showingTitles(hidden) : new Set<string>()
    return all.map((booking) => (hidden.has(booking) ? masked(booking, titled.has(booking.resource_id)) : booking))
  }

  async one(booking: Booking): Promise<Booking> {
    return (await this.shown([booking]))[0]!
  }

  private async showingTitles(hidden: ReadonlySet<Booking>): Promise<ReadonlySet<string>> {
    const resources = await this.resources.byIds([...new Set([...hidden].map(({ resource_id }) => resource_id))])
    return new Set([...resources.values()].filter(({ shows_titles }) => shows_titles).map(({ id }) => id))
  }
}

function masked(booking: Booking, titled: boolean): Booking {
  return { ...booking, title: titled ? booking.title : null, busy: !titled, note: null, booked_by: null, booked_for: null, attendee_ids: [], reason: null, hold_expires_at: null }
}

export const bookingVisibilityToken = defineToken<BookingVisibility>('bookings.visibility')
