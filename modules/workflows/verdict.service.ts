/** Says what is to happen with a draft, in the transaction that books it, and tells whom the rules name once it is placed. */
import { defineToken } from '#kernel/contract'
import type { EventRecorder } from '#kernel/events/recorder'
import { currentFlow } from '#kernel/tenancy/context'
import type { UnitOfWork } from '#kernel/tenancy/unit-of-work'
import type { ApprovalsPort } from '#modules/approvals/contract'
import type { Booking, BookingDraft, Verdict } from '#modules/bookings/contract'
import { workflows } from './contract.js'
import { evaluate, verdictOf, type Judgeable } from './engine.js'
import type { RuleRepository } from './rule.repository.js'

type Slot = Pick<Booking, 'resource_id' | 'starts_at' | 'ends_at'>

export class VerdictService {
  /** What was found for the drafts of a transaction, until they are placed; gone with it. */
  private readonly found = new WeakMap<UnitOfWork, Map<string, readonly Judgeable[]>>()

  /** The rules as they are being read for a transaction, until its verdict asks for them. */
  private readonly read = new WeakMap<UnitOfWork, Promise<readonly Judgeable[]>>()

  constructor(
    private readonly repository: RuleRepository,
    private readonly approvals: ApprovalsPort,
    private readonly recorder: EventRecorder,
  ) {}

  /** Starts reading the rules; {@link verdict} of the same transaction waits for them. */
  prepare(): void {
    const work = currentFlow()?.work
    if (!work) return
    const rules = this.repository.asked()
    rules.catch(() => undefined)
    this.read.set(work, rules)
  }

  /** @returns undefined when no rule decides, which confirms */
  async verdict(draft: BookingDraft): Promise<Verdict | undefined> {
    const { deciding, notifying } = evaluate(await this.rules(), draft)
    this.remember(draft, notifying)
    if (deciding === null) return undefined
    const verdict = verdictOf(deciding)
    return (await this.isCovered(verdict, draft)) ? { outcome: 'confirm', rule: verdict.rule } : verdict
  }

  placed(booking: Booking): void {
    for (const { id: rule_id, outcome } of this.forget(booking)) {
      if (outcome.kind !== 'notify') continue
      this.recorder.emit(workflows.events.notified, { subject: { kind: 'booking', id: booking.id }, data: { rule_id, booking_id: booking.id, user_ids: outcome.user_ids } })
    }
  }

  private async rules(): Promise<readonly Judgeable[]> {
    const work = currentFlow()?.work
    const read = work && this.read.get(work)
    if (work) this.read.delete(work)
    return read ?? this.repository.asked()
  }

  /** A booking that was approved and only gets shorter keeps its approval. */
  private async isCovered(verdict: Verdict, { booking_id, resource, starts_at, ends_at }: BookingDraft): Promise<boolean> {
    if (verdict.outcome !== 'approve' || booking_id === null) return false
    return this.approvals.covers({ booking_id, rule: verdict.rule, resource_id: resource.id, starts_at, ends_at })
  }

  private remember({ resource, starts_at, ends_at }: BookingDraft, notifying: readonly Judgeable[]): void {
    const work = currentFlow()?.work
    if (!work) return
    const drafts = this.found.get(work) ?? new Map<string, readonly Judgeable[]>()
    this.found.set(work, drafts.set(keyOf({ resource_id: resource.id, starts_at, ends_at }), notifying))
  }

  private forget(booking: Booking): readonly Judgeable[] {
    const work = currentFlow()?.work
    const drafts = work && this.found.get(work)
    const key = keyOf(booking)
    const notifying = drafts?.get(key) ?? []
    drafts?.delete(key)
    return notifying
  }
}

function keyOf({ resource_id, starts_at, ends_at }: Slot): string {
  return `${resource_id} ${Date.parse(starts_at)} ${Date.parse(ends_at)}`
}

export const verdictServiceToken = defineToken<VerdictService>('workflows.verdicts')
