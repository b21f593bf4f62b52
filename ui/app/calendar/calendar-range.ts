export const calendarViews = ['day', 'week', 'weeks', 'month'] as const
export type CalendarView = (typeof calendarViews)[number]

/** What the calendar shows, as it stands in the URL. Unknown values count as absent. */
export interface CalendarRange {
  readonly view: CalendarView
  /** The first day shown, `YYYY-MM-DD`; weeks start on Monday, a month on its first. */
  readonly first: string
  readonly days: number
  readonly asList: boolean
  readonly typeId: string
  /** One resource alone, or empty for all. */
  readonly resourceId: string
  /** Part of the resources' names. */
  readonly q: string
  readonly cursor: string
}

const dayMs = 86_400_000
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** @param today `YYYY-MM-DD`, where the address names no day */
export function readRange(search: URLSearchParams, today: string): CalendarRange {
  const date = isDay(search.get('date')) ? (search.get('date') ?? today) : today
  const view = calendarViews.find((one) => one === search.get('view')) ?? 'day'
  const id = (name: string): string => (uuid.test(search.get(name) ?? '') ? (search.get(name) ?? '') : '')
  const first = { day: date, week: monday(date), weeks: monday(date), month: `${date.slice(0, 8)}01` }[view]
  return {
    view,
    first,
    days: { day: 1, week: 7, weeks: 28, month: daysInMonth(first) }[view],
    asList: search.get('as') === 'list',
    typeId: id('type_id'),
    resourceId: id('resource'),
    q: (search.get('q') ?? '').trim().slice(0, 100),
    cursor: search.get('cursor') ?? '',
  }
}

/** A day moved by some days. Days are counted in UTC, where each has 24 hours. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

/** Where the page before or after begins. @param direction -1 or 1 */
export function turned({ view, first, days }: Pick<CalendarRange, 'view' | 'first' | 'days'>, direction: -1 | 1): string {
  if (view !== 'month') return plusDays(first, direction * days)
  return direction === 1 ? plusDays(first, days) : `${plusDays(first, -1).slice(0, 8)}01`
}

/** Monday is 0. */
export function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
}

export function monday(day: string): string {
  return plusDays(day, -weekdayOf(day))
}

function daysInMonth(first: string): number {
  const [year = 0, month = 1] = first.split('-').map(Number)
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

function isDay(text: string | null): boolean {
  return text !== null && /^20\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))
}
