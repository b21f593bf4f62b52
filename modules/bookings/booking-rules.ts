/** Which rules of its resource a booking breaks: all of them, not the first. Pure. */
import type { Told } from '#kernel/contract'
import { joined, say } from '#kernel/language'
import { longestBookingDays, type Resource } from '#modules/resources/contract'

export interface Violation {
  /** Stable word for programs. */
  rule: 'archived' | 'too_short' | 'too_long' | 'in_the_past' | 'notice' | 'horizon' | 'closed' | 'seats'
  detail: Told
}

export interface Wish {
  starts_at: string
  ends_at: string
  /** Everybody who is to be there. */
  people: number
}

const minute = 60_000
const day = 24 * 60 * minute
/** Bookings may be entered this long after they began, unless the resource asks for notice. */
const latestEntry = day

type OpenIntervals = (resource: Resource, from: string, to: string) => readonly { starts_at: string; ends_at: string }[]

/**
 * @param now the database's time
 * @param openIntervals the resource's opening hours; not asked for a booking longer than any may be
 */
export function violationsOf(resource: Resource, wish: Wish, now: Date, openIntervals: OpenIntervals): Violation[] {
  const violations: Violation[] = []
  const broken = (rule: Violation['rule'], detail: Told) => violations.push({ rule, detail })
  const [start, end] = [Date.parse(wish.starts_at), Date.parse(wish.ends_at)]
  const length = (end - start) / minute
  if (resource.archived_at) broken('archived', say`${resource.name} is archived and can no longer be booked.`)
  if (length < resource.min_duration_minutes) broken('too_short', say`Bookings of ${resource.name} last at least ${durationInWords(resource.min_duration_minutes)}; this one lasts ${durationInWords(length)}.`)
  if (length > resource.max_duration_minutes) broken('too_long', say`Bookings of ${resource.name} last at most ${durationInWords(resource.max_duration_minutes)}; this one lasts ${durationInWords(length)}.`)
  const notice = (start - now.getTime()) / minute
  if (resource.min_notice_minutes > 0 && notice < resource.min_notice_minutes) {
    broken('notice', say`${resource.name} is booked at least ${durationInWords(resource.min_notice_minutes)} ahead, from ${new Date(now.getTime() + resource.min_notice_minutes * minute).toISOString()} on.`)
  } else if (start < now.getTime() - latestEntry) {
    broken('in_the_past', say`A booking may start at most one day in the past.`)
  }
  const horizon = now.getTime() + resource.horizon_days * day
  if (end > horizon) broken('horizon', say`${resource.name} can be booked ${resource.horizon_days} days ahead, until ${new Date(horizon).toISOString()}.`)
  if (length <= longestBookingDays * 24 * 60 && !isOpen(resource, wish, openIntervals)) broken('closed', say`${resource.name} is not open during all of that time (${resource.timezone}).`)
  if (resource.seats !== null && wish.people > resource.seats) broken('seats', say`${resource.name} seats ${resource.seats}; ${wish.people} people are to come.`)
  return violations
}

function isOpen(resource: Resource, { starts_at, ends_at }: Wish, openIntervals: OpenIntervals): boolean {
  const [open] = openIntervals(resource, starts_at, ends_at)
  return open !== undefined && Date.parse(open.starts_at) <= Date.parse(starts_at) && Date.parse(open.ends_at) >= Date.parse(ends_at)
}

/** 90 -> `1 h 30 min`. */
function durationInWords(minutes: number): Told {
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), Math.round((minutes % 60) * 100) / 100]
  const parts = [days > 0 && say`${days} d`, hours > 0 && say`${hours} h`, rest > 0 && say`${rest} min`].filter((part) => part !== false)
  return parts.length === 0 ? say`${0} min` : joined(parts)
}
