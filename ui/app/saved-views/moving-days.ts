/** Days of a view that move along: `from=today-7` is the day a week ago whenever the view is opened. */

const moving = /^today([+-]\d{1,4})?$/
const fixed = /^\d{4}-\d{2}-\d{2}$/
const dayNames = ['from', 'to'] as const
const dayMs = 86_400_000

export function hasDays(query: string): boolean {
  const search = new URLSearchParams(query)
  return dayNames.some((name) => fixed.test(search.get(name) ?? ''))
}

/** @param today `YYYY-MM-DD` on the clock of whoever keeps the view */
export function withMovingDays(query: string, today: string): string {
  return eachDay(query, fixed, (day) => {
    const days = Math.round((Date.parse(day) - Date.parse(today)) / dayMs)
    return days === 0 ? 'today' : `today${days > 0 ? '+' : ''}${days}`
  })
}

/** @param today `YYYY-MM-DD` on the clock of whoever opens the view */
export function withDaysOf(query: string, today: string): string {
  return eachDay(query, moving, (day) => new Date(Date.parse(today) + Number(day.slice('today'.length) || 0) * dayMs).toISOString().slice(0, 10))
}

/** @returns `YYYY-MM-DD` */
export function todayIn(zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date())
}

function eachDay(query: string, pattern: RegExp, change: (day: string) => string): string {
  return new URLSearchParams([...new URLSearchParams(query)].map(([name, value]) => [name, dayNames.some((one) => one === name) && pattern.test(value) ? change(value) : value])).toString()
}
