import { EmptyState } from '../kit/empty-state.js'
import { LinkButton } from '../kit/button.js'

export function NoBookings({ filtered, mayBook }: { filtered: boolean; mayBook: boolean }) {
  if (filtered) {
    return (
      <EmptyState icon="calendar" title="Nothing matches" action={<LinkButton to="/app/bookings">Clear filters</LinkButton>}>
        <p>No booking fits these filters.</p>
      </EmptyState>
    )
  }
  return (
    <EmptyState icon="calendar" title="Nothing is booked" action={mayBook ? <LinkButton tone="primary" to="/app/bookings/new">Book something</LinkButton> : undefined}>
      <p>From today on, everything is free. New bookings appear here the moment they are made.</p>
    </EmptyState>
  )
}

export function NoResources() {
  return (
    <EmptyState icon="organization" title="There is nothing to book yet" action={<LinkButton to="/app/resources">Resources</LinkButton>}>
      <p>An administrator adds rooms, equipment or vehicles first.</p>
    </EmptyState>
  )
}
