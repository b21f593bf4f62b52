/**
 * Eight weeks the demo did not live through, and the hours it is in the midst of, so that reports, trials of rules and today have something to look at. REST
 * rightly refuses to book the past: these rows go straight into the table, under the same role and row-level security, and leave no events behind.
 */
import { newId } from '#kernel/ids'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { BookingStatus } from '#modules/bookings/contract'
import type { DemoBooking } from './calendar.js'

export const pastWeeks = 8

export interface PastDemoBooking extends DemoBooking {
  status: BookingStatus
  created_at: string
  updated_at: string
}

const hour = 3_600_000

/** What became of each: by its place, so that every demo tells the same story. */
export function outcomeOf(booking: DemoBooking, place: number): PastDemoBooking {
  const starts = Date.parse(booking.starts_at)
  const created = starts - (2 + ((place * 37) % 300)) * hour
  const status: BookingStatus = place % 9 === 4 ? 'cancelled' : place % 14 === 9 ? 'no_show' : 'completed'
  const updated = status === 'cancelled' ? Math.max(created, starts - (1 + ((place * 11) % 40)) * hour) : Date.parse(booking.ends_at)
  return { ...booking, status, created_at: new Date(created).toISOString(), updated_at: new Date(updated).toISOString() }
}

/** What is under way, or about to be. */
export function agreed(booking: DemoBooking, place: number): PastDemoBooking {
  const created = new Date(Date.parse(booking.starts_at) - (20 + ((place * 37) % 100)) * hour).toISOString()
  return { ...booking, status: 'confirmed', created_at: created, updated_at: created }
}

/** The lowest unit that none of the others, taken in this order, holds at the same time. */
function unitsOf(bookings: readonly PastDemoBooking[]): number[] {
  const units: number[] = []
  for (const [place, { resource, starts_at, ends_at }] of bookings.entries()) {
    const taken = units.filter((_, other) => {
      const before = bookings[other]!
      return before.resource === resource && before.starts_at < ends_at && before.ends_at > starts_at
    })
    let unit = 1
    while (taken.includes(unit)) unit += 1
    units[place] = unit
  }
  return units
}

/** @param ids of resources by name and of people by address */
export async function writePast(transactions: Transactions, orgId: string, bookings: readonly PastDemoBooking[], ids: { resource(name: string): string; person(email: string): string }): Promise<void> {
  const column = (of: (booking: PastDemoBooking) => string) => bookings.map(of)
  await transactions.asSystem(orgId, 'demo', async (work) => {
    await work.query({ text: `update resources set created_at = now() - interval '1 year' where org_id = $1`, values: [orgId] })
    await work.query({
      text: `insert into bookings (org_id, id, resource_id, unit, title, starts_at, ends_at, occupied_from, occupied_to, status, booked_by, booked_for, created_at, updated_at)
             select $1, id, resource_id, unit, title, starts_at, ends_at, starts_at, ends_at, status, person, person, created_at, updated_at
             from unnest($2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::text[], $8::uuid[], $9::timestamptz[], $10::timestamptz[], $11::int[])
               as past (id, resource_id, title, starts_at, ends_at, status, person, created_at, updated_at, unit)`,
      values: [
        orgId,
        column(() => newId()),
        column(({ resource }) => ids.resource(resource)),
        column(({ title }) => title),
        column(({ starts_at }) => starts_at),
        column(({ ends_at }) => ends_at),
        column(({ status }) => status),
        column(({ by }) => ids.person(by)),
        column(({ created_at }) => created_at),
        column(({ updated_at }) => updated_at),
        unitsOf(bookings),
      ],
    })
  })
}
