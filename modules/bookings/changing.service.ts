/** Changing a booking in place: its id and history stay, its time may be lost to nobody. */
import { defineToken } from '#kernel/contract'
import type { Extensions } from '#kernel/extensions'
import { versionMatches, type ExpectedVersion } from '#kernel/http/etag'
import { notFound, staleVersion, stateConflict } from '#kernel/http/problems'
import { say } from '#kernel/language'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { ClashService } from './availability/clash.service.js'
import { decisionDeadline, distinct, timesOf, type BookingDraftService, type Occupied, type Times } from './booking-draft.service.js'
import type { BookingEvents } from './booking-events.js'
import type { Violation } from './booking-rules.js'
import { inWords, mayBecome, mayChange } from './booking-status.js'
import type { BookingRepository } from './booking.repository.js'
import type { UpdateBooking } from './booking.schemas.js'
import { bookings, type Booking, type BookingDraft, type BookingStatus, type Verdict } from './contract.js'
import { bookingConflict, rulesViolated } from './errors.js'
import { accepted, statusAfter } from './placing.service.js'
import type { ReleasingService } from './releasing.service.js'

/** As the repository reads it, before anything is hidden. */
export type Whole = Booking & { title: string; booked_by: string; booked_for: string }

export class ChangingService {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: BookingRepository,
    private readonly drafts: BookingDraftService,
    private readonly clashes: ClashService,
    private readonly releasing: ReleasingService,
    private readonly extensions: Extensions,
    private readonly events: BookingEvents,
  ) {}

  /**
   * @param assertMayAct throws when the caller may not change this booking
   * @throws 404, 412; 409 state_conflict, booking_conflict; 422 as for a new booking
   */
  async change(id: string, expected: ExpectedVersion, changes: UpdateBooking, assertMayAct: (booking: Booking) => void): Promise<Booking> {
    return this.transactions.run(async ({ now }) => {
      const before = expected === 'any' ? await this.settled(id, changes) : await this.current(id)
      assertMayAct(before)
      if (!versionMatches(expected, before.version)) throw staleVersion('booking')
      const wish = wishOf(before, changes)
      const describes = wish.title !== before.title || wish.note !== before.note
      const invites = wish.attendee_ids.join() !== before.attendee_ids.join()
      if (!moves(before, wish) && !describes && !invites) return before
      if (!mayChange(before.status)) throw stateConflict(say`The booking ${inWords(before.status)} and cannot be changed any more.`, { state: before.status })
      if (invites) await this.drafts.assertAttendees(wish.attendee_ids.filter((userId) => !before.attendee_ids.includes(userId)))
      const moved = asksAgain(before, wish, now) ? await this.move(before, wish, now) : null
      if ((describes || !moved) && !(await this.repository.describe(moved?.booking ?? before, wish, !moved))) throw staleVersion('booking')
      if (invites) await this.repository.setAttendees(id, wish.attendee_ids)
      const booking = await this.current(id)
      const { starts_at, ends_at, status } = before
      this.events.record(bookings.events.changed, booking, before, { previous: { starts_at, ends_at, status } })
      if (moved?.verdict) await this.extensions.ask(bookings.extensionPoints.placed, { booking, verdict: moved.verdict, previous: before })
      return booking
    })
  }

  /**
   * The booking, and nobody else changes it any more: who sends `If-Match: *` means whichever version there is (RFC 9110 section 13.1.1) and must not lose to one.
   * Resources before the booking, as every mover locks them.
   */
  private async settled(id: string, { resource_id }: UpdateBooking): Promise<Whole> {
    for (;;) {
      const { resource_id: seen } = await this.current(id)
      await this.repository.lockResources([seen, resource_id?.toLowerCase() ?? seen])
      await this.repository.lockBooking(id)
      const booking = await this.current(id)
      if (booking.resource_id === seen) return booking
    }
  }

  /** Other movers of both resources wait; bookings being inserted do not, and either side may lose to the constraint. */
  private async move(before: Whole, wish: Wish, now: Date): Promise<{ booking: Booking; verdict: Verdict | null }> {
    if (before.ends_at <= now.toISOString()) throw stateConflict(say`The booking is over and cannot be moved any more.`, { state: before.status })
    const times = timesOf(wish)
    await this.repository.lockResources([before.resource_id, wish.resource_id])
    const draft = await this.drafts.redraft({ ...before, attendee_ids: wish.attendee_ids, title: wish.title }, wish.resource_id, times, now)
    const violations = this.drafts.violations(draft).filter((violation) => isNew(violation, before, draft))
    if (violations.length > 0) throw rulesViolated(violations)
    const verdict = before.status === 'held' ? null : accepted(await this.drafts.verdict(draft))
    const status = verdict ? statusAfter(verdict) : before.status
    if (status !== before.status && !mayBecome(before.status, status)) throw stateConflict(say`The booking ${inWords(before.status)}.`, { state: before.status })
    const { resource, occupied_from, occupied_to } = draft
    const stale = await this.repository.expireInTheWay(resource.id, occupied_from, occupied_to, before.id)
    const booking = await this.repository.move(before, {
      resource_id: resource.id, units: resource.units, starts_at: draft.starts_at, ends_at: draft.ends_at, occupied_from, occupied_to,
      status, undecided_until: deadline(status, before, draft, now),
    })
    if (!booking) return this.explain(before, draft, now)
    await this.releasing.expired(stale)
    return { booking, verdict }
  }

  /** Nothing was moved: somebody was faster with this booking, or with the time. */
  private async explain(before: Booking, draft: BookingDraft & Occupied, now: Date): Promise<never> {
    const current = await this.current(before.id)
    if (current.version !== before.version) {
      throw mayChange(current.status) ? staleVersion('booking') : stateConflict(say`The booking ${inWords(current.status)} and cannot be changed any more.`, { state: current.status })
    }
    throw bookingConflict(draft.resource.name, await this.clashes.clashOf(draft, now))
  }

  private async current(id: string): Promise<Whole> {
    const booking = await this.repository.find(id)
    if (!booking) throw notFound('booking')
    return booking as Whole
  }
}

