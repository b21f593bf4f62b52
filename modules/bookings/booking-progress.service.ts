/** Changes of status: cancelled, decided, checked in, missed. Each is a compare-and-swap along the machine of booking-status.ts. */
import { defineToken } from '#kernel/contract'
import { versionMatches, type ExpectedVersion } from '#kernel/http/etag'
import { notFound, staleVersion, stateConflict } from '#kernel/http/problems'
import { say, spoken } from '#kernel/language'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { BookingEvents } from './booking-events.js'
import { inWords, mayBecome } from './booking-status.js'
import type { BookingRepository } from './booking.repository.js'
import { bookings, type Booking, type BookingStatus } from './contract.js'
import type { ReleasingService } from './releasing.service.js'

const minute = 60_000
/** Checking in is possible this long before the start. */
const checkInOpens = 15 * minute
/** A version seen to change this often while one status was being changed is somebody's loop. */
const attempts = 5

export interface Step {
  id: string
  to: BookingStatus
  /** From If-Match; without it the machine alone decides. */
  expected?: ExpectedVersion | undefined
  reason?: string | null
  /** Throws when this booking may not take the step now, or not by the caller. */
  guard?: (booking: Booking, now: Date) => void
}

export class BookingProgressService {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: BookingRepository,
    private readonly releasing: ReleasingService,
    private readonly events: BookingEvents,
  ) {}

  async cancel(step: Omit<Step, 'to'>): Promise<Booking> {
    const { before, after } = await this.take({ ...step, to: 'cancelled' }, notOver(() => say`cancelled`))
    await this.releasing.cancelled(after, before)
    return after
  }

  async confirm(step: Omit<Step, 'to'>): Promise<Booking> {
    const { before, after } = await this.take({ ...step, to: 'confirmed' }, onlyPending)
    this.events.record(bookings.events.confirmed, after, before)
    return after
  }

  async reject(step: Omit<Step, 'to'>): Promise<Booking> {
    const { before, after } = await this.take({ ...step, to: 'rejected' })
    this.events.record(bookings.events.rejected, after, before, { reason: after.reason })
    return after
  }

  async checkIn(step: Omit<Step, 'to'>): Promise<Booking> {
    return this.progress({ ...step, to: 'checked_in' }, (booking, now) => {
      const opens = new Date(Date.parse(booking.starts_at) - checkInOpens).toISOString()
      if (now.toISOString() < opens) throw stateConflict(say`Checking in opens 15 minutes before the start, at ${opens}.`, { state: booking.status, opens_at: opens })
      notOver(() => say`checked in to`)(booking, now)
    })
  }

  async miss(step: Omit<Step, 'to'>): Promise<Booking> {
    return this.progress({ ...step, to: 'no_show' }, (booking, now) => {
      if (now.toISOString() < booking.starts_at) throw stateConflict(say`The booking starts at ${booking.starts_at}; until then nobody has missed it. Cancel it instead.`, { state: booking.status })
    })
  }

  private async progress(step: Step, rule: (booking: Booking, now: Date) => void): Promise<Booking> {
    const { before, after } = await this.take(step, rule)
    this.events.record(bookings.events.progressed, after, before)
    return after
  }

  /** @throws 404, 412; 409 state_conflict naming the state */
  private async take({ id, to, expected, reason = null, guard }: Step, rule?: (booking: Booking, now: Date) => void): Promise<{ before: Booking; after: Booking }> {
    return this.transactions.run(async ({ now }) => {
      for (let attempt = 1; attempt <= attempts; attempt += 1) {
        const before = await this.repository.find(id)
        if (!before) throw notFound('booking')
        guard?.(before, now)
        if (!versionMatches(expected, before.version)) throw staleVersion('booking')
        if (!mayBecome(before.status, to)) throw stateConflict(say`The booking ${inWords(before.status)} and cannot become '${spoken(to)}'.`, { state: before.status })
        rule?.(before, now)
        const after = await this.repository.transition(before, to, { reason })
        if (after) return { before, after }
      }
      throw stateConflict(say`The booking keeps changing. Read it again and repeat.`)
    })
  }
}

function notOver(what: () => string) {
  return ({ ends_at, status }: Booking, now: Date): void => {
    if (status !== 'pending_approval' && ends_at <= now.toISOString()) throw stateConflict(say`The booking ended at ${ends_at} and cannot be ${what()} any more.`, { state: status })
  }
}

/** A hold becomes a booking through its own route, which asks the rules. */
function onlyPending({ status }: Booking): void {
  if (status !== 'pending_approval') throw stateConflict(say`The booking ${inWords(status)}; only one that waits for approval can be approved.`, { state: status })
}

export const bookingProgressServiceToken = defineToken<BookingProgressService>('bookings.progress')
