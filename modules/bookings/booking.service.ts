/** What the caller may do with bookings: reading as they may see them, changing their own, admins any. */
import { defineToken } from '#kernel/contract'
import type { ExpectedVersion } from '#kernel/http/etag'
import type { PageRequest } from '#kernel/http/page'
import { forbidden, invalid, notFound } from '#kernel/http/problems'
import { say } from '#kernel/language'
import { currentTenant, currentUserId, holds } from '#kernel/tenancy/context'
import type { BookingCalendarRepository } from './booking-calendar.repository.js'
import type { BookingProgressService } from './booking-progress.service.js'
import { inWords } from './booking-status.js'
import type { BookingVisibility } from './booking-visibility.js'
import type { BookingRepository } from './booking.repository.js'
import type { BookingFilter, Preview, UpdateBooking } from './booking.schemas.js'
import type { ChangingService } from './changing.service.js'
import { bookings, type Booking, type CreateBooking } from './contract.js'
import { ExpectedBookings } from './expected-bookings.js'
import type { PlacingService } from './placing.service.js'
import type { PreviewService } from './preview.service.js'
import { together } from '#kernel/together'

export class BookingService {
  private readonly expected = new ExpectedBookings()

  constructor(
    private readonly repository: BookingRepository,
    private readonly calendar: BookingCalendarRepository,
    private readonly visibility: BookingVisibility,
    private readonly placing: PlacingService,
    private readonly changing: ChangingService,
    private readonly progress: BookingProgressService,
    private readonly previews: PreviewService,
  ) {}

  /** Rows before hiding decide nothing a caller could not see: filters on hidden fields look only where the caller has a part. */
  async list(filter: BookingFilter, page: PageRequest): Promise<Booking[]> {
    if (filter.from && filter.to && Date.parse(filter.from) >= Date.parse(filter.to)) throw invalid({ pointer: 'query/to', detail: say`Must come after from.` })
    const looksInside = filter.q !== undefined || filter.booked_for !== undefined
    const own = filter.mine === true || (looksInside && !holds(bookings.permissions.details))
    const person = own ? currentUserId() : null
    const list = JSON.stringify([currentTenant().org_id, filter, person, page])
    const expected = this.expected.of(list)
    const [found, atHand] = await together([this.calendar.list(filter, person, page), expected ? this.visibility.ahead(expected) : Promise.resolve({})])
    if (!holds(bookings.permissions.details)) this.expected.remember(list, found)
    return this.visibility.shown(found, atHand)
  }

  /** @throws 404 */
  async get(id: string): Promise<Booking> {
    const booking = await this.repository.find(id)
    if (!booking) throw notFound('booking')
    return this.visibility.one(booking)
  }

  create(input: CreateBooking): Promise<Booking> {
    return this.placing.create(input)
  }

  preview(input: CreateBooking): Promise<Preview> {
    return this.previews.ofNew(input)
  }

  previewChange(id: string, changes: UpdateBooking): Promise<Preview> {
    return this.previews.ofChange(id, changes, mayAct)
  }

  async confirmHold(id: string): Promise<Booking> {
    const hold = await this.repository.findForUpdate(id)
    if (!hold) throw notFound('booking')
    mayAct(hold)
    return this.visibility.one(await this.placing.confirmHold(hold))
  }

  async change(id: string, expected: ExpectedVersion, changes: UpdateBooking): Promise<Booking> {
    return this.visibility.one(await this.changing.change(id, expected, changes, mayAct))
  }

  async cancel(id: string, expected: ExpectedVersion | undefined, reason: string | null): Promise<Booking> {
    return this.visibility.one(await this.progress.cancel({ id, expected, reason, guard: mayAct }))
  }

  async checkIn(id: string, expected: ExpectedVersion | undefined): Promise<Booking> {
    return this.visibility.one(await this.progress.checkIn({ id, expected, guard: mayAct }))
  }

  async miss(id: string, expected: ExpectedVersion | undefined): Promise<Booking> {
    return this.visibility.one(await this.progress.miss({ id, expected }))
  }
}

/** Who booked it, whom it is for, and admins. @throws 403 */
function mayAct(booking: Booking): void {
  const { user_id } = currentTenant()
  if (user_id === null || user_id === booking.booked_by || user_id === booking.booked_for || holds(bookings.permissions.manage)) return
  throw forbidden(say`This booking ${inWords(booking.status)} for somebody else. Acting on others' bookings needs the permission '${bookings.permissions.manage.name}'.`)
}

export const bookingServiceToken = defineToken<BookingService>('bookings.service')
