/** The life of a booking: which status may follow which. Every change of status passes here; nothing else decides. Pure. */
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

const words: Readonly<Record<BookingStatus, string>> = {
  held: 'is a hold that waits to be confirmed',
  pending_approval: 'waits for approval',
  confirmed: 'is confirmed',
  rejected: 'was rejected',
  cancelled: 'was cancelled',
  expired: 'has expired',
  checked_in: 'is checked in',
  completed: 'is completed',
  no_show: 'was marked as missed',
}

/** `is confirmed`, `was cancelled`, ... for sentences about a booking. */
export function inWords(status: BookingStatus): string {
  return words[status]
}
