import type { Approval } from '#modules/approvals/contract'
import type { Booking, BookingStatus } from '#modules/bookings/contract'
import type { Resource } from '#modules/resources/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import { bookingTimes, dayTitle, slotLabel } from '../bookings/booking-times.server.js'
import { today } from '../bookings/wall-clock.server.js'
import { momentText } from '../reading/instant-text.server.js'
import type { People } from '../reading/people.server.js'
import type { Page } from '../reading/rest-reading.server.js'
import { chainOf, type ChainStep } from '../approval-chain/chain.js'
import { dateLocale, words } from '../language/words.server.js'

/** A request with everything needed to decide it. */
export interface ApprovalCard {
  readonly id: string
  readonly status: Approval['status']
  readonly title: string
  readonly note: string | null
  readonly resource: string
  readonly location: string | null
  readonly day: string
  readonly range: string
  /** The same time on the resource's clock when that shows another. */
  readonly elsewhere: string | null
  readonly requestedBy: string
  /** Only when it is for somebody else. */
  readonly requestedFor: string | null
  readonly attendees: readonly string[]
  readonly asked: string
  readonly rule: { readonly id: string; readonly name: string }
  readonly chain: readonly ChainStep[]
  readonly step: number | null
  readonly mayDecide: boolean
  /** Other bookings of the resource that touch this time. */
  readonly beside: readonly { id: string; title: string; slot: string; status: BookingStatus }[]
}

interface Reading {
  readonly session: ConsoleSession
  readonly people: People
  readonly resources: ReadonlyMap<string, Resource>
  readonly zone: string
}

const alive: readonly BookingStatus[] = ['held', 'pending_approval', 'confirmed', 'checked_in']

/** Reads what belongs on the card: one call, because the resource's bookings of that time hold the one in question too. */
export async function approvalCard(approval: Approval, { session, people, resources, zone }: Reading): Promise<ApprovalCard> {
  const { starts_at, ends_at, resource_id, booking_id } = approval
  const answer = await session.send<Page<Booking>>('GET', '/v1/bookings', { query: { resource_id, from: starts_at, to: ends_at, limit: '50' } })
  const around = answer.ok ? answer.body.items : []
  const booking = around.find(({ id }) => id === booking_id)
  const resource = resources.get(resource_id)
  const t = words()
  const times = bookingTimes(starts_at, ends_at, zone, resource?.timezone ?? zone)
  const { name, relative } = dayTitle(times.day, today(zone), dateLocale())
  return {
    id: approval.id,
    status: approval.status,
    title: booking?.title ?? t('Booking'),
    note: booking?.note ?? null,
    resource: resource?.name ?? t('Archived resource'),
    location: resource?.location || null,
    day: relative ? `${relative}, ${name}` : name,
    range: times.range,
    elsewhere: times.elsewhere,
    requestedBy: people.name(approval.requested_by),
    requestedFor: approval.requested_for === approval.requested_by ? null : people.name(approval.requested_for),
    attendees: (booking?.attendee_ids ?? []).map((id) => people.name(id)),
    asked: momentText(approval.created_at, zone),
    rule: { id: approval.rule.id, name: approval.rule.name },
    chain: chainOf(approval, (id) => people.name(id), (instant) => momentText(instant, zone), t),
    step: approval.current_step,
    mayDecide: approval.may_decide,
    beside: around
      .filter(({ id, status }) => id !== booking_id && alive.includes(status))
      .map((other) => ({ id: other.id, title: other.busy ? t('Busy') : (other.title ?? t('Untitled')), slot: slotLabel(other.starts_at, other.ends_at, zone), status: other.status })),
  }
}
