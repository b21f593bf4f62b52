/** From an event to who is told what: one message for each reader, ids only. Pure; whether it still makes sense is asked when it is sent. */
import { approvals } from '#modules/approvals/contract'
import { bookings, type Booking } from '#modules/bookings/contract'
import { webhooks } from '#modules/webhooks/contract'
import { workflows } from '#modules/workflows/contract'
import type { RecordedEvent } from '#kernel/events/event'
import type { OutboxMessage } from '#kernel/events/outbox'
import { on, type Subscription } from '#kernel/module'
import type { BookingNoticeKind } from '../contract.js'
import { emailChannel, type BookingNotice, type EndpointNotice } from '../notice.js'

type Recipients = readonly (string | null)[]

function tell(kind: BookingNoticeKind, recipients: Recipients, booking_id: string, more: Partial<BookingNotice> = {}): OutboxMessage[] {
  const people = new Set(recipients.filter((id) => id !== null))
  return [...people].map((recipient_user_id) => ({ channel: emailChannel, payload: { kind, recipient_user_id, booking_id, ...more } }))
}

const askers = ({ booked_for, booked_by }: Booking): Recipients => [booked_for, booked_by]
const everybody = (booking: Booking): Recipients => [...askers(booking), ...booking.attendee_ids]

/** Nobody needs a mail about what they did a second ago; their calendar may, see {@link own}. */
const except = ({ actor }: Pick<RecordedEvent, 'actor'>, recipients: Recipients): Recipients => recipients.filter((id) => actor.kind !== 'user' || id !== actor.id)

/** To whoever did it, for the calendar that has the booking by a file from us: whether one has is asked when the mail is written. */
function own(event: Pick<RecordedEvent, 'actor'>, kind: 'booking_changed' | 'booking_cancelled', booking: Booking, more: Partial<BookingNotice> = {}): OutboxMessage[] {
  const others = except(event, everybody(booking))
  return tell(kind, everybody(booking).filter((id) => !others.includes(id)), booking.id, { ...more, own: true })
}

/** Whether a calendar shows it. */
const inCalendars = ({ changes }: Pick<RecordedEvent, 'changes'>): boolean => ['starts_at', 'ends_at', 'resource_id', 'title', 'status'].some((field) => changes?.[field] !== undefined)

/** A confirmation is a receipt: it goes to whoever booked as well. */
function placed(booking: Booking): OutboxMessage[] {
  if (booking.status === 'confirmed') return tell('booking_confirmed', everybody(booking), booking.id)
  if (booking.status === 'pending_approval') return tell('booking_pending', askers(booking), booking.id)
  return []
}

/** Who was on the booking before the change and is not any more. */
function left({ changes, data: { booking } }: Pick<RecordedEvent<{ booking: Booking }>, 'changes' | 'data'>): Recipients {
  const before = changes?.['attendee_ids']?.from
  return Array.isArray(before) ? before.filter((id): id is string => typeof id === 'string' && !everybody(booking).includes(id)) : []
}

const wasHeld = ({ changes }: Pick<RecordedEvent, 'changes'>): boolean => changes?.['status']?.from === 'held'

export const subscriptions: readonly Subscription[] = [
  on(bookings.events.created, ({ data: { booking } }) => placed(booking)),
  on(bookings.events.confirmed, (event) => {
    const { booking } = event.data
    return wasHeld(event) ? placed(booking) : tell('booking_approved', everybody(booking), booking.id)
  }),
  // Attendees hear of it only if they ever heard of the booking, which is asked when the mail is written.
  on(bookings.events.rejected, (event) => tell('booking_rejected', except(event, everybody(event.data.booking)), event.data.booking_id)),
  on(bookings.events.changed, (event) => {
    const { booking, previous } = event.data
    if (previous.status === 'held') return placed(booking)
    const moved = previous.starts_at !== booking.starts_at || previous.ends_at !== booking.ends_at
    const { starts_at, ends_at } = previous
    const stood = { previous: { starts_at, ends_at } }
    return [
      ...tell('booking_changed', except(event, everybody(booking)), booking.id, moved ? stood : {}),
      ...(inCalendars(event) ? own(event, 'booking_changed', booking, moved ? stood : {}) : []),
      ...tell('booking_left', except(event, left(event)), booking.id, stood),
    ]
  }),
  on(bookings.events.cancelled, (event) => {
    const { booking } = event.data
    return wasHeld(event) ? [] : [...tell('booking_cancelled', except(event, everybody(booking)), booking.id), ...own(event, 'booking_cancelled', booking)]
  }),
  on(bookings.events.expired, (event) => (wasHeld(event) ? [] : tell('booking_expired', everybody(event.data.booking), event.data.booking_id))),
  on(approvals.events.requested, (event) => {
    const { approver_ids, approval_id, booking_id } = event.data
    return tell('approval_needed', except(event, approver_ids), booking_id, { approval_id })
  }),
  on(approvals.events.reassigned, (event) => {
    const { added_ids, approval_id, booking_id } = event.data
    return tell('approval_needed', except(event, added_ids), booking_id, { approval_id })
  }),
  on(webhooks.events.endpoint_disabled, ({ data: { endpoint, reason, owner_ids } }) => {
    const { id, origin, description } = endpoint
    if (reason === 'manual') return []
    return [...new Set(owner_ids)].map((recipient_user_id) => ({ channel: emailChannel, payload: { kind: 'webhook_disabled', recipient_user_id, endpoint: { id, origin, description }, reason } satisfies EndpointNotice }))
  }),
  on(workflows.events.notified, (event) => tell('rule_notice', except(event, event.data.user_ids), event.data.booking_id)),
]
