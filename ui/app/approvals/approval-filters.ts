import { phrase } from '../language/phrases.js'
export const approvalViews = ['to_decide', 'requested', 'all'] as const
export type ApprovalView = (typeof approvalViews)[number]

export const approvalStates = ['pending', 'approved', 'rejected', 'withdrawn'] as const
export type ApprovalState = (typeof approvalStates)[number]

export const viewNames: Record<ApprovalView, string> = { to_decide: phrase('To decide'), requested: phrase('Requested by me'), all: phrase('All') }
export const stateNames: Record<ApprovalState, string> = { pending: phrase('Waiting'), approved: phrase('Approved'), rejected: phrase('Rejected'), withdrawn: phrase('Withdrawn') }

export interface ApprovalFilters {
  readonly view: ApprovalView
  readonly status: ApprovalState | ''
  readonly cursor: string
}

/** The inbox as its address says; unknown words count as absent. */
export function readApprovalFilters(search: URLSearchParams): ApprovalFilters {
  const view = approvalViews.find((one) => one === search.get('view')) ?? 'to_decide'
  return { view, status: view === 'to_decide' ? '' : (approvalStates.find((one) => one === search.get('status')) ?? ''), cursor: search.get('cursor') ?? '' }
}

/** The query REST is asked with. */
export function approvalQuery({ view, status, cursor }: ApprovalFilters): Readonly<Record<string, string | undefined>> {
  return { mine: view === 'all' ? undefined : view, status: status || undefined, cursor: cursor || undefined, limit: '20' }
}
