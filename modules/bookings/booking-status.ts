/** The life of a booking: which status may follow which. Every change of status passes here; nothing else decides. Pure. */
import type { Told } from '#kernel/contract'
import { say } from '#kernel/language'
import type { BookingStatus } from './contract.js'

const next: Readonly<Record<BookingStatus, readonly BookingStatus[]>> = {
  held: ['confirmed', 'pending_approval', 'cancelled', 'expired'],
  pending_approval: ['confirmed', 'rejected', 'cancelled', 'expired'],
  // Moving a confirmed booking may need a new approval.
  confirmed: ['pending_approval', 'checked_in', 'completed', 'no_show', 'cancelled'],
  checked_in: ['completed'],
  // The clock completes what nobody checked in to; somebody may know better afterwards.
  completed: ['no_show'],
  rejected: [],
  cancelled: [],
  expired: [],
  no_show: [],
}

/** Statuses in which a booking takes its time from others; equal to the predicate of the constraint `bookings_no_overlap`. */
export const occupying = ['held', 'pending_approval', 'confirmed', 'checked_in'] as const satisfies readonly BookingStatus[]

export function mayBecome(from: BookingStatus, to: BookingStatus): boolean {
  return next[from].includes(to)
}

/** Statuses from which `to` can be reached in one step. */
export function sourcesOf(to: BookingStatus): readonly BookingStatus[] {
  return (Object.keys(next) as BookingStatus[]).filter((from) => next[from].includes(to))
}

/** True while its time, place and text may be changed. */
export function mayChange(status: BookingStatus): boolean {
  return status === 'held' || status === 'pending_approval' || status === 'confirmed'
}

/** `is confirmed`, `was cancelled`, ... for sentences about a booking. */
export function inWords(status: BookingStatus): Told {
  switch (status) {
    case 'held':
      return say`is a hold that waits to be confirmed`
    case 'pending_approval':
      return say`waits for approval`
    case 'confirmed':
      return say`is confirmed`
    case 'rejected':
      return say`was rejected`
    case 'cancelled':
      return say`was cancelled`
    case 'expired':
      return say`has expired`
    case 'checked_in':
      return say`is checked in`
    case 'completed':
      return say`is completed`
    case 'no_show':
      return say`was marked as missed`
  }
}
