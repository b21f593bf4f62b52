/** Cuts spans into the hours of a week on a zone's clock. */
import { Temporal } from 'temporal-polyfill'
import type { Span } from './timetable.js'

const hour = 3_600_000
const day = 24 * hour

/** Hours of a week: cell 0 is Monday from midnight to one. */
export const cells = 7 * 24

interface Shift {
  readonly to: number
  /** The clock's distance from UTC until then. */
  readonly offset: number
}

/** A zone's clock over a period: asked a handful of times for its changes, not once for each hour of a year. */
export class WallHours {
  private readonly shifts: readonly Shift[]

  constructor(zone: string, from: number, to: number) {
    this.shifts = shiftsOf(zone, from, to)
  }

  /** Calls back with each hour of the week a span touches, and for how many milliseconds. The hour that a clock repeats counts twice. */
  each({ from, to }: Span, visit: (cell: number, milliseconds: number) => void): void {
    let at = from
    for (const shift of this.shifts) {
      const end = Math.min(to, shift.to)
      while (at < end) {
        const local = at + shift.offset
        const next = Math.min(end, at + hour - positive(local, hour))
        visit(cellAt(local), next - at)
        at = next
      }
    }
  }
}

function cellAt(local: number): number {
  // 1 January 1970 was a Thursday.
  const weekday = positive(Math.floor(local / day) + 3, 7)
  return weekday * 24 + Math.floor(positive(local, day) / hour)
}

function shiftsOf(zone: string, from: number, to: number): Shift[] {
  const shifts: Shift[] = []
  let clock = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone)
  for (;;) {
    const change = clock.getTimeZoneTransition('next')
    const end = change === null || change.epochMilliseconds >= to ? Infinity : change.epochMilliseconds
    shifts.push({ to: end, offset: clock.offsetNanoseconds / 1e6 })
    if (change === null || end === Infinity) return shifts
    clock = change
  }
}

function positive(value: number, modulus: number): number {
  return ((value % modulus) + modulus) % modulus
}
