/**
 * Who sees what of a booking. Whole: holders of `bookings:details`, everybody who has a part in it, and whom another module vouches for. The title alone:
 * members, where the resource shows titles. Everybody else: that the time is taken.
 */
import type { Resource, ResourcesPort } from '#modules/resources/contract'
import { defineToken, roleReaches } from '#kernel/contract'
import type { Extensions } from '#kernel/extensions'
import { currentTenant, holds } from '#kernel/tenancy/context'
import { bookings, type Booking } from './contract.js'
import type { Expected } from './expected-bookings.js'
import { together } from '#kernel/together'

/** What was asked about some bookings or resources, and of which of them it holds. */
export interface Asked {
  asked: ReadonlySet<string>
  holds: ReadonlySet<string>
}

/** What a caller has at hand, so that it need not be asked. */
export interface AtHand {
  /** The resource all of the bookings are of. */
  resource?: Resource
  /** Bookings another module vouches for. */
  vouched?: Asked
  /** Resources that show titles. */
  titled?: Asked
}

const nothing: Asked = { asked: new Set(), holds: new Set() }

export class BookingVisibility {
  constructor(
    private readonly resources: ResourcesPort,
    private readonly extensions: Extensions,
  ) {}

  /** The bookings as the caller may see them, in the same order. */
  async shown(all: readonly Booking[], { resource, vouched: before = nothing, titled: titledBefore = nothing }: AtHand = {}): Promise<Booking[]> {
    const { user_id } = currentTenant()
    if (user_id === null || seesAll()) return [...all]
    const others = all.filter((booking) => !hasPart(booking, user_id))
    if (others.length === 0) return [...all]
    const titles = resource ? inHand(resource) : this.titledAmong(without(titledBefore, others.map(({ resource_id }) => resource_id)), titledBefore)
    const [vouched, titled] = await together([this.vouchedAmong(without(before, others.map(({ id }) => id)), before), titles])
    return all.map((booking) => (hasPart(booking, user_id) || vouched.holds.has(booking.id) ? booking : masked(booking, titled.holds.has(booking.resource_id))))
  }

  /** Asks about bookings before they are read, as far as it would be asked afterwards. */
  async ahead({ booking_ids, resource_ids }: Expected): Promise<AtHand> {
    if (seesAll()) return {}
    const [vouched, titled] = await together([this.vouchedAmong(booking_ids), this.titledAmong(resource_ids)])
    return { vouched, titled }
  }

  /** Which of these bookings another module lets the caller see whole. @param before what was asked already, not among them */
  async vouchedAmong(ids: ReadonlySet<string>, before = nothing): Promise<Asked> {
    const { user_id } = currentTenant()
    if (ids.size === 0 || user_id === null || seesAll()) return before
    const answers = await this.extensions.ask(bookings.extensionPoints.visibleTo, { user_id, booking_ids: [...ids] })
    return joined(before, ids, answers.flat())
  }

  async one(booking: Booking): Promise<Booking> {
    return (await this.shown([booking]))[0]!
  }

  /** Which of these resources show the titles of their bookings to the caller. @param before what was asked already, not among them */
  private async titledAmong(ids: ReadonlySet<string>, before = nothing): Promise<Asked> {
    const { role } = currentTenant()
    if (ids.size === 0 || role === null || !roleReaches(role, 'member')) return before
    return joined(before, ids, await this.resources.showingTitles([...ids]))
  }
}

function seesAll(): boolean {
  return holds(bookings.permissions.details)
}

function hasPart({ booked_by, booked_for, attendee_ids }: Booking, userId: string): boolean {
  return booked_by === userId || booked_for === userId || attendee_ids.includes(userId)
}

/** As {@link BookingVisibility} would ask it. */
async function inHand({ id, shows_titles }: Resource): Promise<Asked> {
  const { role } = currentTenant()
  return shows_titles && role !== null && roleReaches(role, 'member') ? { asked: new Set([id]), holds: new Set([id]) } : nothing
}

/** What was not asked yet. */
function without({ asked }: Asked, ids: readonly string[]): ReadonlySet<string> {
  return new Set(ids.filter((id) => !asked.has(id)))
}

function joined(before: Asked, asked: ReadonlySet<string>, holds: Iterable<string>): Asked {
  return before === nothing ? { asked, holds: new Set(holds) } : { asked: new Set([...before.asked, ...asked]), holds: new Set([...before.holds, ...holds]) }
}

function masked(booking: Booking, titled: boolean): Booking {
  return { ...booking, title: titled ? booking.title : null, busy: !titled, note: null, booked_by: null, booked_for: null, attendee_ids: [], reason: null, hold_expires_at: null }
}

export const bookingVisibilityToken = defineToken<BookingVisibility>('bookings.visibility')
