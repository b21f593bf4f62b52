import type { TFunction } from 'i18next'
import type { OpeningHours } from '#modules/resources/contract'
import { phrase } from '../language/phrases.js'

/** The days of a week as REST names them, Monday first. */
export const weekdays = [
  ['mon', phrase('Monday')],
  ['tue', phrase('Tuesday')],
  ['wed', phrase('Wednesday')],
  ['thu', phrase('Thursday')],
  ['fri', phrase('Friday')],
  ['sat', phrase('Saturday')],
  ['sun', phrase('Sunday')],
] as const satisfies readonly (readonly [keyof OpeningHours, string])[]
export type Weekday = (typeof weekdays)[number][0]

/** Something for each day of the week. */
export function eachDay<T>(of: (day: Weekday) => T): Record<Weekday, T> {
  return { mon: of('mon'), tue: of('tue'), wed: of('wed'), thu: of('thu'), fri: of('fri'), sat: of('sat'), sun: of('sun') }
}

/** `09:00 – 12:30, 13:00 – 18:00`; no intervals are `Closed`. */
export function intervalsInWords(intervals: readonly { from: string; to: string }[], t: TFunction): string {
  if (intervals.length === 0) return t('Closed')
  return intervals.map(({ from, to }) => `${from}\u00a0–\u00a0${to}`).join(', ')
}

/** Neighbouring days with the same hours as one line: `Monday to Friday`, as people write opening hours. */
export function weekInLines(hours: OpeningHours, t: TFunction): { days: string; times: string; closed: boolean }[] {
  const lines: { first: string; last: string; times: string }[] = []
  for (const [day, name] of weekdays) {
    const times = intervalsInWords(hours[day], t)
    const open = lines.at(-1)
    if (open && open.times === times) open.last = t(name)
    else lines.push({ first: t(name), last: t(name), times })
  }
  return lines.map(({ first, last, times }) => ({ days: first === last ? first : t('{{from}} to {{to}}', { from: first, to: last }), times, closed: times === t('Closed') }))
}
