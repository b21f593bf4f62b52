import { Temporal } from 'temporal-polyfill'
import { dateLocale, words } from '../language/words.server.js'
import { placeOf, showWallClock } from './wall-clock.server.js'

export interface BookingTimes {
  /** The day it starts on for the viewer, `YYYY-MM-DD`. */
  readonly day: string
  /** `09:00 – 10:30`; the end carries its day when that differs. */
  readonly range: string
  /** The same range on the resource's own clock, only when it shows another time. */
  readonly elsewhere: string | null
}

/**
 * A booking's range in the viewer's zone, and in the resource's when the two clocks differ at that moment.
 * Made on the server only: a browser with other locale data would render other text than it received.
 * @param startsAt RFC 3339
 */
export function bookingTimes(startsAt: string, endsAt: string, viewerZone: string, resourceZone: string): BookingTimes {
  const range = rangeIn(startsAt, endsAt, viewerZone)
  const there = rangeIn(startsAt, endsAt, resourceZone)
  const sameClock = range.text === there.text && range.day === there.day
  const day = range.day === there.day ? '' : `${shortDay(there.day)} `
  return { day: range.day, range: range.text, elsewhere: sameClock ? null : words()('{{time}} in {{place}}', { time: `${day}${there.text}`, place: placeOf(resourceZone) }) }
}

/** `Monday 23 November`, with the year when it is not this one. @param locale BCP 47, the viewer's */
export function dayTitle(day: string, today: string, locale: string): { name: string; relative: string | null } {
  const t = words()
  const options = { weekday: 'long', day: 'numeric', month: 'long', ...(day.slice(0, 4) === today.slice(0, 4) ? {} : { year: 'numeric' as const }) } as const
  const distance = Temporal.PlainDate.from(today).until(Temporal.PlainDate.from(day)).days
  const relative = distance === 0 ? t('Today') : distance === 1 ? t('Tomorrow') : distance === -1 ? t('Yesterday') : null
  return { name: Temporal.PlainDate.from(day).toLocaleString(locale, options), relative }
}

/** `Monday 23 November 2026`: where a day stands alone. */
export function wholeDay(day: string, locale: string): string {
  return Temporal.PlainDate.from(day).toLocaleString(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
}

/** `Tue 24 Nov, 14:00 – 15:00`, for a single slot in a sentence or on a button. */
export function slotLabel(startsAt: string, endsAt: string, zone: string): string {
  const { day, text } = rangeIn(startsAt, endsAt, zone)
  return `${shortDay(day)}, ${text}`
}

function rangeIn(startsAt: string, endsAt: string, zone: string): { day: string; text: string } {
  const from = showWallClock(startsAt, zone)
  const to = showWallClock(endsAt, zone)
  const endDay = to.date === from.date ? '' : ` ${shortDay(to.date)}`
  return { day: from.date, text: `${from.time}\u00a0–\u00a0${to.time}${endDay}` }
}

function shortDay(day: string): string {
  return Temporal.PlainDate.from(day).toLocaleString(dateLocale(), { weekday: 'short', day: 'numeric', month: 'short' })
}
