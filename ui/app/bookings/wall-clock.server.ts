import { Temporal } from 'temporal-polyfill'
import { words } from '../language/words.server.js'

export type WallClock =
  | { readonly kind: 'instant'; readonly instant: string }
  | { readonly kind: 'invalid'; readonly detail: string }
  /** The clocks were set back: the time happens twice. One choice per happening, earlier first. */
  | { readonly kind: 'twice'; readonly detail: string; readonly choices: readonly { offset: string; label: string }[] }

/**
 * The instant a wall clock in `zone` shows `date` `time`. A time the clocks skip is refused and one they show twice is asked back:
 * moving either silently would book another hour than the one on the screen.
 * @param date `YYYY-MM-DD`
 * @param time `HH:MM`
 * @param offset e.g. `+02:00`, the answer to an earlier `twice`
 */
export function readWallClock(date: string, time: string, zone: string, offset?: string): WallClock {
  const t = words()
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return { kind: 'invalid', detail: t('Give the day as year-month-day, for example 2027-03-14.') }
  if (!/^\d{2}:\d{2}$/.test(time)) return { kind: 'invalid', detail: t('Give the time as hours:minutes, for example 14:30.') }
  const plain = plainDateTime(`${date}T${time}`)
  if (!plain) return { kind: 'invalid', detail: t('There is no such day or time.') }
  const earlier = plain.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = plain.toZonedDateTime(zone, { disambiguation: 'later' })
  if (earlier.epochMilliseconds === later.epochMilliseconds) return { kind: 'instant', instant: earlier.toInstant().toString() }
  if (!earlier.toPlainDateTime().equals(plain)) {
    return { kind: 'invalid', detail: t('{{time}} does not exist on that day in {{place}}: the clocks go forward over it.', { time, place: placeOf(zone) }) }
  }
  const chosen = [earlier, later].find((one) => one.offset === offset)
  if (chosen) return { kind: 'instant', instant: chosen.toInstant().toString() }
  return {
    kind: 'twice',
    detail: t('{{time}} happens twice on that day in {{place}}: the clocks go back. Choose which one.', { time, place: placeOf(zone) }),
    choices: [
      { offset: earlier.offset, label: t('The first {{time}} (UTC{{offset}})', { time, offset: earlier.offset }) },
      { offset: later.offset, label: t('The second {{time}} (UTC{{offset}})', { time, offset: later.offset }) },
    ],
  }
}

/** What a wall clock in `zone` shows at `instant`, and its distance from UTC then. @param instant RFC 3339 */
export function showWallClock(instant: string, zone: string): { date: string; time: string; offset: string } {
  const zoned = Temporal.Instant.from(instant).toZonedDateTimeISO(zone)
  return { date: zoned.toPlainDate().toString(), time: zoned.toPlainTime().toString({ smallestUnit: 'minute' }), offset: zoned.offset }
}

/** The first instant of a day in `zone`, as RFC 3339. @param date `YYYY-MM-DD`, or undefined when it is not a date */
export function startOfDay(date: string, zone: string, plusDays = 0): string | undefined {
  const plain = plainDate(date)
  return plain?.add({ days: plusDays }).toZonedDateTime(zone).toInstant().toString()
}

/** @returns today's date in `zone`, `YYYY-MM-DD`, moved by `plusDays` */
export function today(zone: string, plusDays = 0): string {
  return Temporal.Now.plainDateISO(zone).add({ days: plusDays }).toString()
}

/** @param date `YYYY-MM-DD` @returns the day so many days later */
export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString()
}

/** The next half hour in `zone` and the hour after it: where an empty form starts. */
export function nextHalfHour(zone: string): { date: string; start: string; end: string; endDate: string } {
  const now = Temporal.Now.zonedDateTimeISO(zone)
  const start = now.round({ smallestUnit: 'minute', roundingIncrement: 30, roundingMode: 'ceil' })
  const end = start.add({ hours: 1 })
  const clock = (at: Temporal.ZonedDateTime): string => at.toPlainTime().toString({ smallestUnit: 'minute' })
  const [date, endDate] = [start.toPlainDate().toString(), end.toPlainDate().toString()]
  return { date, start: clock(start), end: clock(end), endDate: endDate === date ? '' : endDate }
}

/** `Europe/Berlin` -> `Berlin`, as people say it. */
export function placeOf(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')
}

function plainDateTime(text: string): Temporal.PlainDateTime | undefined {
  try {
    return Temporal.PlainDateTime.from(text, { overflow: 'reject' })
  } catch {
    return undefined
  }
}

function plainDate(text: string): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' })
  } catch {
    return undefined
  }
}
