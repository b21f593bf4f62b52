/** Every statement on bookings that changes or reads single ones. Hot ones have names, so that each connection plans them once. */
import { longestBookingDays } from '#modules/resources/contract'
import { defineToken } from '#kernel/contract'
import type { Statement } from '#kernel/tenancy/unit-of-work'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import { occupying } from './booking-status.js'
import type { Booking, BookingStatus } from './contract.js'
import { together } from '#kernel/together'

const columnsWith = (attendees: string) => `b.id, b.resource_id, b.unit, b.title, b.note, b.starts_at, b.ends_at, b.occupied_from, b.occupied_to, b.status, false as busy, b.booked_by, b.booked_for,
  ${attendees} as attendee_ids, b.reason, case when b.status = 'held' then b.undecided_until end as hold_expires_at, b.version, b.created_at, b.updated_at`

/** A row as the API answers it. */
export const bookingColumns = columnsWith(`case when b.attendees > 0
  then array(select a.user_id::text from booking_attendees a where a.org_id = b.org_id and a.booking_id = b.id order by a.user_id) else '{}' end`)

/** The predicate of the partial index `bookings_active`, word for word. */
export const isOccupying = `b.status in (${occupying.map((status) => `'${status}'`).join(', ')})`

/** Holds and requests nobody decided in time: they stand in nobody's way. */
const isStale = `b.undecided_until <= now()`

const day = 86_400_000
/** A booking that began to occupy before this cannot reach `from`: longest booking and both buffers. */
export function earliestReaching(from: string): string {
  return new Date(Date.parse(from) - (longestBookingDays + 2) * day).toISOString()
}

export interface Placement {
  resource_id: string
  units: number
  starts_at: string
  ends_at: string
  occupied_from: string
  occupied_to: string
  status: BookingStatus
  /** Until when a hold or a request may wait; null for a status that waits for nothing. */
  undecided_until: string | null
}

export interface NewBooking extends Placement {
  id: string
  title: string
  note: string | null
  booked_by: string
  booked_for: string
  attendee_ids: readonly string[]
}

/** A booking the clock moved on, and as it was before. */
export interface Settled {
  booking: Booking
  previous: Booking
}

/** By a list of ids: joined with what is due, a planner that knows nothing yet reads the whole organisation to find them. */
const settling = (to: BookingStatus) => `
  update bookings b set status = '${to}', undecided_until = null, version = b.version + 1, updated_at = now()
  where b.org_id = $1 and b.id = any (array(select due.id from due)) returning ${bookingColumns}, (select due.status from due where due.id = b.id) as was`

/** What `place_booking` does for one unit and nobody attending. */
const placeAlone = {
  name: 'bookings.place_alone',
  text: `insert into bookings as b (org_id, id, resource_id, unit, title, note, starts_at, ends_at, occupied_from, occupied_to, status, booked_by, booked_for, undecided_until)
         values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict on constraint bookings_no_overlap do nothing returning ${columnsWith(`'{}'::text[]`)}`,
}

export class BookingRepository {
  constructor(private readonly transactions: Transactions) {}

  async find(id: string): Promise<Booking | null> {
    return this.one({ name: 'bookings.find', text: `select ${bookingColumns} from bookings b where b.org_id = $1 and b.id = $2`, values: [id] })
  }

  async findForUpdate(id: string): Promise<Booking | null> {
    return this.one({ name: 'bookings.find_for_update', text: `select ${bookingColumns} from bookings b where b.org_id = $1 and b.id = $2 for update of b`, values: [id] })
  }

  async byIds(ids: readonly string[]): Promise<Booking[]> {
    if (ids.length === 0) return []
    return this.query({ name: 'bookings.by_ids', text: `select ${bookingColumns} from bookings b where b.org_id = $1 and b.id = any ($2::uuid[])`, values: [ids] })
  }

  /** Takes the lowest free unit. @returns null when none is free */
  async place(booking: NewBooking): Promise<Booking | null> {
    const { id, resource_id, units, title, note, starts_at, ends_at, occupied_from, occupied_to, status, booked_by, booked_for, undecided_until, attendee_ids } = booking
    const values = [id, resource_id, title, note, starts_at, ends_at, occupied_from, occupied_to, status, booked_by, booked_for, undecided_until]
    // Most resources are one unit and most bookings have no attendees: what needs no loop is spared the function, a third of the statement.
    if (units === 1 && attendee_ids.length === 0) return this.one({ ...placeAlone, values })
    return this.one({
      name: 'bookings.place',
      // A statement does not see the attendees it has itself written.
      text: `select ${columnsWith('$15::text[]')} from place_booking($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15::uuid[]) b`,
      values: [id, resource_id, units, title, note, starts_at, ends_at, occupied_from, occupied_to, status, booked_by, booked_for, undecided_until, [...attendee_ids].sort()],
    })
  }

  /** Moves in place. The caller holds the advisory locks of both resources. @returns null when no unit is free or the version is another by now */
  async move({ id, version }: Booking, to: Placement): Promise<Booking | null> {
    return this.one({
      name: 'bookings.move',
      text: `select ${bookingColumns} from move_booking($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) b`,
      values: [id, version, to.resource_id, to.units, to.starts_at, to.ends_at, to.occupied_from, to.occupied_to, to.status, to.undecided_until],
    })
  }

