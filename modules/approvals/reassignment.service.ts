/**
 * Keeps open steps decidable while people come, go, change role or hand resources over: run by the worker after each such change. Decisions made stand;
 * what they suffice for now is done. Deciding reads the organisation anew by itself, so that lagging behind costs nobody a right.
 */
import { defineToken } from '#kernel/contract'
import type { EventRecorder } from '#kernel/events/recorder'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { BookingsPort } from '#modules/bookings/contract'
import { announceEnd, announceReassignment, announceStep } from './announcements.js'
import type { ApprovalRepository, ApprovalRequest } from './approval.repository.js'
import { openStep, settle, type RequestState } from './machine.js'
import type { WorldReader } from './world.reader.js'

export class ReassignmentService {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: ApprovalRepository,
    private readonly world: WorldReader,
    private readonly bookings: BookingsPort,
    private readonly recorder: EventRecorder,
  ) {}

  /** Looks at every pending request of the organisation, each in a transaction of its own: a lock is held for one booking at a time. */
  async run(): Promise<void> {
    const requests = await this.transactions.run(() => this.repository.pending())
    for (const { id, booking_id } of requests) await this.transactions.run(() => this.reassign(id, booking_id))
  }

  private async reassign(id: string, bookingId: string): Promise<void> {
    const [seen] = await this.repository.load([id])
    if (!seen || same(seen, await this.settled(seen))) return
    const booking = await this.bookings.lock(bookingId)
    const request = await this.repository.lock(id)
    if (request?.status !== 'pending' || booking.status !== 'pending_approval') return
    const state = await this.settled(request)
    if (!same(request, state)) await this.apply(request, state)
  }

  private async apply(request: ApprovalRequest, state: RequestState): Promise<void> {
    const saved = await this.repository.save(request, state)
    const before = openStep(request)
    const after = openStep(saved)
    if (saved.status === 'approved') await this.bookings.confirm(saved.booking_id)
    if (saved.status !== 'pending') announceEnd(this.recorder, saved)
    else if (after && before?.position === after.position) announceReassignment(this.recorder, saved, after, before.approver_ids)
    else announceStep(this.recorder, saved)
  }

  private async settled(request: ApprovalRequest): Promise<RequestState> {
    return settle(request, await this.world.read(request.resource_id, request.steps.map(({ definition }) => definition), request.excluded_ids))
  }
}

function same(a: RequestState, b: RequestState): boolean {
  const open = (state: RequestState) => {
    const step = openStep(state)
    return [state.status, step?.position, step?.needed, step?.notices, step?.approver_ids]
  }
  return JSON.stringify(open(a)) === JSON.stringify(open(b))
}

export const reassignmentServiceToken = defineToken<ReassignmentService>('approvals.reassignmentService')
