/** From an event to what has to be planned anew. Pure. */
import { approvals } from '#modules/approvals/contract'
import { bookings } from '#modules/bookings/contract'
import { orgs } from '#modules/orgs/contract'
import type { RecordedEvent } from '#kernel/events/event'
import type { OutboxMessage } from '#kernel/events/outbox'
import { on, type Subscription } from '#kernel/module'
import { planningChannel, type Planning } from '../planning.js'

const plan = (payload: Planning): OutboxMessage[] => [{ channel: planningChannel, payload }]
const booking = ({ at, data }: Pick<RecordedEvent<{ booking_id: string }>, 'at' | 'data'>): OutboxMessage[] => plan({ booking_id: data.booking_id, at })
const askedToDecide = (approver_ids: string[]): OutboxMessage[] => (approver_ids.length === 0 ? [] : plan({ approver_ids }))

/** Only what is or was confirmed has reminders. */
export const plans: readonly Subscription[] = [
  on(bookings.events.created, (event) => (event.data.status === 'confirmed' ? booking(event) : [])),
  on(bookings.events.confirmed, booking),
  on(bookings.events.changed, (event) => (event.data.status === 'confirmed' || event.data.previous.status === 'confirmed' ? booking(event) : [])),
  on(bookings.events.cancelled, (event) => (event.changes?.['status']?.from === 'confirmed' ? booking(event) : [])),
  // Whatever happened while nobody listened; it reaches this module because it is on from here.
  on(orgs.events.module_switched, ({ at, data, changes }) => (data.module === 'notifications' && changes?.['enabled']?.from === false ? plan({ at, after: null }) : [])),
  on(approvals.events.requested, ({ data }) => askedToDecide(data.approver_ids)),
  on(approvals.events.reassigned, ({ data }) => askedToDecide(data.added_ids)),
]
