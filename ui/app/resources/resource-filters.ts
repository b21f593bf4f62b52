/** The list's filters as they stand in the URL. Unknown values count as absent: an old link still opens the list. */
export interface ResourceFilters {
  readonly q: string
  readonly typeId: string
  readonly minSeats: string
  readonly ownerId: string
  readonly archived: boolean
  readonly cursor: string
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

export function readFilters(search: URLSearchParams): ResourceFilters {
  const matching = (name: string, pattern: RegExp): string => (pattern.test(search.get(name) ?? '') ? (search.get(name) ?? '') : '')
  return {
    q: (search.get('q') ?? '').trim().slice(0, 100),
    typeId: matching('type_id', uuid),
    minSeats: matching('min_seats', /^[1-9]\d{0,5}$/),
    ownerId: matching('owner_id', uuid),
    archived: search.get('archived') === 'true',
    cursor: search.get('cursor') ?? '',
  }
}

/** True when the list does not show every bookable resource. */
export function isFiltered({ q, typeId, minSeats, ownerId }: ResourceFilters): boolean {
  return Boolean(q || typeId || minSeats || ownerId)
}
