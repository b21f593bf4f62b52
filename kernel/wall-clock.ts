/**
 * From what a clock on a wall shows to instants: the one place where a time of day, a date and a zone become a moment. Refuses nothing: every reading has an
 * answer, also those a change of the clocks skips or repeats. Without it each module would answer for the two odd days of the year in its own way.
 */
import { Temporal } from 'temporal-polyfill'

/**
 * @param zone IANA
 * @param wall `HH:MM`, `24:00` for the end of the day
 * @param side of a reading that comes twice: which of the two. One that is skipped is the moment of the change.
 * @returns milliseconds since the epoch
 */
export function wallInstant(zone: string, date: Temporal.PlainDate, wall: string, side: 'earlier' | 'later'): number {
  if (wall === '24:00') return date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds
  const plain = date.toPlainDateTime(Temporal.PlainTime.from(wall))
  const zoned = plain.toZonedDateTime(zone, { disambiguation: side })
  if (zoned.toPlainDateTime().equals(plain)) return zoned.epochMilliseconds
  // The clock skips it: the earlier reading lies before the change, which is the next one.
  const change = plain.toZonedDateTime(zone, { disambiguation: 'earlier' }).getTimeZoneTransition('next')
  if (!change) throw new Error(`The zone ${zone} skips ${plain.toString()} but changes nothing after it.`)
  return change.epochMilliseconds
}

/** The calendar day a zone has at an instant. @param instant milliseconds since the epoch */
export function dateAt(zone: string, instant: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate()
}
