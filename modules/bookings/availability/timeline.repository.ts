/** What stands on the timelines of many resources: one statement, by the index of resource and start. */
import { longestBookingDays } from '#modules/resources/contract'
import { defineToken } from '#kernel/contract'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { Statement } from '#kernel/tenancy/unit-of-work'
import { bookingColumns } from '../booking.repository.js'
import type { Booking, BookingStatus } from '../contract.js'

/** Those a calendar draws: what takes time, and what took it. */
const drawn = ['held', 'pending_approval', 'confirmed', 'checked_in', 'completed'] as const satisfies readonly BookingStatus[]
const day = 86_400_000
/** The longest buffer there is. */
const buffer = day

export class TimelineRepository {
  constructor(private readonly transactions: Transactions) {}

  /** Whatever takes a part of `[from, to)`, buffers included, in order of resource and start. */
  drawn(resourceIds: readonly string[], from: string, to: string, limit: number): Promise<Booking[]> {
    const values = [currentTenant().org_id, ...timelineStatement(resourceIds, from, to, limit).values]
    return this.transactions.run((work) => work.query<Booking & Record<string, unknown>>({ ...timelineStatement(resourceIds, from, to, limit), values }))
  }
}

/** Without the organisation, which is `$1`. */
export function timelineStatement(resourceIds: readonly string[], from: string, to: string, limit: number): Required<Pick<Statement, 'name' | 'text' | 'values'>> {
  const shifted = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString()
  return {
    name: 'bookings.timelines',
    text: `select ${bookingColumns} from bookings b
           where b.org_id = $1 and b.resource_id = any ($2::uuid[]) and b.starts_at > $5 and b.starts_at < $6 and b.occupied_from < $4 and b.occupied_to > $3
             and b.status in (${drawn.map((status) => `'${status}'`).join(', ')}) and (b.undecided_until is null or b.undecided_until > now())
           order by b.resource_id, b.starts_at, b.id limit $7`,
    values: [resourceIds, from, to, shifted(from, -(longestBookingDays * day + buffer)), shifted(to, buffer), limit],
  }
}

export const timelineRepositoryToken = defineToken<TimelineRepository>('bookings.timelineRepository')
