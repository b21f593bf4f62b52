/** What booking or changing would answer, without doing it: every broken rule, what is in the way, and who would have to agree. Only doing it decides. */
import { defineToken } from '#kernel/contract'
import type { Extensions } from '#kernel/extensions'
import { notFound, stateConflict } from '#kernel/http/problems'
import { say } from '#kernel/language'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { ClashService } from './availability/clash.service.js'
import { timesOf, type BookingDraftService, type Occupied } from './booking-draft.service.js'
import type { Violation } from './booking-rules.js'
import { inWords, mayChange } from './booking-status.js'
import type { BookingRepository } from './booking.repository.js'
import type { Preview, UpdateBooking } from './booking.schemas.js'
import { asksAgain, isNew, wishOf, type Whole } from './changing.service.js'
import { bookings, type Booking, type BookingDraft, type CreateBooking, type StepApprovers, type Verdict } from './contract.js'
import { statusAfter } from './placing.service.js'

const agreed: Verdict = { outcome: 'confirm', rule: null }

export class PreviewService {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: BookingRepository,
    private readonly drafts: BookingDraftService,
    private readonly clashes: ClashService,
    private readonly extensions: Extensions,
  ) {}

  /** @throws 403, 404, 422 for what is no booking at all */
  async ofNew(input: CreateBooking): Promise<Preview> {
    return this.transactions.run(async ({ now }) => {
      const draft = await this.drafts.draft(input, { now })
      const held = input.hold_minutes !== undefined
      return this.answer(draft, this.drafts.violations(draft), held ? agreed : await this.drafts.verdict(draft), held ? 'held' : null, now)
    })
  }

  /**
   * @param assertMayAct throws when the caller may not change this booking
   * @throws 403, 404, 409 state_conflict, 422 for what is no booking at all
   */
  async ofChange(id: string, changes: UpdateBooking, assertMayAct: (booking: Booking) => void): Promise<Preview> {
    return this.transactions.run(async ({ now }) => {
      const before = (await this.repository.find(id)) as Whole | null
      if (!before) throw notFound('booking')
      assertMayAct(before)
      if (!mayChange(before.status)) throw stateConflict(say`The booking ${inWords(before.status)} and cannot be changed any more.`, { state: before.status })
      const wish = wishOf(before, changes)
      await this.drafts.assertAttendees(wish.attendee_ids.filter((userId) => !before.attendee_ids.includes(userId)))
      const draft = await this.drafts.redraft({ ...before, attendee_ids: wish.attendee_ids, title: wish.title }, wish.resource_id, timesOf(wish), now)
      if (!asksAgain(before, wish, now)) return this.answer(draft, [], agreed, before.status, now)
      const violations = this.drafts.violations(draft).filter((violation) => isNew(violation, before, draft))
      const held = before.status === 'held'
      return this.answer(draft, violations, held ? agreed : await this.drafts.verdict(draft), held ? 'held' : null, now)
    })
  }

  /** @param kept the status it has whatever the verdict says */
  private async answer(draft: BookingDraft & Occupied, violations: readonly Violation[], verdict: Verdict, kept: Booking['status'] | null, now: Date): Promise<Preview> {
    const { conflicts, next_free } = await this.clashes.look(draft, now)
    const bookable = violations.length === 0 && verdict.outcome !== 'refuse' && conflicts.length === 0
    return {
      bookable,
      status: bookable ? (kept ?? statusAfter(verdict)) : null,
      outcome: verdict.outcome,
      rule: verdict.rule,
      steps: verdict.outcome === 'approve' ? [...verdict.steps] : [],
      approvers: await this.approvers(draft, verdict),
      reason: verdict.outcome === 'refuse' ? verdict.reason : null,
      violations: [...violations],
      conflicts: [...conflicts],
      next_free: [...next_free],
    }
  }

  private async approvers({ resource, booked_by, booked_for }: BookingDraft, verdict: Verdict): Promise<StepApprovers[]> {
    if (verdict.outcome !== 'approve') return []
    const excluded_ids = [...new Set([currentTenant().user_id ?? booked_by, booked_by, booked_for])]
    const [answer] = await this.extensions.ask(bookings.extensionPoints.approvers, { resource_id: resource.id, steps: verdict.steps, excluded_ids })
    return [...(answer ?? [])]
  }
}

export const previewServiceToken = defineToken<PreviewService>('bookings.preview')
