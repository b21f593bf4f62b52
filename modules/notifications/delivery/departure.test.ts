import { describe, expect, it } from 'vitest'
import type { Booking } from '#modules/bookings/contract'
import type { NoticeKind } from '../contract.js'
import type { BookingNotice } from '../notice.js'
import { Wishes, defaults, type Choice } from '../preferences/preferences.repository.js'
import { departureOf } from './departure.js'
import { pointLost } from './truth.js'

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const nights = { from: '22:00', to: '07:00', days: [...days] }
const daily: Choice = { email: true, delivery: 'daily_digest' }
const evening = new Date('2026-11-23T21:30:00Z')
const booking = (starts_at: string, ends_at: string) => ({ starts_at, ends_at })
const nextWeek = booking('2026-12-01T08:00:00.000Z', '2026-12-01T09:00:00.000Z')

const leaves = (kind: NoticeKind, about: ReturnType<typeof booking> | null, chosen: Partial<Record<NoticeKind, Choice>> = {}, quiet: typeof nights | null = nights, now = evening, own = false) =>
  departureOf({ kind, own, booking: about, wishes: new Wishes({ ...defaults, quiet_hours: quiet }, new Map(Object.entries(chosen))), zone: 'Europe/Berlin', now }).at

describe('a notice leaves', () => {
  it.each<[string, ReturnType<typeof leaves>, string]>([
    ['at once by day', leaves('booking_changed', nextWeek, {}, nights, new Date('2026-11-23T12:00:00Z')), 'once'],
    ['at once for whoever wants no quiet', leaves('booking_changed', nextWeek, {}, null), 'once'],
    ['after the quiet hours by night', leaves('booking_changed', nextWeek), 'end_of_quiet_hours'],
    ['at once by night, about a booking before they end', leaves('booking_cancelled', booking('2026-11-24T05:30:00.000Z', '2026-11-24T08:00:00.000Z')), 'once'],
    ['at once by night, about a booking that runs', leaves('booking_changed', booking('2026-11-23T20:00:00.000Z', '2026-11-23T22:00:00.000Z')), 'once'],
    ['after them, about one that is over', leaves('booking_expired', booking('2026-11-23T20:00:00.000Z', '2026-11-23T21:00:00.000Z')), 'end_of_quiet_hours'],
    ['at once by night, a reminder somebody asked for', leaves('booking_reminder', nextWeek), 'once'],
    ['after them, about no booking', leaves('webhook_disabled', null), 'end_of_quiet_hours'],
    ['with the digest, if chosen', leaves('booking_changed', nextWeek, { booking_changed: daily }), 'daily_digest'],
    ['by itself, for one’s own calendar', leaves('booking_changed', nextWeek, { booking_changed: daily }, null, evening, true), 'once'],
    ['after the quiet hours, for one’s own calendar too', leaves('booking_changed', nextWeek, {}, nights, evening, true), 'end_of_quiet_hours'],
    ['of that kind only', leaves('booking_cancelled', nextWeek, { booking_changed: daily }), 'end_of_quiet_hours'],
    ['at once, about a booking before the digest', leaves('booking_changed', booking('2026-11-24T06:30:00.000Z', '2026-11-24T08:00:00.000Z'), { booking_changed: daily }, null), 'once'],
    ['by itself, a reminder, whatever is stored', leaves('booking_reminder', nextWeek, { booking_reminder: daily }), 'once'],
    ['at once by default: approvals needed', leaves('approval_needed', nextWeek, {}, null), 'once'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected)
  })
})

describe('a reminder has lost its point', () => {
  const stands = { ...nextWeek, status: 'confirmed', booked_for: 'mia', booked_by: 'mia', attendee_ids: [] as string[] } as unknown as Booking
  const notice: BookingNotice = { kind: 'booking_reminder', recipient_user_id: 'mia', booking_id: 'b', reminder: { minutes: 60, starts_at: nextWeek.starts_at } }
  const before = new Date('2026-12-01T07:00:00Z')
  it.each<[string, string | null, Booking | undefined, Date]>([
    ['not while all is as planned', null, stands, before],
    ['once the booking has begun', 'The booking has begun.', stands, new Date(nextWeek.starts_at)],
    ['once it was moved', 'The booking was moved; its reminders moved with it.', { ...stands, starts_at: '2026-12-01T08:15:00.000Z' }, before],
    ['once it was cancelled', 'The booking is cancelled by now.', { ...stands, status: 'cancelled' }, before],
    ['once it needs approval again', 'The booking is pending_approval by now.', { ...stands, status: 'pending_approval' }, before],
    ['once the person is off it', 'The person is not on the booking any more.', { ...stands, booked_for: 'tom', booked_by: 'tom' }, before],
    ['once it is gone', 'The booking is gone.', undefined, before],
  ])('%s', (_, expected, about, now) => {
    expect(pointLost(notice, about, now)).toBe(expected)
  })
})
