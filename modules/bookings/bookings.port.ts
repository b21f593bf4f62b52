/** What other modules ask of bookings, in their transaction; they check who may. */
import type { MembersPort } from '#modules/members/contract'
import type { ResourcesPort } from '#modules/resources/contract'
import { notFound } from '#kernel/http/problems'
import type { BookingCalendarRepository } from './booking-calendar.repository.js'
import type { BookingProgressService } from './booking-progress.service.js'
import type { BookingRepository } from './booking.repository.js'
import type { Booking, BookingDraft, BookingsPort, BookingStatus, PastBooking } from './contract.js'

export class BookingsInside implements BookingsPort {
  constructor(
    private readonly repository: BookingRepository,
    private readonly calendar: BookingCalendarRepository,
    private readonly progress: BookingProgressService,
    private readonly resources: ResourcesPort,
    private readonly people: MembersPort,
  ) {}

  async get(id: string): Promise<Booking> {
    return found(await this.repository.find(id))
  }

  async byIds(ids: readonly string[]): Promise<ReadonlyMap<string, Booking>> {
    return new Map((await this.repository.byIds(ids)).map((booking) => [booking.id, booking]))
  }

  async lock(id: string): Promise<Booking> {
    return found(await this.repository.findForUpdate(id))
  }

  confirm(id: string): Promise<Booking> {
    return this.progress.confirm({ id })
  }

  reject(id: string, reason: string | null): Promise<Booking> {
    return this.progress.reject({ id, reason })
  }

  history(input: Parameters<BookingsPort['history']>[0]): Promise<readonly PastBooking[]> {
    return this.calendar.history(input)
  }

  confirmedOf({ user_id, after, limit }: { user_id: string | null; after: { starts_at: string; id: string | null }; limit: number }): Promise<readonly Booking[]> {
    return this.calendar.confirmedOf(user_id, after, limit)
  }

  async pastDrafts({ from, to, limit }: { from: string; to: string; limit: number }): Promise<readonly { id: string; draft: BookingDraft; status: BookingStatus }[]> {
    const past = await this.calendar.startedBetween(from, to, limit)
    const resources = await this.resources.byIds([...new Set(past.map(({ resource_id }) => resource_id))])
    const people = await this.people.byIds([...new Set(past.flatMap(({ booked_for }) => booked_for ?? []))])
    return past.flatMap((booking) => {
      const { id, booked_by, booked_for, title, starts_at, ends_at, attendee_ids, created_at, status } = booking
      const resource = resources.get(booking.resource_id)
      if (!resource || booked_by === null || booked_for === null) return []
      const role = people.get(booked_for)?.role ?? 'viewer'
      return [{ id, draft: { resource, starts_at, ends_at, title: title ?? '', booked_by, booked_for, role, attendee_ids, now: created_at, booking_id: null }, status }]
    })
  }
}

function found(booking: Booking | null): Booking {
  if (!booking) throw notFound('booking')
  return booking
}
