/** One event per change: what everybody sees of it, who sees all of it, and what changed. */
import { defineToken, type EventData, type EventDefinition } from '#kernel/contract'
import type { Changes } from '#kernel/events/event'
import type { EventRecorder } from '#kernel/events/recorder'
import type { Booking } from './contract.js'

/** Whose names a booking bears: they see it whole. */
export function peopleOf({ booked_by, booked_for, attendee_ids }: Booking): string[] {
  return [...new Set([booked_by, booked_for, ...attendee_ids])].filter((id) => id !== null)
}

export class BookingEvents {
  constructor(private readonly recorder: EventRecorder) {}

  /** @param previous the booking before the change; null for a new one */
  record<E extends EventDefinition>(definition: E, booking: Booking, previous: Booking | null, extra: Readonly<Record<string, unknown>> = {}): void {
    const { id, resource_id, unit, starts_at, ends_at, status } = booking
    const data = { booking_id: id, resource_id, unit, starts_at, ends_at, status, booking, ...extra } as unknown as EventData<E>
    // Somebody taken off the booking learns of that too.
    const people = [...new Set([...peopleOf(booking), ...(previous ? peopleOf(previous) : [])])]
    this.recorder.emit(definition, { subject: { kind: 'booking', id }, data, people, changes: changesBetween(previous, booking) })
  }
}

const plain = ['status', 'starts_at', 'ends_at', 'resource_id', 'unit', 'booked_by', 'booked_for', 'attendee_ids'] as const
const personal = ['title', 'note', 'reason'] as const

function changesBetween(before: Booking | null, after: Booking): Changes {
  const changes: Record<string, { from: unknown; to: unknown }> = {}
  for (const field of plain) {
    if (JSON.stringify(before?.[field]) !== JSON.stringify(after[field])) changes[field] = { from: before?.[field] ?? null, to: after[field] }
  }
  // What people wrote stays out of the log; that they wrote something else does not.
  for (const field of personal) {
    if (before && before[field] !== after[field]) changes[field] = { from: lengthOf(before[field]), to: lengthOf(after[field]) }
  }
  return changes
}

function lengthOf(text: string | null): { length: number } | null {
  return text === null ? null : { length: text.length }
}

export const bookingEventsToken = defineToken<BookingEvents>('bookings.events')
