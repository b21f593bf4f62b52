/** What the mails say that are about several bookings, or about none. Pure: everything they may mention is handed in. */
import type { Booking } from '#modules/bookings/contract'
import { noticeKinds, type BookingNoticeKind, type NoticeKind } from '../contract.js'
import type { Letter } from './letter.js'
import { inZone, startInZone } from './times.js'

interface Frame {
  organization: string
  reader: { timezone: string }
  publicUrl: string
}

/** What a day brought, in the order it happened. */
export interface DailyDigestScene extends Frame {
  entries: readonly { kind: BookingNoticeKind; booking: Pick<Booking, 'id' | 'title' | 'starts_at' | 'ends_at' | 'reason'>; resource: string }[]
  /** How many more there are than the entries shown. */
  more: number
}

/** What waits for the reader's decision, the longest waiting first. */
export interface ApproverDigestScene extends Frame {
  requests: readonly { booking: Pick<Booking, 'id' | 'title' | 'starts_at' | 'ends_at'>; resource: string; requester: string; asked_at: string }[]
  more: number
}

export interface EndpointScene extends Frame {
  endpoint: { id: string; origin: string; description: string }
  reason: 'gone' | 'failing'
}

const entryLabels: Readonly<Record<BookingNoticeKind, string>> = {
  booking_confirmed: 'Confirmed',
  booking_pending: 'Waiting for approval',
  booking_approved: 'Approved',
  booking_rejected: 'Turned down',
  booking_changed: 'Changed',
  booking_cancelled: 'Cancelled',
  booking_expired: 'Expired',
  approval_needed: 'Please decide',
  rule_notice: 'For your information',
  booking_reminder: 'Reminder',
}

export function dailyDigestLetter({ organization, reader, publicUrl, entries, more }: DailyDigestScene): Letter {
  const count = entries.length + more
  return {
    subject: `Your day in ${organization}: ${count} ${count === 1 ? 'notice' : 'notices'}`,
    heading: count === 1 ? 'One notice' : `${count} notices`,
    paragraphs: ['This is how each of them stands now.', ...andMore(more)],
    facts: entries.map(({ kind, booking, resource }) => [entryLabels[kind], [booking.title, resource, inZone(booking, reader.timezone), booking.reason, `${publicUrl}/app/bookings/${booking.id}`].filter(Boolean).join('\n')] as const),
    action: { label: 'Open in BookFlow', url: `${publicUrl}/app/bookings` },
    footer: footer('daily_digest', organization),
  }
}

export function approverDigestLetter({ organization, reader, publicUrl, requests, more }: ApproverDigestScene): Letter {
  const count = requests.length + more
  return {
    subject: `${count} ${count === 1 ? 'request waits' : 'requests wait'} for your decision in ${organization}`,
    heading: count === 1 ? 'One request waits for your decision' : `${count} requests wait for your decision`,
    paragraphs: ['The longest waiting comes first. Their times are kept free until somebody decides.', ...andMore(more)],
    facts: requests.map(({ booking, resource, requester, asked_at }) => [startInZone(booking, reader.timezone), [booking.title, resource, `Asked by ${requester}, ${startInZone({ starts_at: asked_at, ends_at: asked_at }, reader.timezone)}`].filter(Boolean).join('\n')] as const),
    action: { label: 'Decide in BookFlow', url: `${publicUrl}/app/approvals` },
    footer: footer('approver_digest', organization),
  }
}

export function endpointLetter({ organization, publicUrl, endpoint, reason }: EndpointScene): Letter {
  const why = reason === 'gone' ? 'It answered 410 Gone, which asks us to send no more.' : 'Every delivery of the last five days failed.'
  return {
    subject: `Webhook endpoint switched off: ${endpoint.origin}`,
    heading: 'A webhook endpoint was switched off',
    paragraphs: [why, 'Nothing is sent to it any more. Once its receiver works, switch it on again: what was given up in the last 72 hours is then sent in order.'],
    facts: [['Endpoint', endpoint.origin] as const, ...(endpoint.description ? [['Description', endpoint.description] as const] : [])],
    action: { label: 'Open in BookFlow', url: `${publicUrl}/app/webhooks/${endpoint.id}` },
    footer: footer('webhook_disabled', organization),
  }
}

const andMore = (more: number): string[] => (more > 0 ? [`There are ${more} more in BookFlow.`] : [])

function footer(kind: NoticeKind, organization: string): string {
  return `You get this mail from ${organization} because: ${noticeKinds[kind].charAt(0).toLowerCase()}${noticeKinds[kind].slice(1)}. You can switch such mail off in BookFlow.`
}
