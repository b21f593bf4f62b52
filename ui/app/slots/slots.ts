/** Milliseconds since the epoch, half-open. */
export interface Span {
  readonly from: number
  readonly to: number
}

const quarter = 15 * 60_000

/**
 * Times to offer out of free spans: for every window (a day's preferred hours) and span the earliest start that fits, on a quarter of an hour where the
 * span allows it, and then one each full length later.
 * @param most in all
 */
export function slotsIn(free: readonly Span[], windows: readonly Span[], duration: number, most: number): Span[] {
  const found: Span[] = []
  for (const window of windows) {
    for (const span of free) {
      const from = Math.max(span.from, window.from)
      const to = Math.min(span.to, window.to)
      const whole = Math.ceil(from / quarter) * quarter
      let start = whole + duration <= to ? whole : from
      while (start + duration <= to && found.length < most) {
        found.push({ from: start, to: start + duration })
        start += Math.ceil(duration / quarter) * quarter
      }
      if (found.length >= most) return found
    }
  }
  return found
}