export interface Wish extends Times {
  resource_id: string
  title: string
  note: string | null
  attendee_ids: string[]
}

/** The booking as it is to be. */
export function wishOf(before: Whole, { resource_id, starts_at, ends_at, title, note, attendee_ids }: UpdateBooking): Wish {
  const instant = (at: string) => new Date(at).toISOString()
  return {
    resource_id: resource_id?.toLowerCase() ?? before.resource_id,
    starts_at: starts_at === undefined ? before.starts_at : instant(starts_at),
    ends_at: ends_at === undefined ? before.ends_at : instant(ends_at),
    title: title ?? before.title,
    note: note === undefined ? before.note : note || null,
    attendee_ids: attendee_ids === undefined ? before.attendee_ids : distinct(attendee_ids),
  }
}

function moves(before: Whole, wish: Wish): boolean {
  return wish.resource_id !== before.resource_id || wish.starts_at !== before.starts_at || wish.ends_at !== before.ends_at
}

/** True when limits and rules have a say: it moves, or more people are to come, which may be more than the seats or than a rule lets through unasked. */
export function asksAgain(before: Whole, wish: Wish, now: Date): boolean {
  return moves(before, wish) || (wish.attendee_ids.length > before.attendee_ids.length && before.ends_at > now.toISOString())
}

function deadline(status: BookingStatus, before: Booking, { starts_at }: Times, now: Date): string | null {
  if (status === 'held') return before.hold_expires_at
  return status === 'pending_approval' ? decisionDeadline(starts_at, now) : null
}

/** A rule the booking broke before, in a part of it that stays, is no reason to refuse the change: a meeting under way may end earlier. */
export function isNew({ rule }: Violation, before: Booking, { resource, starts_at, ends_at }: BookingDraft): boolean {
  if (resource.id !== before.resource_id) return true
  if (starts_at === before.starts_at && ends_at === before.ends_at) return rule === 'seats'
  if (rule === 'notice' || rule === 'in_the_past') return starts_at !== before.starts_at
  if (rule === 'horizon') return ends_at > before.ends_at
  if (rule === 'closed') return starts_at < before.starts_at || ends_at > before.ends_at
  return true
}

export const changingServiceToken = defineToken<ChangingService>('bookings.changing')
