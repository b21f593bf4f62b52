import { bookingStatuses, type BookingStatus } from './rest-types.js'

/** The list's filters as they stand in the URL. Unknown values count as absent: an old link still opens the list. */
export interface BookingFilters {
  readonly from: string
  readonly to: string
  readonly resourceId: string
  readonly status: BookingStatus | ''
  readonly mine: boolean
  readonly cursor: string
}

const names = ['from', 'to', 'resource_id', 'status', 'mine', 'cursor'] as const

export function readFilters(search: URLSearchParams): BookingFilters {
  const date = (name: string): string => (/^\d{4}-\d{2}-\d{2}$/.test(search.get(name) ?? '') ? (search.get(name) ?? '') : '')
  return {
    from: date('from'),
    to: date('to'),
    resourceId: search.get('resource_id') ?? '',
    status: bookingStatuses.find((one) => one === search.get('status')) ?? '',
    mine: search.get('mine') === 'true',
    cursor: search.get('cursor') ?? '',
  }
}

/** The filters of a URL without anything else, as a query string with its `?`; panels carry it along so that closing them changes nothing. */
export function filterQuery(search: URLSearchParams, changes: Readonly<Record<string, string>> = {}): string {
  const kept = names.map((name) => [name, search.get(name) ?? ''] as const)
  const entries = [...kept.filter(([name]) => !(name in changes)), ...Object.entries(changes)].filter(([, value]) => value !== '')
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries.map(([name, value]) => [name, value]))}`
}
