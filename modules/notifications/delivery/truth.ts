/** Whether a notice about a booking still tells the truth when it leaves. Pure. */
import type { Booking, BookingStatus } from '#modules/bookings/contract'
import type { Told } from '#kernel/contract'
import { note } from '#kernel/language'
import type { BookingNoticeKind } from '../contract.js'
import type { BookingNotice } from '../notice.js'

const standing: readonly BookingStatus[] = ['confirmed', 'checked_in', 'completed']

/** In which states of the booking a mail still tells the truth. */
const truthful: Readonly<Record<BookingNoticeKind, readonly BookingStatus[]>> = {
  booking_confirmed: standing,
  booking_pending: ['pending_approval'],
  booking_approved: standing,
  booking_rejected: ['rejected'],
  booking_changed: ['pending_approval', ...standing],
  booking_cancelled: ['cancelled'],
  booking_left: ['pending_approval', ...standing],
  booking_expired: ['expired'],
  approval_needed: ['pending_approval'],
  rule_notice: ['pending_approval', ...standing],
  booking_reminder: ['confirmed'],
}

/** Kinds that come too late once the booking is over. */
const timely: ReadonlySet<BookingNoticeKind> = new Set(['booking_confirmed', 'booking_pending', 'booking_approved', 'booking_changed', 'booking_left', 'approval_needed', 'rule_notice', 'booking_reminder'])

/** Kinds that only people on the booking get. */
const personal: ReadonlySet<BookingNoticeKind> = new Set(['booking_confirmed', 'booking_pending', 'booking_approved', 'booking_changed', 'booking_reminder'])

/** @returns why the notice has lost its point; null when it has not */
export function pointLost({ kind, recipient_user_id, reminder }: BookingNotice, booking: Booking | undefined, now: Date): Told | null {
  if (!booking) return note`The booking is gone.`
  if (!truthful[kind].includes(booking.status)) return note`The booking is ${booking.status} by now.`
  if (timely.has(kind) && booking.ends_at <= now.toISOString()) return note`The booking is over.`
  if (reminder && reminder.starts_at !== booking.starts_at) return note`The booking was moved; its reminders moved with it.`
  if (kind === 'booking_reminder' && booking.starts_at <= now.toISOString()) return note`The booking has begun.`
  const onIt = [booking.booked_for, booking.booked_by, ...booking.attendee_ids].includes(recipient_user_id)
  if (kind === 'booking_left' && onIt) return note`The person is on the booking again.`
  return personal.has(kind) && !onIt ? note`The person is not on the booking any more.` : null
}
