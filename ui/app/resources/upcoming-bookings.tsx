import { Link } from 'react-router'
import type { BookingStatus } from '../bookings/rest-types.js'
import { StatusBadge } from '../bookings/status-badge.js'

export interface UpcomingBooking {
  readonly id: string
  readonly title: string
  readonly slot: string
  readonly status: BookingStatus
}

/** @param none what an empty list says */
export function UpcomingBookings({ rows, none }: { rows: readonly UpcomingBooking[]; none: string }) {
  if (rows.length === 0) return <p className="text-ink-soft">{none}</p>
  return (
    <ul className="grid gap-3">
      {rows.map(({ id, title, slot, status }) => (
        <li key={id} className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3">
          <Link to={`/app/bookings/${id}`} className="truncate text-sm font-medium text-ink underline-offset-2 hover:underline">
            {title}
          </Link>
          <span className="row-span-2">
            <StatusBadge status={status} />
          </span>
          <span className="text-sm text-ink-soft tabular-nums">{slot}</span>
        </li>
      ))}
    </ul>
  )
}
