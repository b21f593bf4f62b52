export interface DeliveryFilters {
  readonly endpoint: string
  readonly type: string
  readonly status: 'succeeded' | 'failed' | ''
  readonly message: string
  readonly from: string
  readonly to: string
  readonly cursor: string
}

/** The log's filters as the address holds them; what cannot be one counts as absent. */
export function readDeliveryFilters(search: URLSearchParams): DeliveryFilters {
  const matching = (name: string, pattern: RegExp): string => (pattern.test(search.get(name) ?? '') ? (search.get(name) ?? '') : '')
  return {
    endpoint: matching('endpoint', uuid),
    type: matching('type', /^[a-z][a-z0-9-]*\.[a-z_]+$/),
    status: (['succeeded', 'failed'] as const).find((one) => one === search.get('status')) ?? '',
    message: matching('message', uuid),
    from: matching('from', day),
    to: matching('to', day),
    cursor: search.get('cursor') ?? '',
  }
}

/** Changes whenever a filter does. */
export function filterState({ endpoint, type, status, message, from, to }: DeliveryFilters): string {
  return [endpoint, type, status, message, from, to].join('|')
}

export const noFilters = '|||||'

const uuid = /^[0-9a-f-]{36}$/
const day = /^\d{4}-\d{2}-\d{2}$/
