/** What people do with their bookings: who books, what becomes of it, and how long before. */
import { bookedStatuses, type BookingStatus } from '#modules/bookings/contract'
import type { MembersPort } from '#modules/members/contract'
import type { Report, ReportRow } from './contract.js'
import type { Material, Scope } from './material.js'
import { intervalAt } from './period.js'
import { quantile, shareOf } from './quantiles.js'

const hour = 3_600_000
/** A cancellation after this leaves nobody time to use what it frees. */
const lateBefore = 24 * hour

export async function people(material: Material, scope: Scope, members: MembersPort): Promise<Report<'people'>> {
  const { from, to, stated } = scope.period
  const found = new Map<string, Omit<ReportRow<'people'>, 'user_id' | 'person'>>()
  await material.eachBooking(scope, ({ booked_for, status, starts_at, ends_at }) => {
    const person = found.get(booked_for) ?? { bookings: 0, booked_minutes: 0, cancelled: 0, missed: 0 }
    found.set(booked_for, person)
    if (status === 'cancelled') person.cancelled += 1
    if (status === 'no_show') person.missed += 1
    if (!bookedStatuses.includes(status)) return
    person.bookings += 1
    person.booked_minutes += Math.round((Math.min(to, Date.parse(ends_at)) - Math.max(from, Date.parse(starts_at))) / 60_000)
  })
  const names = await members.byIds([...found.keys()])
  const rows = [...found].map(([user_id, person]) => ({ user_id, person: names.get(user_id)?.name ?? '', ...person }))
  rows.sort((a, b) => b.booked_minutes - a.booked_minutes || b.bookings - a.bookings || a.person.localeCompare(b.person))
  const total = (of: 'bookings' | 'booked_minutes') => rows.reduce((sum, row) => sum + row[of], 0)
  return { period: stated, summary: { people: rows.length, bookings: total('bookings'), booked_minutes: total('booked_minutes') }, rows }
}

type Outcome = Omit<ReportRow<'outcomes'>, 'starts_on' | 'ends_on'>

const counted: Partial<Record<BookingStatus, keyof Outcome>> = { confirmed: 'kept', checked_in: 'kept', completed: 'kept', held: 'waiting', pending_approval: 'waiting', rejected: 'rejected', cancelled: 'cancelled', expired: 'expired', no_show: 'missed' }

/** Bookings by the interval they start in; those that began before the period belong to the one before. */
export async function outcomes(material: Material, scope: Scope): Promise<Report<'outcomes'>> {
  const { intervals, stated, from } = scope.period
  const none = (): Outcome => ({ placed: 0, kept: 0, waiting: 0, rejected: 0, cancelled: 0, cancelled_late: 0, expired: 0, missed: 0 })
  const found = intervals.map(none)
  await material.eachBooking(scope, ({ status, starts_at, updated_at }) => {
    const starts = Date.parse(starts_at)
    const kind = counted[status]
    if (starts < from || kind === undefined) return
    const outcome = found[intervalAt(intervals, starts)]!
    outcome.placed += 1
    outcome[kind] += 1
    if (status === 'cancelled' && Date.parse(updated_at) > starts - lateBefore) outcome.cancelled_late += 1
  })
  const all = found.reduce((sum, each) => {
    for (const key of Object.keys(sum) as (keyof Outcome)[]) sum[key] += each[key]
    return sum
  }, none())
  const { placed, kept, cancelled, cancelled_late, missed } = all
  const rows = intervals.map(({ starts_on, ends_on }, index) => ({ starts_on, ends_on, ...found[index]! }))
  return { period: stated, summary: { placed, kept, cancelled, cancelled_late, missed, cancellation_rate: shareOf(cancelled, placed), no_show_rate: shareOf(missed, kept + missed) }, rows }
}

/** Hours between placing and start, as people speak of them. */
const bounds = [0, 1, 4, 24, 48, 168, 336, 672] as const

/** How long before the start those bookings were made that begin in the period and took their time. */
export async function leadTime(material: Material, scope: Scope): Promise<Report<'lead-time'>> {
  const leads: number[] = []
  await material.eachBooking(scope, ({ status, starts_at, created_at }) => {
    const starts = Date.parse(starts_at)
    if (starts >= scope.period.from && bookedStatuses.includes(status)) leads.push(Math.max(0, starts - Date.parse(created_at)) / hour)
  })
  const rows = bounds.map((from, index) => {
    const to = bounds[index + 1] ?? null
    const bookings = leads.filter((lead) => lead >= from && (to === null || lead < to)).length
    return { from_hours: from, to_hours: to, bookings, share: shareOf(bookings, leads.length) }
  })
  const rounded = (value: number | null) => (value === null ? null : Math.round(value * 10) / 10)
  return { period: scope.period.stated, summary: { bookings: leads.length, median_hours: rounded(quantile(leads, 0.5)), p90_hours: rounded(quantile(leads, 0.9)) }, rows }
}
