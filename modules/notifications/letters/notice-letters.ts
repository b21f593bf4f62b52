/** What each kind of mail says. Pure: everything it may mention is handed in. */
import type { Booking } from '#modules/bookings/contract'
import type { Resource } from '#modules/resources/contract'
import { noticeKinds, type BookingNoticeKind } from '../contract.js'
import type { Letter } from './letter.js'
import { inZone, sameClock, startInZone, type Span } from './times.js'

export interface Scene {
  kind: BookingNoticeKind
  booking: Booking
  resource: Pick<Resource, 'name' | 'location' | 'timezone'>
  organization: string
  reader: { id: string; timezone: string }
  /** Names of the people on the booking, by id. */
  names: ReadonlyMap<string, string>
  /** Before it was moved; null when it was not. */
  previous: Span | null
  publicUrl: string
}

interface Words {
  /** Begins the subject. */
  label: string
  heading: string
  paragraphs: readonly string[]
}

export function letterFor(scene: Scene): Letter {
  const { kind, booking, resource, organization, reader, publicUrl } = scene
  const { label, heading, paragraphs } = wordsFor(scene)
  return {
    subject: `${label}: ${resource.name}, ${startInZone(booking, reader.timezone)}`,
    heading,
    paragraphs,
    facts: factsFor(scene),
    action: { label: kind === 'approval_needed' ? 'Decide in BookFlow' : 'Open in BookFlow', url: `${publicUrl}/app/${kind === 'approval_needed' ? 'approvals' : `bookings/${booking.id}`}` },
    footer: `You get this mail from ${organization} because: ${noticeKinds[kind].charAt(0).toLowerCase()}${noticeKinds[kind].slice(1)}. You can switch such mail off in BookFlow.`,
  }
}

function wordsFor(scene: Scene): Words {
  const { kind, booking, resource } = scene
  const what = whose(scene)
  switch (kind) {
    case 'booking_confirmed':
      return { label: 'Confirmed', heading: `${what} is confirmed`, paragraphs: [`${resource.name} is reserved.`] }
    case 'booking_pending':
      return { label: 'Waiting for approval', heading: `${what} waits for approval`, paragraphs: ['The time is kept free meanwhile. You get another mail when it is decided.'] }
    case 'booking_approved':
      return { label: 'Approved', heading: `${what} was approved`, paragraphs: [`${resource.name} is reserved.`] }
    case 'booking_rejected':
      return { label: 'Turned down', heading: `${what} was turned down`, paragraphs: ['The time is free again.'] }
    case 'booking_changed':
      return { label: 'Changed', heading: `${what} was changed`, paragraphs: [booking.status === 'pending_approval' ? 'It needs approval again and waits for it.' : 'This is how it stands now.'] }
    case 'booking_cancelled':
      return { label: 'Cancelled', heading: `${what} was cancelled`, paragraphs: ['The time is free again.'] }
    case 'booking_expired':
      return { label: 'Expired', heading: `${what} ran out`, paragraphs: ['Nobody decided in time, so it did not come about. The time is free again.'] }
    case 'approval_needed':
      return { label: 'Please decide', heading: `A booking of ${resource.name} waits for your decision`, paragraphs: ['Approve it or turn it down; the time is kept free until then.'] }
    case 'rule_notice':
      return { label: 'For your information', heading: `A booking of ${resource.name}`, paragraphs: [booking.status === 'pending_approval' ? 'It waits for approval.' : 'There is nothing for you to do.'] }
    case 'booking_reminder':
      return { label: 'Reminder', heading: `${what} begins soon`, paragraphs: [`${resource.name} is reserved for it.`] }
  }
}

/** Seen from the reader: one's own booking, one made for another, or one that somebody put them on. */
function whose({ booking, resource, reader, names }: Scene): string {
  if (booking.booked_for === reader.id) return `Your booking of ${resource.name}`
  const person = names.get(booking.booked_for ?? '') ?? 'somebody'
  return booking.booked_by === reader.id ? `The booking of ${resource.name} you made for ${person}` : `${person}'s booking of ${resource.name}`
}

function factsFor({ booking, resource, reader, names, previous }: Scene): (readonly [string, string])[] {
  const facts: (readonly [string, string])[] = []
  const add = (label: string, value: string | null | undefined) => {
    if (value) facts.push([label, value])
  }
  const elsewhere = (span: Span) => (sameClock(span, reader.timezone, resource.timezone) ? null : inZone(span, resource.timezone))
  add('What', booking.title)
  add('Where', resource.location ? `${resource.name}, ${resource.location}` : resource.name)
  add('When', inZone(booking, reader.timezone))
  add('There', elsewhere(booking))
  add('Before', previous && inZone(previous, reader.timezone))
  add('For', booking.booked_for === reader.id ? null : names.get(booking.booked_for ?? ''))
  add('Booked by', booking.booked_by === booking.booked_for ? null : names.get(booking.booked_by ?? ''))
  add(booking.status === 'rejected' ? 'Comment' : 'Reason', booking.reason)
  return facts
}
