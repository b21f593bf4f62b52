import type { TFunction } from 'i18next'
import type { CalendarDay, CalendarResource } from '../calendar-data.server.js'
import { clockText, dayMinutes } from '../wall-grid.js'
import type { Carrying } from './use-carry.js'

/** What a screen reader says of a carried booking: first how it is carried, then only where it stands. */
export function placeInWords(t: TFunction, { bar, drag, at }: Carrying, resources: readonly CalendarResource[], days: readonly CalendarDay[]): string {
  const where = [resources[at.row]?.name, days[Math.floor(at.from / dayMinutes)]?.label, `${clockText(at.from)} – ${clockText(at.to, true)}`].filter(Boolean).join(', ')
  const untouched = at.row === drag.row && at.from === drag.span.from && at.to === drag.span.to
  return untouched ? t('{{title}} is taken: {{where}}. Arrows move it, with Shift its end, with Alt its start. Enter puts it down, Escape leaves it where it was.', { title: bar.title ?? '', where }) : where
}
