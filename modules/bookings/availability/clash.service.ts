/** What stands in the way of a booking, as the caller may see it, and when the same length fits instead. */
import type { Resource, ResourcesPort } from '#modules/resources/contract'
import { defineToken } from '#kernel/contract'
import type { BookingCalendarRepository, TakenSpan } from '../booking-calendar.repository.js'
import type { Asked, BookingVisibility } from '../booking-visibility.js'
import type { Booking } from '../contract.js'
import type { Clash } from '../errors.js'
import { together } from '#kernel/together'
import { firstTimes, startTimes, type Span } from './free-times.js'

export const minute = 60_000
const day = 24 * 60 * minute
/** How far ahead another time is looked for, and on which steps of the clock it starts. */
const lookAhead = 14 * day
const step = 5 * minute
const mostConflicts = 10
/** More spans than this cut the look-ahead short; a resource has that many in 14 days only with many units. */
const mostTaken = 5_000
/** So few tell the next times mostly, on one unit and on several. */
const fewTaken = (units: number) => (units === 1 ? 12 : 50)
type Taken = Omit<TakenSpan, 'resource_id'>

/** Times offered. */
const mostFree = 3

export interface Wanted {
  resource: Resource
  starts_at: string
  ends_at: string
  occupied_from: string
  occupied_to: string
  /** The booking that is being moved; it does not stand in its own way. */
  booking_id: string | null
}

/** What was read about a wish, before anything is hidden. */
export interface Found {
  inTheWay: readonly Booking[]
  taken: readonly Taken[]
  /** Asked beside the rest about bookings expected to be in the way. */
  vouched?: Asked
}

export class ClashService {
  constructor(
    private readonly calendar: BookingCalendarRepository,
    private readonly visibility: BookingVisibility,
    private readonly resources: ResourcesPort,
  ) {}

  /** What stands in the way, or nothing when a unit is free. */
  async look(wanted: Wanted, now: Date): Promise<Clash> {
    const { resource, occupied_from, occupied_to, booking_id } = wanted
    const [units, clash] = await together([this.calendar.unitsTaken(resource.id, occupied_from, occupied_to, booking_id), this.clashOf(wanted, now)])
    return units < resource.units ? { conflicts: [], next_free: [] } : clash
  }

  /** For a wish the database has refused. @param found what {@link read} gave when it was asked beside the attempt */
  async clashOf(wanted: Wanted, now: Date, found?: Found): Promise<Clash> {
    const { inTheWay, taken, vouched } = found ?? (await this.read(wanted))
    const shown = await this.visibility.shown(inTheWay, { resource: wanted.resource, ...(vouched ? { vouched } : {}) })
    return { conflicts: shown.map(summary), next_free: await this.nextFree(wanted, taken, now) }
  }

  /** What the clash of a wish is told from. */
  async read(wanted: Wanted): Promise<Found> {
    const { resource, occupied_from, occupied_to, booking_id } = wanted
    const [inTheWay, taken] = await together([this.calendar.occupying(resource.id, occupied_from, occupied_to, mostConflicts, booking_id), this.taken(wanted, fewTaken(resource.units))])
    return { inTheWay, taken }
  }

  private taken({ resource, occupied_from, occupied_to, booking_id }: Wanted, limit: number): Promise<Taken[]> {
    const until = new Date(Date.parse(occupied_to) + lookAhead).toISOString()
    return this.calendar.takenOf(resource.id, occupied_from, until, limit, booking_id)
  }

  /** The next times are mostly near: a few spans tell them, and all are read only when those few leave none free. */
  private async nextFree(wanted: Wanted, few: readonly Taken[], now: Date): Promise<Clash['next_free']> {
    const limit = fewTaken(wanted.resource.units)
    const near = this.freeAmong(wanted, few, limit, now)
    return near.length === mostFree || few.length < limit ? near : this.freeAmong(wanted, await this.taken(wanted, mostTaken), mostTaken, now)
  }

  private freeAmong({ resource, starts_at, ends_at }: Wanted, taken: readonly Taken[], limit: number, now: Date): Clash['next_free'] {
    const duration = Date.parse(ends_at) - Date.parse(starts_at)
    const { from, to } = bookableSpan(resource, Date.parse(starts_at), Date.parse(starts_at) + lookAhead, now)
    const known = taken.length === limit ? Math.min(to, Date.parse(taken.at(-1)!.occupied_from)) : to
    if (from >= known) return []
    const open = openSpans(this.resources, resource, from, known)
    const starts = startTimes({ ...fitOf(resource, taken), open, duration })
    return firstTimes(starts, duration, step, mostFree).map(written)
  }
}

/** The part of `[from, to)` a booking may lie in by notice and horizon. */
export function bookableSpan(resource: Resource, from: number, to: number, now: Date): Span {
  return { from: Math.max(from, now.getTime() + resource.min_notice_minutes * minute), to: Math.min(to, now.getTime() + resource.horizon_days * day) }
}

export function openSpans(port: ResourcesPort, resource: Resource, from: number, to: number): Span[] {
  if (from >= to) return []
  return port.openIntervals(resource, new Date(from).toISOString(), new Date(to).toISOString()).map(({ starts_at, ends_at }) => ({ from: Date.parse(starts_at), to: Date.parse(ends_at) }))
}

export function fitOf(resource: Resource, taken: readonly Taken[]) {
  return {
    taken: taken.map(({ unit, occupied_from, occupied_to }) => ({ unit, from: Date.parse(occupied_from), to: Date.parse(occupied_to) })),
    units: resource.units,
    before: resource.buffer_before_minutes * minute,
    after: resource.buffer_after_minutes * minute,
  }
}

export function written({ from, to }: Span): { starts_at: string; ends_at: string } {
  return { starts_at: new Date(from).toISOString(), ends_at: new Date(to).toISOString() }
}

function summary({ id, unit, title, busy, starts_at, ends_at, occupied_from, occupied_to, status }: Booking): Clash['conflicts'][number] {
  return { id, unit, title, busy, starts_at, ends_at, occupied_from, occupied_to, status }
}

export const clashServiceToken = defineToken<ClashService>('bookings.clashes')
