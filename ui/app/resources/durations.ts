import type { TFunction } from 'i18next'

/** `90` -> `1 h 30 min`, `2880` -> `2 days`. Whole days stay days; anything else is hours and minutes. */
export function minutesInWords(minutes: number, t: TFunction): string {
  if (minutes === 0) return t('none')
  if (minutes % 1440 === 0) return t('{{count}} days', { count: minutes / 1440 })
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  return [hours > 0 ? t('{{hours}} h', { hours }) : '', rest > 0 ? t('{{minutes}} min', { minutes: rest }) : ''].filter(Boolean).join(' ')
}
