/**
 * Deciding on requests. Bookings are locked before requests, everywhere, so that a cancellation waits instead of deadlocking, and whatever refuses a
 * decision is found out before the first write.
 */
import { defineToken } from '#kernel/contract'
import type { EventRecorder } from '#kernel/events/recorder'
import { Problem } from '#kernel/http/problem'
import { forbidden, invalid, notFound, stateConflict } from '#kernel/http/problems'
import { say, spoken } from '#kernel/language'
import { currentTenant, currentUserId, holds } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { BookingsPort } from '#modules/bookings/contract'
import { announceDecision, announceEnd, announceStep, type DecisionVia } from './announcements.js'
import { visibleStatement } from './approval-list.query.js'
import { viewOf } from './approval-view.js'
import type { ApprovalRepository, ApprovalRequest } from './approval.repository.js'
import type { World } from './assignment.js'
import { approvals, type Approval, type Decision } from './contract.js'
import { decide, refusalOf, settle, type RequestState } from './machine.js'
import type { WorldReader } from './world.reader.js'

/** A decision nothing stands in the way of; the rows are locked. */
interface Admitted {
  request: ApprovalRequest
  /** With the open step as it is now. */
  state: RequestState
  step: number
  world: World
}

export interface BulkResult {
  approval_id: string
  approval: Approval | null
  problem: { code: string; status: number; title: string; detail: string } | null
}

export class DecisionService {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: ApprovalRepository,
    private readonly world: WorldReader,
    private readonly bookings: BookingsPort,
    private readonly recorder: EventRecorder,
  ) {}

  /** @param via how it came, when not over the API. @throws 404 for who has no part in it, 403 for who may not decide, 409 for what is decided, 422 for a rejection without a comment */
  async decide(id: string, decision: Decision, via: DecisionVia = 'api'): Promise<Approval> {
    if (decision.decision === 'reject' && !decision.comment?.trim()) throw invalid({ pointer: '/comment', detail: say`Say why: the person turned down reads it.` })
    const found = await this.find(id)
    return this.apply(await this.admit(id, found, decision), decision, via)
  }

  /** Each decision stands for itself; all that can be made are committed together. */
  async decideAll(items: readonly (Decision & { approval_id: string })[]): Promise<BulkResult[]> {
    const bare = items.flatMap(({ decision, comment }, index) => (decision === 'reject' && !comment?.trim() ? [{ pointer: `/decisions/${index}/comment`, detail: say`Say why: the person turned down reads it.` }] : []))
    if (bare.length > 0) throw invalid(...bare)
    const results: BulkResult[] = items.map(({ approval_id }) => ({ approval_id, approval: null, problem: null }))
    const found: { index: number; booking_id: string; current_step: number | null }[] = []
    for (const [index, { approval_id }] of items.entries()) {
      await this.attempt(results, index, async () => void found.push({ index, ...(await this.find(approval_id)) }))
    }
    // Everybody who locks several bookings locks them in this order.
    for (const { index, ...request } of found.sort((a, b) => (a.booking_id < b.booking_id ? -1 : a.booking_id > b.booking_id ? 1 : a.index - b.index))) {
      const item = items[index]
      const result = results[index]
      if (!item || !result) continue
      const admitted = await this.attempt(results, index, () => this.admit(item.approval_id, request, item))
      if (admitted) result.approval = await this.apply(admitted, item)
    }
    return results
  }

  /** What the request looked like when the decision arrived: it is meant for the step that was open then. */
  private async find(id: string): Promise<{ booking_id: string; current_step: number | null }> {
    const { org_id } = currentTenant()
    const viewer = { org_id, user_id: currentUserId(), sees_all: holds(approvals.permissions.readAll) }
    const [found] = await this.transactions.run((work) => work.query<{ booking_id: string; current_step: number | null }>(visibleStatement(viewer, id)))
    if (!found) throw notFound('approval')
    return found
  }

  private async admit(id: string, found: { booking_id: string; current_step: number | null }, { step }: Decision): Promise<Admitted> {
    const booking = await this.bookings.lock(found.booking_id)
    const request = await this.repository.lock(id)
    if (!request) throw notFound('approval')
    const userId = currentUserId()
    const world = await this.world.read(request.resource_id, request.steps.map(({ definition }) => definition), request.excluded_ids)
    const state = settle(request, world)
    const refusal = refusalOf(state, userId, step ?? found.current_step)
    if (refusal) throw refusal.kind === 'own' || refusal.kind === 'not_named' ? forbidden(refusal.detail) : stateConflict(refusal.detail)
    if (booking.status !== 'pending_approval') throw stateConflict(say`The booking is ${spoken(booking.status)} and waits for no decision any more.`)
    return { request, state, step: state.current_step ?? 0, world }
  }

  private async apply({ request, state, step, world }: Admitted, { decision, comment }: Decision, via: DecisionVia = 'api'): Promise<Approval> {
    const made = { user_id: currentUserId(), decision, comment: comment?.trim() || null, decided_at: await this.now() }
    const saved = await this.repository.save(request, decide(state, made, world))
    announceDecision(this.recorder, saved, step, made, via)
    if (saved.status === 'approved') await this.bookings.confirm(saved.booking_id)
    if (saved.status === 'rejected') await this.bookings.reject(saved.booking_id, made.comment)
    if (saved.status !== 'pending') announceEnd(this.recorder, saved)
    else if (saved.current_step !== step) announceStep(this.recorder, saved)
    return viewOf(saved, currentUserId())
  }

  private now(): Promise<string> {
    return this.transactions.run(async (work) => work.now.toISOString())
  }

  private async attempt<T>(results: readonly BulkResult[], index: number, attempt: () => Promise<T>): Promise<T | null> {
    try {
      return await attempt()
    } catch (error) {
      const result = results[index]
      if (!(error instanceof Problem) || !result) throw error
      const { code, status, title } = error.type
      result.problem = { code, status, title: spoken(title), detail: error.details.detail }
      return null
    }
  }
}

export const decisionServiceToken = defineToken<DecisionService>('approvals.decisions')
