import { LinkButton } from '../kit/button.js'
import { EmptyState } from '../kit/empty-state.js'

export function NoResources({ filtered, archived, mayManage }: { filtered: boolean; archived: boolean; mayManage: boolean }) {
  if (filtered) {
    return (
      <EmptyState icon="organization" title="Nothing matches" action={<LinkButton to="/app/resources">Clear filters</LinkButton>}>
        <p>No resource fits these filters.</p>
      </EmptyState>
    )
  }
  if (archived) {
    return (
      <EmptyState icon="organization" title="Nothing is archived" action={<LinkButton to="/app/resources">Show all resources</LinkButton>}>
        <p>A resource that is no longer booked can be archived: it leaves every list, and its history stays.</p>
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon="organization"
      title="There is nothing to book yet"
      action={
        mayManage ? (
          <LinkButton tone="primary" to="/app/resources/new">
            Add the first resource
          </LinkButton>
        ) : undefined
      }
    >
      <p>{mayManage ? 'Add a room, a vehicle or a machine. It takes a name; everything else can wait.' : 'An administrator of the organisation adds rooms, vehicles and machines.'}</p>
    </EmptyState>
  )
}
