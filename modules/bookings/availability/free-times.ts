/** Where a booking of a given length fits: opening hours, units taken and buffers in, times of starting out. Pure; milliseconds since the epoch. */
export interface Span {
  from: number
  to: number
}

export interface Fit {
  /** Half-open, in order. */
  open: readonly Span[]
  /** What is taken, buffers included. */
  taken: readonly (Span & { unit: number })[]
  units: number
  duration: number
  before: number
  after: number
}

/** @returns first and last moment of starting (both inclusive), in order and apart; at each of them some unit is free for the whole booking */
export function startTimes({ open, taken, units, duration, before, after }: Fit): Span[] {
  const found: Span[] = []
  for (let unit = 1; unit <= units; unit += 1) {
    const gaps = gapsBetween(taken.filter((span) => span.unit === unit))
    // Units nothing was ever booked on are all alike: one of them stands for the rest.
    const untouched = gaps.length === 1 && gaps[0]!.from === -Infinity && gaps[0]!.to === Infinity
    for (const gap of gaps) {
      for (const { from, to } of open) {
        const start = { from: Math.max(from, gap.from + before), to: Math.min(to - duration, gap.to - after - duration) }
        if (start.from <= start.to) found.push(start)
      }
    }
    if (untouched) break
  }
  return join(found)
}

/**
 * Up to `count` bookings one after another, each starting as early as it can, on full steps of the clock.
 * @param step e.g. 5 minutes
 */
export function firstTimes(starts: readonly Span[], duration: number, step: number, count: number): Span[] {
  const times: Span[] = []
  let earliest = -Infinity
  for (const { from, to } of starts) {
    for (let start = roundUp(Math.max(from, earliest), step); start <= to; start = roundUp(start + duration, step)) {
      times.push({ from: start, to: start + duration })
      earliest = start + duration
      if (times.length === count) return times
    }
  }
  return times
}

function gapsBetween(taken: readonly Span[]): Span[] {
  const gaps: Span[] = []
  let from = -Infinity
  for (const span of [...taken].sort((a, b) => a.from - b.from)) {
    if (span.from > from) gaps.push({ from, to: span.from })
    from = Math.max(from, span.to)
  }
  return [...gaps, { from, to: Infinity }]
}

function join(spans: readonly Span[]): Span[] {
  const joined: Span[] = []
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else joined.push({ from, to })
  }
  return joined
}

function roundUp(at: number, step: number): number {
  return Math.ceil(at / step) * step
}
