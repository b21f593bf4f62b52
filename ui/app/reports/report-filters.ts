import { reportIntervals, reportNames, type ReportName } from '#modules/reports/contract'

export interface ReportFilters {
  readonly from: string
  readonly to: string
  readonly resource: string
  readonly type: string
  readonly interval: (typeof reportIntervals)[number] | ''
}

/** The report an address names; null for a name that is none. Without a name it is the first. */
export function readReportName(name: string | undefined): ReportName | null {
  return name === undefined ? 'utilisation' : (reportNames.find((one) => one === name) ?? null)
}

/** The filters as the address holds them; what cannot be one counts as absent. */
export function readReportFilters(search: URLSearchParams): ReportFilters {
  const matching = (name: string, pattern: RegExp): string => (pattern.test(search.get(name) ?? '') ? (search.get(name) ?? '') : '')
  return {
    from: matching('from', day),
    to: matching('to', day),
    resource: matching('resource', uuid),
    type: matching('type', uuid),
    interval: reportIntervals.find((one) => one === search.get('interval')) ?? '',
  }
}

/** As REST takes them. */
export function reportQuery({ from, to, resource, type, interval }: ReportFilters): Record<string, string> {
  const query = { first_day: from, last_day: to, resource_id: resource, type_id: type, interval }
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))
}

/** Reports over time, whose intervals somebody chooses. */
export const overTime: ReadonlySet<ReportName> = new Set(['occupancy', 'outcomes', 'approvals'])

const day = /^\d{4}-\d{2}-\d{2}$/
const uuid = /^[0-9a-f-]{36}$/
