/** Bookings come into being here: placed at once, or held first and confirmed later. One path for both. */
import { defineToken } from '#kernel/contract'
import type { Extensions } from '#kernel/extensions'
import { stateConflict } from '#kernel/http/problems'
import { newId } from '#kernel/ids'
import { say } from '#kernel/language'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { UnitOfWork } from '#kernel/tenancy/unit-of-work'
import type { Resource } from '#modules/resources/contract'
import type { ClashService } from './availability/clash.service.js'
import type { ForegoneService, Look } from './availability/foregone.service.js'
import { decisionDeadline, type BookingDraftService, type Occupied } from './booking-draft.service.js'
import type { BookingEvents } from './booking-events.js'
import { inWords } from './booking-status.js'
import type { BookingRepository } from './booking.repository.js'
import { bookings, type Booking, type BookingDraft, type CreateBooking, type Verdict } from './contract.js'
import { bookingConflict, refusedByRule, rulesViolated } from './errors.js'
import type { ReleasingService } from './releasing.service.js'
import { together } from '#kernel/together'

export class PlacingService {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: BookingRepository,
    private readonly drafts: BookingDraftService,
    private readonly clashes: ClashService,
    private readonly releasing: ReleasingService,
    private readonly extensions: Extensions,
    private readonly events: BookingEvents,
    private readonly foregone: ForegoneService,
  ) {}

  /**
   * Books, or holds when `hold_minutes` is given. The database decides who gets the time.
   * @throws 403, 404; 422 booking_rules_violated with every broken rule, refused_by_rule; 409 booking_conflict
   */
  async create(input: CreateBooking): Promise<Booking> {
    return this.transactions.run(async (work) => {
      const look = this.foregone.look(input)
      if (look) await this.refuseIfLost(input, look, work)
      const { draft, verdict } = await this.judged(input, work)
      const booking = await this.placeOrTell(draft, input, verdict, work.now)
      // First the booking, then what follows from it: events are told in the order they were recorded.
      this.events.record(bookings.events.created, booking, null)
      if (verdict) await this.extensions.ask(bookings.extensionPoints.placed, { booking, verdict, previous: null })
      return booking
    })
  }

  /** Makes a booking of a hold, asking the rules as they are now. The hold stays when they refuse. @throws 409 once it ran out or was used, 422 refused_by_rule */
  async confirmHold(hold: Booking): Promise<Booking> {
    return this.transactions.run(async ({ now }) => {
      if (hold.status !== 'held' || hold.hold_expires_at === null) throw stateConflict(say`Only a hold can be confirmed; this booking ${inWords(hold.status)}.`, { state: hold.status })
      if (hold.hold_expires_at <= now.toISOString()) throw stateConflict(say`The hold ran out at ${hold.hold_expires_at}. Book again.`, { state: 'expired' })
      const { booked_by, booked_for } = hold as Booking & { booked_by: string; booked_for: string }
      const draft = await this.drafts.redraft({ ...hold, title: hold.title ?? '', booked_by, booked_for }, hold.resource_id, hold, now)
      const verdict = accepted(await this.drafts.verdict(draft))
      const status = statusAfter(verdict)
      const booking = await this.repository.transition(hold, status, { undecided_until: status === 'pending_approval' ? decisionDeadline(hold.starts_at, now) : null })
      if (!booking) throw stateConflict(say`The hold was changed meanwhile. Read it again.`)
      if (status === 'confirmed') this.events.record(bookings.events.confirmed, booking, hold)
      else this.events.record(bookings.events.changed, booking, hold, { previous: { starts_at: hold.starts_at, ends_at: hold.ends_at, status: hold.status } })
      await this.extensions.ask(bookings.extensionPoints.placed, { booking, verdict, previous: null })
      return booking
    })
  }

  /** The same refusals in the same order as trying would give, having only read. Comes back when the wish may succeed. */
  private async refuseIfLost(input: CreateBooking, { resource, seen }: Look, work: UnitOfWork): Promise<void> {
    // The last two are waited for here as well, should the draft fail before it asks for them.
    const [{ draft }, found] = await together([this.judged(input, work, resource), seen, resource])
    const clash = await this.foregone.clashOf(draft, found, work.now)
    if (!clash) return
    work.onlyRead()
    throw bookingConflict(draft.resource.name, clash)
  }

  /** @param reading the resource, where it need not be held. @throws 403, 404, 422 */
  private async judged(input: CreateBooking, work: UnitOfWork, reading?: Promise<Resource>): Promise<{ draft: BookingDraft & Occupied; verdict: Verdict | null }> {
    if (input.hold_minutes === undefined) this.drafts.announce()
    const draft = await this.drafts.draft(input, work, reading)
    const violations = this.drafts.violations(draft)
    if (violations.length > 0) throw rulesViolated(violations)
    return { draft, verdict: input.hold_minutes === undefined ? accepted(await this.drafts.verdict(draft)) : null }
  }

  /** Only who loses looks for what is stale and in the way, and tries once more without it. @throws 409 naming the clash */
  private async placeOrTell(draft: BookingDraft & Occupied, input: CreateBooking, verdict: Verdict | null, now: Date): Promise<Booking> {
    const { resource, occupied_from, occupied_to } = draft
    const first = await this.place(draft, input, verdict, now)
    if (first) return first
    const [stale, found] = await together([this.repository.expireInTheWay(resource.id, occupied_from, occupied_to, null), this.clashes.read(draft)])
    const second = stale.length > 0 ? await this.place(draft, input, verdict, now) : null
    if (!second) {
      this.foregone.remember(draft, found)
      throw bookingConflict(resource.name, await this.clashes.clashOf(draft, now, found))
    }
    await this.releasing.expired(stale)
    return second
  }

  private place(draft: BookingDraft & Occupied, input: CreateBooking, verdict: Verdict | null, now: Date): Promise<Booking | null> {
    const { resource, starts_at, ends_at, occupied_from, occupied_to, title, booked_by, booked_for, attendee_ids } = draft
    const status = verdict ? statusAfter(verdict) : 'held'
    const undecided_until = verdict
      ? status === 'pending_approval' ? decisionDeadline(starts_at, now) : null
      : new Date(now.getTime() + (input.hold_minutes ?? 0) * 60_000).toISOString()
    return this.repository.place({
      id: newId(), resource_id: resource.id, units: resource.units, title, note: input.note || null, starts_at, ends_at, occupied_from, occupied_to,
      status, undecided_until, booked_by, booked_for, attendee_ids,
    })
  }
}

export function statusAfter(verdict: Verdict): 'confirmed' | 'pending_approval' {
  return verdict.outcome === 'approve' ? 'pending_approval' : 'confirmed'
}

/** @throws 422 refused_by_rule */
export function accepted(verdict: Verdict): Verdict {
  if (verdict.outcome === 'refuse') throw refusedByRule(verdict.rule, verdict.reason)
  return verdict
}

export const placingServiceToken = defineToken<PlacingService>('bookings.placing')
