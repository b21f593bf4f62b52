import type { ApprovalFilters } from './approval-filters.js'
import { LinkButton } from '../kit/button.js'
import { EmptyState } from '../kit/empty-state.js'

export function NoApprovals({ filters: { view, status, cursor } }: { filters: ApprovalFilters }) {
  if (status || cursor) {
    return (
      <EmptyState icon="check" title="Nothing matches" action={<LinkButton to={`?view=${view}`}>Clear the filter</LinkButton>}>
        <p>No request is in that state.</p>
      </EmptyState>
    )
  }
  if (view === 'to_decide') {
    return (
      <EmptyState icon="check" title="Nothing waits for you">
        <p>Requests you may decide on appear here the moment they are made.</p>
      </EmptyState>
    )
  }
  return (
    <EmptyState icon="calendar" title="No requests yet">
      <p>{view === 'requested' ? 'When a rule asks for approval of a booking of yours, you can follow it here.' : 'When a rule asks for approval of a booking, it appears here.'}</p>
    </EmptyState>
  )
}
