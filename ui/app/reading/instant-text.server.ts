import { Temporal } from 'temporal-polyfill'
import { dateLocale } from '../language/words.server.js'

/**
 * A moment as a person reads it in their zone: `23 Nov, 14:05`, with the year when it is not this one. Made on the server only: a browser
 * with other locale data would render other text than it received.
 * @param instant RFC 3339
 */
export function momentText(instant: string, zone: string): string {
  const zoned = Temporal.Instant.from(instant).toZonedDateTimeISO(zone)
  const thisYear = zoned.year === Temporal.Now.zonedDateTimeISO(zone).year
  const day = zoned.toPlainDate().toLocaleString(dateLocale(), { day: 'numeric', month: 'short', ...(thisYear ? {} : { year: 'numeric' as const }) })
  return `${day}, ${zoned.toPlainTime().toString({ smallestUnit: 'minute' })}`
}

/** The same to the second, with the distance from UTC: for logs. */
export function exactText(instant: string, zone: string): string {
  const zoned = Temporal.Instant.from(instant).toZonedDateTimeISO(zone)
  return `${zoned.toPlainDate().toString()} ${zoned.toPlainTime().toString({ smallestUnit: 'second' })} (UTC${zoned.offset})`
}
