/** Lifelike scenes to show a wording with: what a reader in each language could get. Nothing in them exists. Pure. */
import type { MailLanguage } from '#kernel/contract'
import { dateAt, wallInstant } from '#kernel/wall-clock'
import type { Booking, BookingStatus } from '#modules/bookings/contract'
import type { BookingNoticeKind, NoticeKind } from '../contract.js'
import type { Address, Scene } from '../letters/scenes.js'

interface Matter {
  title: string
  room: string
  location: string
  asker: string
  reject: string
  cancel: string
  endpoint: string
}

const matters: Readonly<Record<MailLanguage, Matter>> = {
  en: { title: 'Quarterly planning', room: 'Meeting room 2', location: 'First floor, east wing', asker: 'Mia Berger', reject: 'The room is being painted that morning. The afternoon is free.', cancel: 'The visit was moved to next week.', endpoint: 'Door displays' },
  de: { title: 'Quartalsplanung', room: 'Besprechungsraum 2', location: 'Erster Stock, Ostflügel', asker: 'Mia Berger', reject: 'Der Raum wird an diesem Vormittag gestrichen. Der Nachmittag ist frei.', cancel: 'Der Besuch wurde auf nächste Woche verschoben.', endpoint: 'Türschilder' },
}

const statuses: Readonly<Record<BookingNoticeKind, BookingStatus>> = {
  booking_confirmed: 'confirmed',
  booking_pending: 'pending_approval',
  booking_approved: 'confirmed',
  booking_rejected: 'rejected',
  booking_changed: 'confirmed',
  booking_cancelled: 'cancelled',
  booking_left: 'confirmed',
  booking_expired: 'expired',
  approval_needed: 'pending_approval',
  rule_notice: 'confirmed',
  booking_reminder: 'confirmed',
}

/** Kinds whose reader is not the person the booking is for. */
const toOthers: readonly BookingNoticeKind[] = ['approval_needed', 'rule_notice', 'booking_left']

const [exampleId, askerId] = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002']

/** @param now what `tomorrow` is reckoned from */
export function sampleScene(kind: NoticeKind, address: Address, now: Date): Scene {
  const words = matters[address.reader.language]
  const { timezone } = address.reader
  const today = dateAt(timezone, now.getTime())
  const at = (days: number, hour: number) => new Date(wallInstant(timezone, today.add({ days }), `${String(hour).padStart(2, '0')}:00`, 'later')).toISOString()
  const resource = { name: words.room, location: words.location, timezone }
  const reason = kind === 'booking_rejected' ? words.reject : kind === 'booking_cancelled' ? words.cancel : null
  const brief = (days: number, hour: number) => ({ id: exampleId, title: words.title, starts_at: at(days, hour), ends_at: at(days, hour + 1), reason: null })
  switch (kind) {
    case 'webhook_disabled':
      return { ...address, kind, endpoint: { id: exampleId, origin: 'https://displays.example.com', description: words.endpoint }, reason: 'failing' }
    case 'approver_digest':
      return { ...address, kind, requests: [2, 5].map((days) => ({ booking: brief(days, 9), resource, requester: words.asker, asked_at: at(-days, 8) })), more: 1 }
    case 'daily_digest':
      return { ...address, kind, day: today.toString(), entries: [{ kind: 'booking_confirmed', booking: brief(1, 9), resource }, { kind: 'booking_rejected', booking: { ...brief(3, 13), reason: words.reject }, resource }], more: 0 }
    default: {
      const own = toOthers.includes(kind) ? askerId : address.reader.id
      const booking: Booking = {
        ...brief(1, 9), resource_id: exampleId, unit: 1, note: null, occupied_from: at(1, 9), occupied_to: at(1, 10), status: statuses[kind], busy: false, booked_by: own, booked_for: own,
        attendee_ids: [], reason, hold_expires_at: null, version: 1, created_at: at(-1, 8), updated_at: at(-1, 8),
      }
      const previous = kind === 'booking_changed' ? { starts_at: at(1, 13), ends_at: at(1, 14) } : null
      const decision = kind === 'approval_needed' ? { token: 'preview', expires_at: booking.starts_at } : null
      return { ...address, kind, booking, resource, names: new Map([[address.reader.id, address.reader.name], [askerId, words.asker]]), previous, decision, own: false }
    }
  }
}
