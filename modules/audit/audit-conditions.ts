/** A filter of the log as SQL. Pure. */
import type { AuditFilter } from './contract.js'

export interface AuditConditions {
  /** When: what the order of the log is cut by. */
  span: readonly string[]
  /** What: decided entry by entry. */
  matching: readonly string[]
}

/** @param values of the statement so far; those of the conditions are added to it */
export function conditionsOf(filter: AuditFilter, values: unknown[]): AuditConditions {
  const span: string[] = []
  const matching: string[] = []
  const add = (to: string[], condition: (place: string) => string, value: unknown) => {
    if (value === undefined) return
    values.push(value)
    to.push(condition(`$${values.length}`))
  }
  add(span, (place) => `at >= ${place}`, filter.from)
  add(span, (place) => `at < ${place}`, filter.to)
  add(matching, (place) => `actor_id = ${place}`, filter.actor)
  add(matching, (place) => `api_key_id = ${place}`, filter.api_key_id)
  add(matching, (place) => `outcome = ${place}`, filter.outcome)
  add(matching, (place) => `subject_kind = ${place}`, filter.subject_kind)
  add(matching, (place) => `subject_id = ${place}`, filter.subject_id)
  const [module, type] = filter.action?.split('.') ?? []
  // The column collates by bytes, and '/' follows '.': everything of the module, by index.
  if (type === '*') add(matching, (place) => `action > ${place} || '.' and action < ${place} || '/'`, module)
  else add(matching, (place) => `action = ${place}`, filter.action)
  return { span, matching }
}
