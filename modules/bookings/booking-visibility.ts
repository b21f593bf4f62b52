/**
 * Who sees what of a booking. Whole: holders of `bookings:details`, everybody who has a part in it, and whom another module vouches for. The title alone:
 * members, where the resource shows titles. Everybody else: that the time is taken.
 */
import type { Resource, ResourcesPort } from '#modules/resources/contract'
import { defineToken, roleReaches } from '#kernel/contract'
import type { Extensions } from '#kernel/extensions'
import { currentTenant, holds } from '#kernel/tenancy/context'
import { peopleOf } from './booking-events.js'
import { bookings, type Booking } from './contract.js'
import { together } from './together.js'

export class BookingVisibility {
  constructor(
    private readonly resources: ResourcesPort,
    private readonly extensions: Extensions,
  ) {}

  /** The bookings as the caller may see them, in the same order. @param known the resource they are all of, when the caller has it at hand */
  async shown(all: readonly Booking[], known?: Resource): Promise<Booking[]> {
    const { user_id, role } = currentTenant()
    if (user_id === null || holds(bookings.permissions.details)) return [...all]
    const others = all.filter((booking) => !peopleOf(booking).includes(user_id))
    if (others.length === 0) return [...all]
    const isMember = role !== null && roleReaches(role, 'member')
    const [answers, titled] = await together([
      this.extensions.ask(bookings.extensionPoints.visibleTo, { user_id, booking_ids: others.map(({ id }) => id) }),
      isMember ? this.showingTitles(others, known) : Promise.resolve<ReadonlySet<string>>(new Set()),
    ])
    const vouched = new Set(answers.flat())
    const hidden = new Set(others.filter(({ id }) => !vouched.has(id)))
    return all.map((booking) => (hidden.has(booking) ? masked(booking, titled.has(booking.resource_id)) : booking))
  }

  async one(booking: Booking): Promise<Booking> {
    return (await this.shown([booking]))[0]!
  }

  private async showingTitles(others: readonly Booking[], known?: Resource): Promise<ReadonlySet<string>> {
    if (known) return new Set(known.shows_titles ? [known.id] : [])
    return this.resources.showingTitles([...new Set(others.map(({ resource_id }) => resource_id))])
  }
}

function masked(booking: Booking, titled: boolean): Booking {
  return { ...booking, title: titled ? booking.title : null, busy: !titled, note: null, booked_by: null, booked_for: null, attendee_ids: [], reason: null, hold_expires_at: null }
}

export const bookingVisibilityToken = defineToken<BookingVisibility>('bookings.visibility')
