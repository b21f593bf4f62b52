import type { TFunction } from 'i18next'

export interface ChangeLine {
  readonly field: string
  readonly from: string
  readonly to: string
  /** Long or nested: shown below each other rather than in one line. */
  readonly block: boolean
}

/** The changes of an entry as lines of a diff. A refusal's facts (code, route, ids) have no before: only `to` is filled. Pure. */
export function changeLines(changes: Readonly<Record<string, unknown>> | null, t: TFunction): ChangeLine[] {
  return Object.entries(changes ?? {}).map(([name, value]) => {
    const [from, to] = isChange(value) ? [written(value.from, t), written(value.to, t)] : ['', written(value, t)]
    return { field: name.replaceAll('_', ' '), from, to, block: from.length > 60 || to.length > 60 }
  })
}

function isChange(value: unknown): value is { from?: unknown; to?: unknown } {
  return typeof value === 'object' && value !== null && ('from' in value || 'to' in value)
}

/** A text that was left out for privacy leaves its length behind. */
function written(value: unknown, t: TFunction): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'object' && 'length' in value && Object.keys(value).length === 1 && !Array.isArray(value)) return t('({{length}} characters)', { length: String(value.length) })
  return typeof value === 'object' ? JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, ' ') : String(value)
}
