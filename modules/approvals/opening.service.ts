/** Opens, keeps and withdraws requests as bookings are placed, changed and released; in the booking's transaction, whose row is locked already. */
import { defineToken } from '#kernel/contract'
import { newId } from '#kernel/ids'
import { stateConflict } from '#kernel/http/problems'
import { currentTenant } from '#kernel/tenancy/context'
import type { ModuleSwitches } from '#kernel/tenancy/module-switches'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { EventRecorder } from '#kernel/events/recorder'
import { say } from '#kernel/language'
import type { ApprovalStep, Booking, StepApprovers, Verdict } from '#modules/bookings/contract'
import type { ApprovalRepository, ApprovalRequest, NewRequest } from './approval.repository.js'
import { announceEnd, announceStep } from './announcements.js'
import { assign } from './assignment.js'
import type { ApprovalsPort } from './contract.js'
import { begin, close } from './machine.js'
import { switchLock } from './switch-lock.js'
import type { WorldReader } from './world.reader.js'

type ApproveVerdict = Extract<Verdict, { outcome: 'approve' }>

export class OpeningService {
  constructor(
    private readonly transactions: Transactions,
    private readonly switches: ModuleSwitches,
    private readonly repository: ApprovalRepository,
    private readonly world: WorldReader,
    private readonly recorder: EventRecorder,
  ) {}

  /**
   * A changed booking keeps its request, with the decisions there are, while the very same version of the rule asks for it and the new time lies within
   * the time asked for: whoever agreed to more agreed to less. Every other change withdraws it and opens a new one.
   * @throws 409 while the module is being switched off
   */
  async placed({ booking, verdict, previous }: { booking: Booking; verdict: Verdict; previous: Booking | null }): Promise<void> {
    const pending = previous === null ? null : await this.pendingOf(booking.id)
    const wanted = verdict.outcome === 'approve' && booking.status === 'pending_approval' ? verdict : null
    if (pending && wanted && holds(pending, wanted.rule, booking)) return
    if (pending) await this.withdraw(pending)
    if (wanted) await this.open(booking, wanted)
  }

  async released(booking: Booking): Promise<void> {
    const pending = await this.pendingOf(booking.id)
    if (pending) await this.withdraw(pending)
  }

  /** Who would be asked as the organisation is now; what {@link placed} would open. */
  async approversOf({ resource_id, steps, excluded_ids }: { resource_id: string; steps: readonly ApprovalStep[]; excluded_ids: readonly string[] }): Promise<StepApprovers[]> {
    const world = await this.world.read(resource_id, steps, excluded_ids)
    return steps.map((step) => {
      const { approver_ids, needed } = assign(step, world, [])
      return { approver_ids: [...approver_ids], needed }
    })
  }

  async covers({ booking_id, rule, resource_id, starts_at, ends_at }: Parameters<ApprovalsPort['covers']>[0]): Promise<boolean> {
    const rows = await this.transactions.run((work) =>
      work.query({
        name: 'approvals.covers',
        text: `select from approvals where org_id = $1 and booking_id = $2 and status = 'approved' and rule_id = $3 and rule_version = $4 and resource_id = $5 and starts_at <= $6 and ends_at >= $7 limit 1`,
        values: [currentTenant().org_id, booking_id, rule.id, rule.version, resource_id, starts_at, ends_at],
      }),
    )
    return rows.length > 0
  }

  private async open(booking: Booking, { rule, steps }: ApproveVerdict): Promise<void> {
    const { booked_by, booked_for } = booking
    if (booked_by === null || booked_for === null) throw new Error(`Booking ${booking.id} was placed without the people it belongs to.`)
    // An admin who moves somebody's booking makes the new request, and decides it as little as the person it is for.
    const requested_by = currentTenant().user_id ?? booked_by
    const excluded_ids = [...new Set([requested_by, booked_by, booked_for])]
    const [world] = await Promise.all([this.world.read(booking.resource_id, steps, excluded_ids), this.refuseWhileSwitching()])
    const state = begin(steps.map((definition) => ({ id: newId(), definition })), world)
    const request: NewRequest = {
      id: newId(),
      booking_id: booking.id,
      rule_id: rule.id,
      rule_name: rule.name,
      rule_version: rule.version,
      requested_by,
      requested_for: booked_for,
      resource_id: booking.resource_id,
      starts_at: booking.starts_at,
      ends_at: booking.ends_at,
      ...state,
    }
    await this.repository.insert(request)
    announceStep(this.recorder, request)
  }

  private async withdraw(request: ApprovalRequest): Promise<void> {
    const withdrawn = await this.repository.save(request, close(request, 'withdrawn'))
    announceEnd(this.recorder, withdrawn)
  }

  private async pendingOf(bookingId: string): Promise<ApprovalRequest | null> {
    const id = await this.repository.pendingOf(bookingId)
    return id === null ? null : this.repository.lock(id)
  }

  /**
   * Switching off settles what is pending; a request opened beside it would be left behind. It does not wait for the switch, which waits for the locks
   * of bookings that this transaction may hold.
   */
  private async refuseWhileSwitching(): Promise<void> {
    const { org_id } = currentTenant()
    await this.transactions.run(async (work) => {
      const locked = work.query<{ free: boolean }>({ name: 'approvals.open_lock', text: `select pg_try_advisory_xact_lock_shared(${switchLock}) as free`, values: [org_id] })
      const disabled = this.switches.disabledIn(work, org_id)
      const [[row], off] = await Promise.all([locked, disabled])
      if (!row?.free || off.has('approvals')) throw stateConflict(say`Approvals are being switched off for this organisation at this moment, and this booking would need one. Send it again.`)
    })
  }
}

function holds(pending: ApprovalRequest, rule: ApproveVerdict['rule'], { resource_id, starts_at, ends_at }: Booking): boolean {
  const same = pending.rule_id === rule.id && pending.rule_version === rule.version && pending.resource_id === resource_id
  return same && Date.parse(pending.starts_at) <= Date.parse(starts_at) && Date.parse(pending.ends_at) >= Date.parse(ends_at)
}

export const openingServiceToken = defineToken<OpeningService>('approvals.opening')
