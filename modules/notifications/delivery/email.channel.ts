import type { Booking, BookingStatus, BookingsPort } from '#modules/bookings/contract'
import type { MembersPort } from '#modules/members/contract'
import type { ResourcesPort } from '#modules/resources/contract'
import { JobCancelled, type Channel, type Delivery } from '#kernel/events/outbox'
import { composeLetter } from '#kernel/mail/letter'
import type { Mail, MailTransport } from '#kernel/mail/mail'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { BookingNoticeKind } from '../contract.js'
import { letterFor } from '../letters/notice-letters.js'
import { BookingNoticeSchema, emailChannel, type BookingNotice } from '../notice.js'
import type { PreferencesService } from '../preferences/preferences.service.js'
import type { Addressees } from './addressees.js'

const standing: readonly BookingStatus[] = ['confirmed', 'checked_in', 'completed']

/** In which states of the booking a mail still tells the truth. */
const truthful: Readonly<Record<BookingNoticeKind, readonly BookingStatus[]>> = {
  booking_confirmed: standing,
  booking_pending: ['pending_approval'],
  booking_approved: standing,
  booking_rejected: ['rejected'],
  booking_changed: ['pending_approval', ...standing],
  booking_cancelled: ['cancelled'],
  booking_expired: ['expired'],
  approval_needed: ['pending_approval'],
  rule_notice: ['pending_approval', ...standing],
  booking_reminder: ['confirmed'],
}

/** Kinds that come too late once the booking is over. */
const timely: ReadonlySet<BookingNoticeKind> = new Set(['booking_confirmed', 'booking_pending', 'booking_approved', 'booking_changed', 'approval_needed', 'rule_notice', 'booking_reminder'])

/** Kinds that only people on the booking get. */
const personal: ReadonlySet<BookingNoticeKind> = new Set(['booking_confirmed', 'booking_pending', 'booking_approved', 'booking_changed', 'booking_reminder'])

export interface Directory {
  addressees: Addressees
  people: MembersPort
  resources: ResourcesPort
  bookings: BookingsPort
}

/** Writes a mail from what is true when it leaves, not when it was asked for, and hands it to the transport under the message's id. */
export class EmailChannel implements Channel {
  readonly name = emailChannel
  readonly payload = BookingNoticeSchema

  constructor(
    private readonly transactions: Transactions,
    private readonly directory: Directory,
    private readonly preferences: PreferencesService,
    private readonly transport: MailTransport,
  ) {}

  /** @throws JobCancelled when nobody waits for it any more */
  async deliver({ id, org_id, payload }: Delivery): Promise<{ provider_id: string }> {
    const mail = await this.transactions.run((work) => this.write(payload as BookingNotice, work.now))
    return this.transport.send(mail, id, org_id)
  }

  private async write(notice: BookingNotice, now: Date): Promise<Mail> {
    const { kind, recipient_user_id, previous } = notice
    const { addressees, people, resources } = this.directory
    const booking = await this.booking(notice, now)
    const ids = [booking.booked_for, booking.booked_by].filter((id) => id !== null)
    const [{ member, address }, members, found, wanted] = await Promise.all([
      addressees.find(recipient_user_id, kind),
      people.byIds(ids),
      resources.byIds([booking.resource_id]),
      this.preferences.wants(recipient_user_id, kind),
    ])
    const resource = found.get(booking.resource_id)
    if (!wanted) throw new JobCancelled('The person switched such mail off.')
    if (!resource) throw new JobCancelled('The resource is gone.')
    const names = new Map([...members].map(([id, { name }]) => [id, name]))
    const letter = letterFor({ ...address, kind, booking, resource, names, previous: previous ?? null, decision: null })
    return { to: member.email, ...composeLetter(letter) }
  }

  private async booking({ kind, booking_id, recipient_user_id }: BookingNotice, now: Date): Promise<Booking> {
    const booking = (await this.directory.bookings.byIds([booking_id])).get(booking_id)
    if (!booking) throw new JobCancelled('The booking is gone.')
    if (!truthful[kind].includes(booking.status)) throw new JobCancelled(`The booking is ${booking.status} by now.`)
    if (timely.has(kind) && booking.ends_at <= now.toISOString()) throw new JobCancelled('The booking is over.')
    const onIt = [booking.booked_for, booking.booked_by, ...booking.attendee_ids].includes(recipient_user_id)
    if (personal.has(kind) && !onIt) throw new JobCancelled('The person is not on the booking any more.')
    return booking
  }
}
