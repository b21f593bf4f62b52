/** When resources are free. Answers are a picture of now: only booking decides. */
import type { Resource, ResourcesPort } from '#modules/resources/contract'
import { defineToken } from '#kernel/contract'
import { invalid, notFound } from '#kernel/http/problems'
import { say } from '#kernel/language'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { BookingCalendarRepository, TakenSpan } from '../booking-calendar.repository.js'
import type { BookingVisibility } from '../booking-visibility.js'
import type { Availability, Search, SearchResult } from './availability.schemas.js'
import { bookableSpan, fitOf, minute, openSpans, written } from './clash.service.js'
import { startTimes, type Span } from './free-times.js'

const day = 24 * 60 * minute
const mostDays = 62
const mostFree = 20
/** A resource's range, and an organisation's search, read at most so many bookings; more are refused with the way out. */
const mostBusy = 2_000
const mostTaken = 150_000

export class AvailabilityService {
  constructor(
    private readonly transactions: Transactions,
    private readonly calendar: BookingCalendarRepository,
    private readonly visibility: BookingVisibility,
    private readonly resources: ResourcesPort,
  ) {}

  /** @throws 404, 422 for a range that is empty, over 62 days or holds over 2,000 bookings */
  async ofResource(id: string, range: { from: string; to: string }): Promise<Availability> {
    const [from, to] = rangeOf(range)
    return this.transactions.run(async ({ now }) => {
      const resource = (await this.resources.byIds([id.toLowerCase()])).get(id.toLowerCase())
      if (!resource) throw notFound('resource')
      const busy = await this.calendar.occupying(resource.id, iso(from), iso(to), mostBusy + 1, null)
      if (busy.length > mostBusy) throw invalid({ pointer: 'query/to', detail: say`The range holds more than ${mostBusy} bookings. Ask for a shorter one.` })
      const shown = await this.visibility.shown(busy, resource)
      return {
        resource_id: resource.id,
        timezone: resource.timezone,
        open: openSpans(this.resources, resource, from, to).map(written),
        busy: shown.map(({ id, unit, title, busy, starts_at, ends_at, occupied_from, occupied_to, status }) => ({ id, unit, title, busy, starts_at, ends_at, occupied_from, occupied_to, status })),
        free: resource.archived_at ? [] : this.free(resource, busy, from, to, resource.min_duration_minutes * minute, now).map(written),
      }
    })
  }

  /** @throws 422 for a range that is empty or over 62 days */
  async search({ from, to, duration_minutes, attributes = [], type_id, min_seats }: Search): Promise<SearchResult> {
    const [start, end] = rangeOf({ from, to })
    const wanted = Object.fromEntries(attributes.map((pair) => [pair.slice(0, pair.indexOf(':')), pair.slice(pair.indexOf(':') + 1)]))
    return this.transactions.run(async ({ now }) => {
      const filter = { attributes: wanted, ...(type_id === undefined ? {} : { type_id }), ...(min_seats === undefined ? {} : { min_seats }) }
      const found = await this.resources.search(filter)
      const fitting = found.filter((resource) => duration_minutes >= resource.min_duration_minutes && duration_minutes <= resource.max_duration_minutes)
      const taken = await this.calendar.taken(fitting.map(({ id }) => id), iso(start - day), iso(end + day), mostTaken, null)
      const known = taken.length === mostTaken ? Date.parse(taken.at(-1)!.occupied_from) : end
      const byResource = Map.groupBy(taken, ({ resource_id }) => resource_id)
      const items = fitting.flatMap((resource) => {
        const free = this.free(resource, byResource.get(resource.id) ?? [], start, Math.min(end, known), duration_minutes * minute, now)
        const { id, name, type_id, location, timezone, seats } = resource
        return free.length === 0 ? [] : [{ resource_id: id, name, type_id, location, timezone, seats, free: free.slice(0, mostFree).map(written) }]
      })
      return { items }
    })
  }

  /** Spans inside which a booking of the length may lie anywhere. */
  private free(resource: Resource, taken: readonly Omit<TakenSpan, 'resource_id'>[], from: number, to: number, duration: number, now: Date): Span[] {
    const span = bookableSpan(resource, from, to, now)
    const open = openSpans(this.resources, resource, span.from, span.to)
    return startTimes({ ...fitOf(resource, taken), open, duration }).map((start) => ({ from: start.from, to: start.to + duration }))
  }
}

/** Milliseconds since the epoch. @throws 422 for a range that is empty or over 62 days */
export function rangeOf({ from, to }: { from: string; to: string }): [number, number] {
  const range: [number, number] = [Date.parse(from), Date.parse(to)]
  if (range[0] >= range[1]) throw invalid({ pointer: 'query/to', detail: say`Must come after from.` })
  if (range[1] - range[0] > mostDays * day) throw invalid({ pointer: 'query/to', detail: say`At most ${mostDays} days after from.` })
  return range
}

function iso(at: number): string {
  return new Date(at).toISOString()
}

export const availabilityServiceToken = defineToken<AvailabilityService>('bookings.availability')
