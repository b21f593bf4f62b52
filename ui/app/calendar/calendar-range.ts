export type CalendarView = 'day' | 'week'
/** What the calendar shows, as it stands in the URL. Unknown values count as absent. */
export interface CalendarRange {
  readonly view: CalendarView
  /** The first day shown, `YYYY-MM-DD`; a week starts on Monday. */
  readonly first: string
  readonly days: number
  readonly asList: boolean
  readonly typeId: string
  readonly cursor: string
}

const dayMs = 86_400_000

/** @param today `YYYY-MM-DD`, where the address names no day */
export function readRange(search: URLSearchParams, today: string): CalendarRange {
  const date = isDay(search.get('date')) ? (search.get('date') ?? today) : today
  const view = search.get('view') === 'week' ? 'week' : 'day'
  const typeId = search.get('type_id') ?? ''
  return {
    view,
    first: view === 'week' ? monday(date) : date,
    days: view === 'week' ? 7 : 1,
    asList: search.get('as') === 'list',
    typeId: /^[\da-f-]{36}$/i.test(typeId) ? typeId : '',
    cursor: search.get('cursor') ?? '',
  }
}

/** A day moved by some days. Days are counted in UTC, where each has 24 hours. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

function monday(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return plusDays(day, -((weekday + 6) % 7))
}

function isDay(text: string | null): boolean {
  return text !== null && /^20\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))
}

export interface Gap {
  readonly start: string
  readonly end: string
}

/** The times of `[from, to)` outside the given ones. @param open in order and apart, RFC 3339 as REST gives them */
export function closedTimes(open: readonly { starts_at: string; ends_at: string }[], from: string, to: string): Gap[] {
  const gaps: Gap[] = []
  let at = Date.parse(from)
  for (const { starts_at, ends_at } of open) {
    if (Date.parse(starts_at) > at) gaps.push({ start: new Date(at).toISOString(), end: starts_at })
    at = Math.max(at, Date.parse(ends_at))
  }
  if (at < Date.parse(to)) gaps.push({ start: new Date(at).toISOString(), end: to })
  return gaps
}