  /** Nobody changes it from here to the commit. */
  async lockBooking(id: string): Promise<void> {
    await this.query({ name: 'bookings.lock_booking', text: 'select from bookings where org_id = $1 and id = $2 for no key update', values: [id] })
  }

  /** One mover at a time per resource; always in the same order. */
  async lockResources(ids: readonly string[]): Promise<void> {
    for (const id of [...new Set(ids)].sort()) {
      await this.query({ name: 'bookings.lock_resource', text: `select pg_advisory_xact_lock(hashtextextended('bookings ' || $1::text || ' ' || $2::text, 0))`, values: [id] })
    }
  }

  /** Compare-and-swap on status and version. @returns null when either is another by now */
  async transition({ id, version, status }: Booking, to: BookingStatus, { reason = null, undecided_until = null }: { reason?: string | null; undecided_until?: string | null } = {}): Promise<Booking | null> {
    return this.one({
      name: 'bookings.transition',
      text: `update bookings b set status = $5, reason = coalesce($6, b.reason), undecided_until = $7, version = b.version + 1, updated_at = now()
             where b.org_id = $1 and b.id = $2 and b.version = $3 and b.status = $4 returning ${bookingColumns}`,
      values: [id, version, status, to, reason, undecided_until],
    })
  }

  /** @param bump false when the version grew already in this transaction. @returns false when the version is another by now */
  async describe({ id, version }: Booking, text: { title: string; note: string | null }, bump: boolean): Promise<boolean> {
    const rows = await this.query<{ id: string }>({
      text: `update bookings b set title = $4, note = $5, version = b.version + $6::int, updated_at = now() where b.org_id = $1 and b.id = $2 and b.version = $3 returning b.id`,
      values: [id, version, text.title, text.note, bump ? 1 : 0],
    })
    return rows.length === 1
  }

  async setAttendees(id: string, userIds: readonly string[]): Promise<void> {
    const gone = this.query({ text: 'delete from booking_attendees where org_id = $1 and booking_id = $2 and user_id <> all ($3::uuid[])', values: [id, userIds] })
    const added = this.query({ text: 'insert into booking_attendees (org_id, booking_id, user_id) select $1, $2, unnest($3::uuid[]) on conflict do nothing', values: [id, userIds] })
    await together([gone, added, this.query({ text: 'update bookings set attendees = (select count(*) from booking_attendees a where a.org_id = $1 and a.booking_id = $2) where org_id = $1 and id = $2', values: [id] })])
  }

  /**
   * Expires stale holds and requests that stand in the way, whether a worker runs or not. Rows are locked in one order, so that two bookings cannot wait
   * for each other: not by id alone, which a planner that knows nothing of the table yet finds in the primary key, and with it the whole organisation.
   */
  async expireInTheWay(resourceId: string, from: string, to: string, exceptId: string | null): Promise<Settled[]> {
    return this.settle({
      name: 'bookings.expire_in_the_way',
      text: `with due as materialized (
               select b.id, b.status from bookings b where b.org_id = $1 and b.resource_id = $2 and ${isOccupying} and b.occupied_from < $4 and b.occupied_to > $3 and b.occupied_from > $5
                 and ${isStale} and b.id is distinct from $6::uuid order by b.occupied_from, b.id for update) ${settling('expired')}`,
      values: [resourceId, from, to, earliestReaching(from), exceptId],
    })
  }

  /** Expires what is due, oldest first; leaves what somebody else is working on. */
  async expireDue(limit: number): Promise<Settled[]> {
    return this.settle({
      text: `with due as materialized (
               select b.id, b.status from bookings b where b.org_id = $1 and b.undecided_until is not null and ${isStale} order by b.undecided_until limit $2 for update skip locked) ${settling('expired')}`,
      values: [limit],
    })
  }

  /** Completes what is over, oldest first. */
  async completeDue(limit: number): Promise<Settled[]> {
    return this.settle({
      text: `with due as materialized (
               select b.id, b.status from bookings b where b.org_id = $1 and b.status in ('confirmed', 'checked_in') and b.ends_at <= now() order by b.ends_at limit $2 for update skip locked) ${settling('completed')}`,
      values: [limit],
    })
  }

  private async settle(statement: Statement): Promise<Settled[]> {
    const rows = await this.query<Booking & { was: BookingStatus }>(statement)
    return rows.map(({ was, ...booking }) => ({ booking, previous: { ...booking, status: was } }))
  }

  private async one(statement: Statement): Promise<Booking | null> {
    return (await this.query(statement))[0] ?? null
  }

  /** The organisation is always $1. */
  private query<Row extends object = Booking>(statement: Statement): Promise<Row[]> {
    return this.transactions.run((work) => work.query<Row & Record<string, unknown>>({ ...statement, values: [currentTenant().org_id, ...(statement.values ?? [])] }))
  }
}

export const bookingRepositoryToken = defineToken<BookingRepository>('bookings.repository')
