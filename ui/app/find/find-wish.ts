/** What is looked for, as it stands in the URL. Unknown values count as absent. */
export interface FindWish {
  /** False until somebody asked: the form alone is shown. */
  readonly asked: boolean
  readonly title: string
  readonly minutes: number
  /** `YYYY-MM-DD` */
  readonly from: string
  readonly to: string
  /** Preferred hours on the viewer's clock, `HH:MM`. */
  readonly after: string
  readonly before: string
  readonly seats: string
  readonly typeId: string
  /** `name:value`, all of which must hold. */
  readonly attributes: readonly string[]
  readonly sort: 'soonest' | 'fit'
}

export const lengths = [15, 30, 45, 60, 90, 120, 180, 240, 480] as const
/** REST looks at most so many days ahead. */
export const mostDays = 62

/** @param today `YYYY-MM-DD` @param weekEnd where "this week" ends */
export function readWish(search: URLSearchParams, today: string, weekEnd: string): FindWish {
  const matching = (name: string, pattern: RegExp, fallback: string): string => (pattern.test(search.get(name) ?? '') ? (search.get(name) ?? fallback) : fallback)
  const date = /^20\d\d-\d\d-\d\d$/
  const clock = /^([01]\d|2[0-3]):[0-5]\d$/
  const asked = matching('from', date, today)
  const from = asked < today ? today : asked
  const wanted = matching('to', date, weekEnd)
  return {
    asked: search.has('minutes'),
    title: (search.get('title') ?? '').trim().slice(0, 200),
    minutes: lengths.find((one) => String(one) === search.get('minutes')) ?? 60,
    from,
    to: wanted < from ? from : wanted,
    after: matching('after', clock, '08:00'),
    before: matching('before', clock, '18:00'),
    seats: matching('seats', /^[1-9]\d{0,3}$/, ''),
    typeId: matching('type_id', /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i, ''),
    attributes: search.getAll('attribute').filter((one) => /^[A-Za-z][A-Za-z0-9_.-]{0,59}:.{1,200}$/.test(one)).slice(0, 10),
    sort: search.get('sort') === 'fit' ? 'fit' : 'soonest',
  }
}

export interface AttributeChoice {
  readonly name: string
  /** One value alone (`true`) is a tick, several are a choice. */
  readonly values: readonly string[]
}

/** What resources have, as far as one can look for it: ticks for what is there or not, choices where there are few values. */
export function attributeChoices(resources: readonly { attributes: Readonly<Record<string, unknown>> }[]): AttributeChoice[] {
  const found = new Map<string, Set<string>>()
  for (const { attributes } of resources) {
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === 'boolean' ? value : typeof value === 'string' || typeof value === 'number') found.set(name, (found.get(name) ?? new Set()).add(String(value)))
    }
  }
  return [...found].map(([name, values]) => ({ name, values: [...values].sort() })).filter(({ values }) => values.length <= 12).sort((a, b) => a.name.localeCompare(b.name)).slice(0, 8)
}
