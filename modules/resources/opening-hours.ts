/**
 * From wall-clock opening hours to instants. An interval opens when the zone's clock first shows (or skips) its start and closes when the clock last
 * shows (or skips) its end: a day of 00:00-24:00 lasts 23, 24 or 25 hours, a start inside the skipped hour is the moment of the change, and an
 * end inside the repeated hour is its second showing. 24:00 is the next day's first moment, so that a day never reaches into the next.
 */
import type { Temporal } from 'temporal-polyfill'
import { dateAt, wallInstant } from '#kernel/wall-clock'
import type { OpeningHours, Resource } from './contract.js'

interface Span {
  from: number
  to: number
}

type Hours = Pick<Resource, 'timezone' | 'opening_hours' | 'exceptions'>
type Intervals = OpeningHours['mon']

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const allDay: Intervals = [{ from: '00:00', to: '24:00' }]

/**
 * @param from RFC 3339
 * @param to RFC 3339, after `from`
 * @returns half-open UTC intervals inside `[from, to)`, in order, apart from each other
 */
export function openIntervals(hours: Hours, from: string, to: string): { starts_at: string; ends_at: string }[] {
  return openSpans(hours, Date.parse(from), Date.parse(to)).map((span) => ({ starts_at: new Date(span.from).toISOString(), ends_at: new Date(span.to).toISOString() }))
}

/** The same in milliseconds since the epoch. */
export function openSpans({ timezone, opening_hours, exceptions }: Hours, from: number, to: number): Span[] {
  if (from >= to) return []
  if (!opening_hours && exceptions.length === 0) return [{ from, to }]
  const special = new Map(exceptions.map(({ date, intervals }) => [date, intervals]))
  const spans: Span[] = []
  for (let day = dayAt(timezone, from); day.start < to; day = dayOn(timezone, day.next)) {
    const intervals = special.get(day.date) ?? (opening_hours ? opening_hours[day.weekday] : allDay)
    for (const interval of intervals) {
      const span = { from: Math.max(from, day.first(interval.from)), to: Math.min(to, day.last(interval.to)) }
      if (span.from < span.to) spans.push(span)
    }
  }
  return merge(spans)
}

/** Joins what touches or overlaps. */
export function merge(spans: readonly Span[]): Span[] {
  const merged: Span[] = []
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else merged.push({ from, to })
  }
  return merged
}

/** One calendar day of a zone. */
interface Day {
  date: string
  next: Temporal.PlainDate
  weekday: (typeof weekdays)[number]
  start: number
  /** When the clock first shows a wall time, or passes over it. */
  first(wall: string): number
  /** When the clock last shows a wall time, or passes over it. */
  last(wall: string): number
}

// Asking the zone costs tens of microseconds, a search over 500 resources and four weeks asks for the same few days 14,000 times.
const days = new Map<string, Day>()
const mostDays = 5_000

function dayAt(zone: string, instant: number): Day {
  return dayOn(zone, dateAt(zone, instant))
}

function dayOn(zone: string, date: Temporal.PlainDate): Day {
  const key = `${zone} ${date.toString()}`
  const known = days.get(key)
  if (known) return known
  if (days.size >= mostDays) days.clear()
  const day = makeDay(zone, date)
  days.set(key, day)
  return day
}

function makeDay(zone: string, date: Temporal.PlainDate): Day {
  const begin = date.toZonedDateTime(zone)
  const next = date.add({ days: 1 })
  const end = next.toZonedDateTime(zone)
  const start = begin.epochMilliseconds
  const even = begin.offset === end.offset && end.epochMilliseconds - start === 86_400_000
  const at = (wall: string, side: 'earlier' | 'later'): number => {
    if (wall === '24:00') return end.epochMilliseconds
    if (even) return start + minutesOf(wall) * 60_000
    return wallInstant(zone, date, wall, side)
  }
  return { date: date.toString(), next, weekday: weekdays[date.dayOfWeek - 1]!, start, first: (wall) => at(wall, 'earlier'), last: (wall) => at(wall, 'later') }
}

function minutesOf(wall: string): number {
  return Number(wall.slice(0, 2)) * 60 + Number(wall.slice(3))
}
