import { Temporal } from 'temporal-polyfill'
import { dateLocale, words } from '../language/words.server.js'

/** `0.4567` -> `46 %`; a dash when it was never open. */
export function percentText(share: number | null): string {
  return share === null ? '–' : new Intl.NumberFormat(dateLocale(), { style: 'percent', maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0 }).format(share)
}

export function numberText(value: number): string {
  return new Intl.NumberFormat(dateLocale(), { maximumFractionDigits: 1 }).format(value)
}

/** `95` -> `1 h 35 min`, `4320` -> `72 h`; a dash for null. */
export function minutesText(minutes: number | null): string {
  if (minutes === null) return '–'
  const [hours, rest] = [Math.floor(minutes / 60), Math.round(minutes % 60)]
  if (hours === 0) return `${rest} min`
  return rest === 0 || hours >= 100 ? `${numberText(hours)} h` : `${hours} h ${rest} min`
}

/** `5` -> `5 hours`, `72` -> `3 days`: how long before a start, in the unit people would say. */
export function leadText(hours: number): string {
  const t = words()
  if (hours < 1) return t('{{count}} minutes', { count: Math.round(hours * 60) })
  return hours < 48 ? t('{{count}} hours', { count: Math.round(hours) }) : t('{{count}} days', { count: Math.round(hours / 24) })
}

type Interval = 'day' | 'week' | 'month'

/** A place on the axis of time: `3 Nov`, `3–9 Nov`, `Nov 2026`. */
export function momentLabel({ starts_on, ends_on }: { starts_on: string; ends_on: string }, interval: Interval): string {
  const start = Temporal.PlainDate.from(starts_on)
  const short = { day: 'numeric', month: 'short' } as const
  if (interval === 'month') return start.toLocaleString(dateLocale(), { month: 'short', year: 'numeric' })
  if (interval === 'day' || starts_on === ends_on) return start.toLocaleString(dateLocale(), short)
  return `${start.toLocaleString(dateLocale(), short)} – ${Temporal.PlainDate.from(ends_on).toLocaleString(dateLocale(), short)}`
}

/** @param date `YYYY-MM-DD` */
export function dayText(date: string): string {
  return Temporal.PlainDate.from(date).toLocaleString(dateLocale(), { day: 'numeric', month: 'long', year: 'numeric' })
}

/** @param weekday Monday is 1 */
export function weekdayText(weekday: number, form: 'long' | 'short' = 'long'): string {
  // The first of January 2024 was a Monday.
  return Temporal.PlainDate.from({ year: 2024, month: 1, day: weekday }).toLocaleString(dateLocale(), { weekday: form })
}

export const hourText = (hour: number): string => `${String(hour).padStart(2, '0')}:00`
