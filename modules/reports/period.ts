/** The days a report is about, on the organisation's clock, and the intervals it is cut into. */
import { Temporal } from 'temporal-polyfill'
import { invalid } from '#kernel/http/problems'
import { say } from '#kernel/language'
import { longestPeriod, type Report, type ReportRequest } from './contract.js'

export interface Interval {
  readonly starts_on: string
  /** The last day that belongs to it. */
  readonly ends_on: string
  /** Milliseconds since the epoch, half-open. */
  readonly from: number
  readonly to: number
}

export interface Period {
  readonly stated: Report<'occupancy'>['period']
  readonly from: number
  readonly to: number
  readonly intervals: readonly Interval[]
}

/**
 * @param now of the database, RFC 3339
 * @param zone of the organisation
 * @throws 422 for days in the wrong order or more than a year
 */
export function periodOf({ first_day, last_day, interval }: ReportRequest, now: string, zone: string): Period {
  const today = Temporal.Instant.from(now).toZonedDateTimeISO(zone).toPlainDate()
  const last = last_day === undefined ? (first_day === undefined ? today : later(today, Temporal.PlainDate.from(first_day))) : Temporal.PlainDate.from(last_day)
  const first = first_day === undefined ? last.subtract({ days: 27 }) : Temporal.PlainDate.from(first_day)
  const days = first.until(last).days + 1
  if (days < 1) throw invalid({ pointer: 'query/last_day', detail: say`The last day lies before the first: swap them.` })
  if (days > longestPeriod) throw invalid({ pointer: 'query/last_day', detail: say`A report covers at most ${longestPeriod} days, this one would cover ${days}: choose a shorter period.` })
  const unit = interval ?? (days <= 31 ? 'day' : days <= 120 ? 'week' : 'month')
  const starts: Temporal.PlainDate[] = []
  for (let day = first; Temporal.PlainDate.compare(day, last) <= 0; day = nextStart(day, unit)) starts.push(day)
  const intervals = starts.map((start, index) => {
    const next = starts[index + 1] ?? last.add({ days: 1 })
    return { starts_on: start.toString(), ends_on: next.subtract({ days: 1 }).toString(), from: instantOf(start, zone), to: instantOf(next, zone) }
  })
  const stated = { first_day: first.toString(), last_day: last.toString(), timezone: zone, interval: unit }
  return { stated, from: intervals[0]!.from, to: intervals.at(-1)!.to, intervals }
}

/** Which interval a moment of the period belongs to. */
export function intervalAt(intervals: readonly Interval[], instant: number): number {
  let low = 0
  let high = intervals.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (intervals[middle]!.from <= instant) low = middle
    else high = middle - 1
  }
  return low
}

function nextStart(day: Temporal.PlainDate, unit: 'day' | 'week' | 'month'): Temporal.PlainDate {
  if (unit === 'day') return day.add({ days: 1 })
  if (unit === 'week') return day.add({ days: 8 - day.dayOfWeek })
  return day.with({ day: 1 }).add({ months: 1 })
}

function later(a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(a, b) >= 0 ? a : b
}

function instantOf(day: Temporal.PlainDate, zone: string): number {
  return day.toZonedDateTime(zone).epochMilliseconds
}
