/** Times as minutes on the wall clock of the viewer, counted from the first day shown: a picture has one clock, and days of 23 or 25 hours are as wide as others. */
export interface WallGrid {
  /** Whole range in minutes. */
  readonly length: number
  /** @param instant RFC 3339. @returns inside `[0, length]` */
  minuteOf(instant: string): number
}

const dayMs = 86_400_000
export const dayMinutes = 1440

/**
 * @param starts the first instant of each day shown and of the day after, in milliseconds since the epoch
 * @param clock minutes since midnight on the wall clock at an instant; asked only on days on which the clocks change
 */
export function wallGrid(starts: readonly number[], clock: (ms: number) => number): WallGrid {
  const [first = 0] = starts
  const days = starts.length - 1
  const length = days * dayMinutes
  function dayOf(ms: number): number {
    let day = Math.min(days - 1, Math.max(0, Math.floor((ms - first) / dayMs)))
    while (day > 0 && ms < (starts[day] ?? 0)) day -= 1
    while (day < days - 1 && ms >= (starts[day + 1] ?? Infinity)) day += 1
    return day
  }
  function minuteOf(instant: string): number {
    const ms = Date.parse(instant)
    if (ms <= first) return 0
    if (ms >= (starts[days] ?? 0)) return length
    const day = dayOf(ms)
    const [from = 0, to = 0] = [starts[day], starts[day + 1]]
    return day * dayMinutes + (to - from === dayMs ? (ms - from) / 60_000 : clock(ms))
  }
  return { length, minuteOf }
}

/** `09:05` of a minute; the end of the last day is `24:00`. */
export function clockText(minute: number, ends = false): string {
  const of = ends && minute > 0 && minute % dayMinutes === 0 ? dayMinutes : minute % dayMinutes
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(Math.floor(of / 60))}:${two(Math.floor(of % 60))}`
}

export interface Span {
  readonly from: number
  readonly to: number
}

/** The spans of `[0, length]` outside the given ones. @param open in order and apart */
export function gaps(open: readonly Span[], length: number): Span[] {
  const found: Span[] = []
  let at = 0
  for (const { from, to } of open) {
    if (from > at) found.push({ from: at, to: from })
    at = Math.max(at, to)
  }
  if (at < length) found.push({ from: at, to: length })
  return found
}

/** Which lane each span stands in so that none covers another: the lowest free one. @param spans in order of `from` */
export function lanesOf(spans: readonly Span[]): number[] {
  const ends: number[] = []
  return spans.map(({ from, to }) => {
    const free = ends.findIndex((end) => end <= from)
    const lane = free < 0 ? ends.length : free
    ends[lane] = to
    return lane
  })
}

export interface DayLoad {
  readonly count: number
  /** Booked share of the open time, 0 to 1; null on a closed day. */
  readonly share: number | null
}

/** What stands on each day: how many bookings, and how much of the open time they take. @param units how many may run beside each other */
export function loadsOf(bookings: readonly Span[], open: readonly Span[], units: number, days: number): DayLoad[] {
  return Array.from({ length: days }, (_, day) => {
    const [from, to] = [day * dayMinutes, (day + 1) * dayMinutes]
    const clipped = (spans: readonly Span[]) => spans.map((span) => ({ from: Math.max(from, span.from), to: Math.min(to, span.to) })).filter((span) => span.to > span.from)
    const hours = clipped(open)
    const taken = clipped(bookings)
    const openMinutes = total(hours) * units
    const busy = taken.reduce((sum, span) => sum + total(hours.map((hour) => ({ from: Math.max(hour.from, span.from), to: Math.min(hour.to, span.to) })).filter((piece) => piece.to > piece.from)), 0)
    return { count: taken.length, share: openMinutes === 0 ? null : Math.min(1, busy / openMinutes) }
  })
}

function total(spans: readonly Span[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0)
}
