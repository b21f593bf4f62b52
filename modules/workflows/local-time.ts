/** Wall-clock time of an interval, exact on the days the clocks change. */
import { Temporal } from 'temporal-polyfill'

/** A stretch of wall-clock time without a change of the clock: milliseconds since 1970-01-01T00:00 on the wall, half-open. */
export interface LocalStretch {
  from: number
  to: number
}

export const dayMs = 86_400_000

/**
 * What the clock on the wall in `zone` shows during `[starts_at, ends_at)`. Between two changes of the offset it runs straight, so an interval is a few
 * straight stretches: a gap never shows, a fold shows twice.
 */
export function localStretches(startsAt: string, endsAt: string, zone: string): readonly LocalStretch[] {
  const end = Date.parse(endsAt)
  const stretches: LocalStretch[] = []
  let at = Temporal.Instant.from(startsAt).toZonedDateTimeISO(zone)
  while (at.epochMilliseconds < end) {
    const next = at.getTimeZoneTransition('next')
    const until = next && next.epochMilliseconds < end ? next.epochMilliseconds : end
    const offset = at.offsetNanoseconds / 1_000_000
    stretches.push({ from: at.epochMilliseconds + offset, to: until + offset })
    if (!next || until === end) break
    at = next
  }
  return stretches
}

/** Days since 1970-01-01 on the wall; a stretch that ends at midnight does not touch the day that begins there. */
export function daysOf(stretches: readonly LocalStretch[]): readonly number[] {
  const days = new Set<number>()
  for (const { from, to } of stretches) {
    for (let day = Math.floor(from / dayMs); day * dayMs < to; day += 1) days.add(day)
  }
  return [...days]
}

/** `08:30` -> milliseconds since midnight; `24:00` is the end of the day. */
export function wallMs(time: string): number {
  const [hours, minutes] = time.split(':').map(Number) as [number, number]
  return (hours * 60 + minutes) * 60_000
}

/**
 * Does some moment of the stretches lie outside of the hours `[from, to)` of its day? `from` after `to` is a night: 22:00 to 06:00.
 * Both are milliseconds since midnight and differ.
 */
export function anyOutside(stretches: readonly LocalStretch[], from: number, to: number): boolean {
  const length = to > from ? to - from : to + dayMs - from
  return stretches.some((stretch) => {
    // The window that was open last when the stretch begins; round-the-clock windows follow each other without a break.
    const day = Math.floor((stretch.from - from) / dayMs)
    const opened = day * dayMs + from
    return length < dayMs && stretch.to > opened + length
  })
}
