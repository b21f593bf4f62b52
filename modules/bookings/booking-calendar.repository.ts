/** Statements that read many bookings: lists, what is taken, what waits for the clock. Two timestamps are compared, never ranges: `&&` loses the index under row-level security. */
import { longestBookingDays } from '#modules/resources/contract'
import { defineToken } from '#kernel/contract'
import type { PageRequest } from '#kernel/http/page'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { Statement } from '#kernel/tenancy/unit-of-work'
import { bookingColumns, earliestReaching, isOccupying } from './booking.repository.js'
import type { BookingFilter } from './booking.schemas.js'
import type { Booking, BookingsPort, PastBooking } from './contract.js'

export interface TakenSpan {
  resource_id: string
  unit: number
  occupied_from: string
  occupied_to: string
}

const stillCounts = `(b.undecided_until is null or b.undecided_until > now())`
const overlapping = `${isOccupying} and ${stillCounts} and b.occupied_from < $4 and b.occupied_to > $3 and b.occupied_from > $5 and b.id is distinct from $6::uuid`

export class BookingCalendarRepository {
  constructor(private readonly transactions: Transactions) {}

  /** In order of start; at least `limit + 1` rows, if there are. @param personId limits to bookings the person has a part in; null does not */
  list(filter: BookingFilter, personId: string | null, { limit, after }: PageRequest): Promise<Booking[]> {
    const { text, name, values } = listStatement(filter, personId, { limit, after })
    return this.query({ ...(name === undefined ? {} : { name }), text, values })
  }

  /** What takes any of `[from, to)` from others, buffers included, in order. @param exceptId a booking that is not counted */
  occupying(resourceId: string, from: string, to: string, limit: number, exceptId: string | null): Promise<Booking[]> {
    return this.query({
      // A number in the text, here and below: with a parameter the planner makes a new plan every time.
      name: `bookings.occupying.${limit}`,
      text: `select ${bookingColumns} from bookings b where b.org_id = $1 and b.resource_id = $2 and ${overlapping} order by b.occupied_from, b.id limit ${limit}`,
      values: [resourceId, from, to, earliestReaching(from), exceptId],
    })
  }

  /** On how many units something is taken from `[from, to)`. */
  async unitsTaken(resourceId: string, from: string, to: string, exceptId: string | null): Promise<number> {
    const rows = await this.query<{ count: number }>({
      name: 'bookings.units_taken',
      text: `select count(distinct b.unit)::int as count from bookings b where b.org_id = $1 and b.resource_id = $2 and ${overlapping}`,
      values: [resourceId, from, to, earliestReaching(from), exceptId],
    })
    return rows[0]?.count ?? 0
  }

  /** What {@link occupying} gives, without details. */
  takenOf(resourceId: string, from: string, to: string, limit: number, exceptId: string | null): Promise<Omit<TakenSpan, 'resource_id'>[]> {
    return this.query<Omit<TakenSpan, 'resource_id'>>({
      // By one id: what takes a list, below, the planner plans anew for every list.
      name: `bookings.taken_of.${limit}`,
      text: `select b.unit, b.occupied_from, b.occupied_to from bookings b where b.org_id = $1 and b.resource_id = $2 and ${overlapping} order by b.occupied_from, b.id limit ${limit}`,
      values: [resourceId, from, to, earliestReaching(from), exceptId],
    })
  }

  /** The same for many resources, in order of time. */
  taken(resourceIds: readonly string[], from: string, to: string, limit: number, exceptId: string | null): Promise<TakenSpan[]> {
    return this.query<TakenSpan>({
      name: `bookings.taken.${limit}`,
      // Resource by resource: the constraint's index takes no list, and would read the whole organisation where a planner knows nothing yet.
      text: `select b.resource_id, b.unit, b.occupied_from, b.occupied_to from unnest($2::uuid[]) as r (id)
             cross join lateral (select * from bookings b where b.org_id = $1 and b.resource_id = r.id and ${overlapping} order by b.occupied_from limit ${limit}) b order by b.occupied_from limit ${limit}`,
      values: [resourceIds, from, to, earliestReaching(from), exceptId],
    })
  }

  /** Bookings that are not over and stand on a unit above `units`. */
  needing(resourceId: string, units: number): Promise<{ id: string; starts_at: string; ends_at: string; unit: number }[]> {
    return this.query({
      name: 'bookings.needing',
      text: `select b.id, b.starts_at, b.ends_at, b.unit from bookings b
             where b.org_id = $1 and b.resource_id = $2 and ${isOccupying} and ${stillCounts} and b.occupied_from > now() - interval '${longestBookingDays + 2} days' and b.unit > $3 and b.ends_at > now()
             order by b.starts_at, b.id limit 100`,
      values: [resourceId, units],
    })
  }

