/**
 * A booking as an iCalendar file (RFC 5545) for the calendar of one reader. Pure.
 *
 * METHOD is REQUEST and CANCEL (RFC 5546), not PUBLISH: a published event may name no attendees, and calendars add it as a copy nobody updates, while
 * REQUEST makes later files with the same UID and a higher SEQUENCE move or remove what is there. Nobody is asked to answer (RSVP=FALSE, all have accepted
 * already), because answers would go to an address nobody reads: the organiser is the product's sender, under the organisation's name, which also lets
 * calendars that compare the two take updates from these mails. Times are in UTC, which needs no VTIMEZONE and shows right in every zone.
 */
import ical, { ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventBusyStatus, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import type { Attachment } from '#kernel/mail/mail'
import type { Booking } from '#modules/bookings/contract'
import type { Place } from '../letters/scenes.js'

export interface CalendarMatter {
  /** `cancel` takes out of the calendar what `request` brought there; `leave` does so for attendees who are taken off a booking that goes on. */
  method: 'request' | 'cancel' | 'leave'
  booking: Pick<Booking, 'id' | 'title' | 'starts_at' | 'ends_at' | 'status' | 'version' | 'created_at' | 'updated_at'>
  resource: Place
  organization: string
  /** The sender's address, as configured: `Name <address>` or the address alone. */
  from: string
  attendees: readonly { name: string; email: string }[]
  /** The booking's page. */
  url: string
}

/** The same matter gives the same bytes, so that a mail tried again is the mail it was. */
export function calendarFile({ method, booking, resource, organization, from, attendees, url }: CalendarMatter): Attachment {
  const cancelled = method !== 'request'
  const calendar = ical({ prodId: { company: 'BookFlow', product: 'BookFlow', language: 'EN' }, method: cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST })
  const event = calendar.createEvent({
    // Unique by itself, as RFC 7986 section 5.3 asks, and the booking's for good.
    id: booking.id,
    // Grows with every change of the booking, whoever is told of it.
    sequence: booking.version,
    start: new Date(booking.starts_at),
    end: new Date(booking.ends_at),
    stamp: new Date(booking.updated_at),
    created: new Date(booking.created_at),
    lastModified: new Date(booking.updated_at),
    summary: lineOf(booking.title ?? resource.name),
    location: lineOf(resource.location ? `${resource.name}, ${resource.location}` : resource.name),
    url,
    // RFC 5546 section 3.2.5: whoever is merely uninvited gets no status.
    status: method === 'leave' ? null : cancelled ? ICalEventStatus.CANCELLED : booking.status === 'pending_approval' ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED,
    transparency: cancelled ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    busystatus: cancelled ? ICalEventBusyStatus.FREE : ICalEventBusyStatus.BUSY,
    organizer: { name: lineOf(organization), email: addressOf(from) },
  })
  for (const { name, email } of attendees) event.createAttendee({ name: lineOf(name), email, role: ICalAttendeeRole.REQ, status: ICalAttendeeStatus.ACCEPTED, rsvp: false })
  return { filename: cancelled ? 'cancelled.ics' : 'booking.ics', content_type: `text/calendar; charset=utf-8; method=${cancelled ? 'CANCEL' : 'REQUEST'}`, content: calendar.toString() }
}

/** One line without control characters, which RFC 5545 section 3.1 allows in no text. */
function lineOf(text: string): string {
  return text.toWellFormed().replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim() || '-'
}

function addressOf(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim()
}
