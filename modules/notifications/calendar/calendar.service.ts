import type { Attachment } from '#kernel/mail/mail'
import { roleReaches } from '#kernel/contract'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { Booking } from '#modules/bookings/contract'
import { members, type Member, type MembersPort } from '#modules/members/contract'
import type { BookingNoticeKind } from '../contract.js'
import type { Place } from '../letters/scenes.js'
import { calendarFile } from './calendar-file.js'

export interface CalendarOccasion {
  kind: BookingNoticeKind
  booking: Booking
  resource: Place
  organization: string
  reader: Member
  /** The booking's page. */
  url: string
  /** The reader's own doing, which brings nothing into a calendar that has it not. */
  own: boolean
}

/** What a mail does to its reader's calendar. */
export class CalendarService {
  /** @param from the sender's address, as configured */
  constructor(
    private readonly transactions: Transactions,
    private readonly people: MembersPort,
    private readonly from: string,
  ) {}

  /**
   * A file that brings the booking into the reader's calendar, moves it there or takes it out; none for mail that changes nothing there, for whoever only
   * made the booking, and to take out what never came in.
   */
  async attachments(occasion: CalendarOccasion): Promise<Attachment[]> {
    const { kind, booking, resource, organization, reader, url, own } = occasion
    const change = changeOf(kind, booking, own)
    const takesPart = [booking.booked_for, ...booking.attendee_ids].includes(reader.id)
    if (change === null || takesPart === (change === 'leave')) return []
    if (change === 'request') await this.note(booking.id, reader.id)
    else if (!(await this.noted(booking.id, reader.id))) return []
    const method = change === 'update' ? 'request' : change
    const attendees = change === 'leave' ? [reader] : await this.attendees(booking, reader)
    return [calendarFile({ method, booking, resource, organization, from: this.from, attendees, url })]
  }

  /** Whoever may not see the people of the organisation learns no addresses from the file either. */
  private async attendees({ booked_for, attendee_ids }: Booking, reader: Member): Promise<readonly Member[]> {
    if (!roleReaches(reader.role, members.permissions.read.from)) return [reader]
    const ids = [...new Set([booked_for, ...attendee_ids].filter((id) => id !== null))]
    const found = await this.people.byIds(ids)
    return ids.flatMap((id) => found.get(id) ?? []).filter(({ status }) => status === 'active')
  }

  private async note(bookingId: string, userId: string): Promise<void> {
    const text = 'insert into notification_calendar_entries (org_id, booking_id, user_id) values ($1, $2, $3) on conflict do nothing'
    await this.transactions.run((work) => work.query({ text, values: [currentTenant().org_id, bookingId, userId] }))
  }

  private async noted(bookingId: string, userId: string): Promise<boolean> {
    const text = 'select from notification_calendar_entries where org_id = $1 and booking_id = $2 and user_id = $3'
    return (await this.transactions.run((work) => work.query({ text, values: [currentTenant().org_id, bookingId, userId] }))).length > 0
  }
}

/** `update`: only where the booking is already. */
function changeOf(kind: BookingNoticeKind, { status }: Booking, own: boolean): 'request' | 'update' | 'cancel' | 'leave' | null {
  switch (kind) {
    case 'booking_confirmed':
    case 'booking_approved':
      return 'request'
    case 'booking_changed':
      // What waits for approval again stays in calendars as tentative; what has waited all along comes in once it is approved.
      return own || status === 'pending_approval' ? 'update' : 'request'
    case 'booking_cancelled':
    case 'booking_rejected':
    case 'booking_expired':
      return 'cancel'
    case 'booking_left':
      return 'leave'
    default:
      return null
  }
}
