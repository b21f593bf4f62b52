/** Reading requests: whoever has a part in one sees it, holders of `approvals:readAll` see all, for everybody else there is none. */
import { defineToken } from '#kernel/contract'
import type { PageRequest } from '#kernel/http/page'
import { notFound } from '#kernel/http/problems'
import { currentTenant, currentUserId, holds } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import { askedStatement, bookingsStatement, listStatement, visibleStatement, waitingStatement, type ListFilter, type Viewer } from './approval-list.query.js'
import { viewOf } from './approval-view.js'
import type { ApprovalRepository } from './approval.repository.js'
import { approvals, type Approval, type WaitingRequest } from './contract.js'

export class ApprovalService {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: ApprovalRepository,
  ) {}

  /** @returns up to `limit + 1` requests, newest first */
  async list(filter: ListFilter, { limit, after }: PageRequest): Promise<Approval[]> {
    const viewer = this.viewer()
    const rows = await this.transactions.run((work) => work.query<{ id: string }>(listStatement(viewer, filter, limit + 1, after === null ? null : String(after[0]))))
    const requests = await this.repository.load(rows.map(({ id }) => id))
    return requests.map((request) => viewOf(request, viewer.user_id))
  }

  /** @throws 404 */
  async get(id: string): Promise<Approval> {
    const viewer = this.viewer()
    const [visible] = await this.transactions.run((work) => work.query(visibleStatement(viewer, id)))
    const [request] = visible ? await this.repository.load([id]) : []
    if (!request) throw notFound('approval')
    return viewOf(request, viewer.user_id)
  }

  /** Which of these bookings this person sees whole because they decide on them. */
  async bookingsVisibleTo(userId: string, bookingIds: readonly string[]): Promise<string[]> {
    if (bookingIds.length === 0) return []
    const rows = await this.transactions.run((work) => work.query<{ booking_id: string }>(bookingsStatement(currentTenant().org_id, userId, bookingIds)))
    return rows.map(({ booking_id }) => booking_id)
  }

  /** What waits for a person's decision, the longest waiting first, and how much there is in all. */
  async waitingFor(userId: string, limit: number): Promise<{ requests: readonly WaitingRequest[]; count: number }> {
    const rows = await this.transactions.run((work) => work.query<WaitingRequest & { count: number }>(waitingStatement(currentTenant().org_id, userId, limit)))
    return { requests: rows, count: rows[0]?.count ?? 0 }
  }

  /** Everybody who may decide on something now. */
  async peopleAsked(): Promise<readonly string[]> {
    const rows = await this.transactions.run((work) => work.query<{ user_id: string }>(askedStatement(currentTenant().org_id)))
    return rows.map(({ user_id }) => user_id)
  }

  private viewer(): Viewer {
    return { org_id: currentTenant().org_id, user_id: currentUserId(), sees_all: holds(approvals.permissions.readAll) }
  }
}

export const approvalServiceToken = defineToken<ApprovalService>('approvals.service')