  /** Confirmed bookings a person has a part in (null: everybody's), in order of start, after the one known (id null: from that start on). */
  confirmedOf(personId: string | null, { starts_at, id }: { starts_at: string; id: string | null }, limit: number): Promise<Booking[]> {
    const part = personId === null ? '' : `and (b.booked_for = $5 or b.booked_by = $5 or b.id in (select a.booking_id from booking_attendees a where a.org_id = $1 and a.user_id = $5))`
    return this.query({
      text: `select ${bookingColumns} from bookings b
             where b.org_id = $1 and b.status = 'confirmed' and (b.starts_at, b.id) > ($2, coalesce($3, '00000000-0000-0000-0000-000000000000'::uuid)) ${part}
             order by b.starts_at, b.id limit $4`,
      values: [starts_at, id, limit, ...(personId === null ? [] : [personId])],
    })
  }

  /** Bookings that started in `[from, to)`, newest first. */
  startedBetween(from: string, to: string, limit: number): Promise<Booking[]> {
    return this.query({
      text: `select ${bookingColumns} from bookings b where b.org_id = $1 and b.starts_at >= $2 and b.starts_at < $3 order by b.starts_at desc, b.id desc limit $4`,
      values: [from, to, limit],
    })
  }

  /** Bookings with a part in `[from, to)`, in order of start and id, those after `after`. */
  history({ from, to, resource_ids, after, limit }: Parameters<BookingsPort['history']>[0]): Promise<PastBooking[]> {
    const reach = new Date(Date.parse(from) - longestBookingDays * 86_400_000).toISOString()
    const values: unknown[] = [from, to, after?.starts_at ?? reach, after?.id ?? '00000000-0000-0000-0000-000000000000', limit]
    const narrowed = resource_ids === null ? '' : `and b.resource_id = any ($7::uuid[])`
    return this.query<PastBooking>({
      text: `select b.id, b.resource_id, b.booked_for, b.starts_at, b.ends_at, b.status, b.created_at, b.updated_at from bookings b
             where b.org_id = $1 and b.ends_at > $2 and b.starts_at < $3 and (b.starts_at, b.id) > ($4::timestamptz, $5::uuid) ${narrowed} order by b.starts_at, b.id limit $6`,
      values: resource_ids === null ? values : [...values, resource_ids],
    })
  }

  /** Organisations in which the clock has something to do. */
  async organizationsDue(what: 'expiry' | 'completion'): Promise<string[]> {
    const due = what === 'expiry' ? 'undecided_until <= now()' : `status in ('confirmed', 'checked_in') and ends_at <= now()`
    const rows = await this.transactions.crossTenant(what === 'expiry' ? 'bookings.expiry' : 'bookings.completion', (work) => work.query<{ org_id: string }>({ text: `select distinct org_id from bookings where ${due}` }))
    return rows.map(({ org_id }) => org_id)
  }

  /** The organisation is always $1. */
  private query<Row extends object = Booking>(statement: Statement): Promise<Row[]> {
    return this.transactions.run((work) => work.query<Row & Record<string, unknown>>({ ...statement, values: [currentTenant().org_id, ...(statement.values ?? [])] }))
  }
}

/** One prepared statement for each set of filters in use and each of three sizes: one more than the limit, rounded up. */
export function listStatement(filter: BookingFilter, personId: string | null, { limit, after }: PageRequest): Required<Pick<Statement, 'text' | 'values'>> & { name?: string } {
  const { from, to, resource_id, status, booked_for, q } = filter
  const values: unknown[] = []
  const used: string[] = []
  const conditions = ['b.org_id = $1']
  const condition = (name: string, value: unknown, text: (parameter: string) => string) => {
    if (value === undefined || value === null) return
    values.push(value)
    used.push(name)
    conditions.push(text(`$${values.length + 1}`))
  }
  condition('from', from, (p) => `b.ends_at > ${p}`)
  condition('reach', from && new Date(Date.parse(from) - longestBookingDays * 86_400_000).toISOString(), (p) => `b.starts_at > ${p}`)
  condition('to', to, (p) => `b.starts_at < ${p}`)
  condition('resource', resource_id, (p) => `b.resource_id = ${p}`)
  condition('status', status, (p) => `b.status = any (${p}::text[])`)
  condition('for', booked_for, (p) => `b.booked_for = ${p}`)
  condition('part', personId, (p) => `(b.booked_for = ${p} or b.booked_by = ${p} or b.id in (select a.booking_id from booking_attendees a where a.org_id = $1 and a.user_id = ${p}))`)
  condition('q', q && `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`, (p) => `b.title ilike ${p}`)
  if (after) {
    values.push(after[0], after[1])
    used.push('after')
    conditions.push(`(b.starts_at, b.id) > ($${values.length}, $${values.length + 1}::uuid)`)
  }
  // A number in the text: with a parameter the planner never trusts the plan it has, and makes a new one for every page.
  const most = limit < 26 ? 26 : limit < 51 ? 51 : 101
  return {
    name: `bookings.list.${most}.${used.join('.')}`,
    text: `select ${bookingColumns} from bookings b where ${conditions.join(' and ')} order by b.starts_at, b.id limit ${most}`,
    values,
  }
}

export const bookingCalendarRepositoryToken = defineToken<BookingCalendarRepository>('bookings.calendarRepository')
