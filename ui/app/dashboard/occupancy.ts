/** A piece of the shown span, in per cent of its length. */
export interface Piece {
  readonly x: number
  readonly width: number
}
export interface Bar extends Piece {
  /** Which of the units it takes, from 0. */
  readonly lane: number
  readonly pending: boolean
}
export interface Range {
  /** RFC 3339 */
  readonly starts_at: string
  readonly ends_at: string
}
export interface Taken extends Range {
  readonly unit: number
  readonly status: string
}
export interface Span {
  /** Milliseconds since the epoch. */
  readonly from: number
  readonly to: number
}
export interface Occupancy {
  readonly open: readonly Piece[]
  readonly bars: readonly Bar[]
  /** Booked share of the open time of all units; null on a closed day. */
  readonly percent: number | null
}

const hour = 3_600_000

/** The whole hours of a day that hold every given range; without any, the day's working hours. @param day from its first instant to the next day's */
export function spanOf(ranges: readonly Range[], day: Span): Span {
  const clipped = ranges.map((range) => clip(range, day)).filter(({ from, to }) => to > from)
  if (clipped.length === 0) return { from: day.from + 8 * hour, to: day.from + 18 * hour }
  const from = Math.min(...clipped.map((range) => range.from))
  const to = Math.max(...clipped.map((range) => range.to))
  const wholeHours = (at: number, round: (hours: number) => number): number => day.from + round((at - day.from) / hour) * hour
  return { from: Math.max(day.from, wholeHours(from, Math.floor)), to: Math.min(day.to, wholeHours(to, Math.ceil)) }
}

/**
 * How one resource is taken on one day.
 * @param open null when it is not known: then the share is of the whole span
 */
export function occupancyOf(taken: readonly Taken[], open: readonly Range[] | null, units: number, span: Span): Occupancy {
  const hours = open === null ? [span] : open.map((range) => clip(range, span)).filter(({ from, to }) => to > from)
  const total = length(hours) * units
  const booked = taken.flatMap((one) => hours.map((open_) => overlap(clip(one, span), open_))).reduce((sum, ms) => sum + ms, 0)
  return {
    open: hours.map((range) => pieceOf(range, span)),
    bars: taken
      .map((one) => ({ ...pieceOf(clip(one, span), span), lane: Math.min(units, Math.max(1, one.unit)) - 1, pending: one.status === 'pending_approval' || one.status === 'held' }))
      .filter(({ width }) => width > 0),
    percent: total === 0 ? null : Math.min(100, Math.round((booked / total) * 100)),
  }
}

/** Where the whole hours stand, no more of them than fit beside each other. */
export function ticksOf(span: Span): readonly { x: number; at: number }[] {
  const hours = (span.to - span.from) / hour
  const step = (hours > 16 ? 4 : hours > 8 ? 2 : 1) * hour
  const ticks: { x: number; at: number }[] = []
  for (let at = span.from + step; at < span.to; at += step) ticks.push({ x: share(at - span.from, span), at })
  return ticks
}

/** Where now stands, or null outside the span. */
export function markOf(now: number, span: Span): number | null {
  return now > span.from && now < span.to ? share(now - span.from, span) : null
}

function clip({ starts_at, ends_at }: Range, span: Span): Span {
  return { from: Math.max(span.from, Date.parse(starts_at)), to: Math.min(span.to, Date.parse(ends_at)) }
}

function overlap(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from))
}

function length(ranges: readonly Span[]): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from, 0)
}

function pieceOf(range: Span, span: Span): Piece {
  return { x: share(range.from - span.from, span), width: share(range.to - range.from, span) }
}

function share(ms: number, span: Span): number {
  return Math.round((ms / (span.to - span.from)) * 100_00) / 100
}
