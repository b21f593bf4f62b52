/**
 * Rules against a draft. Pure: the same rules and draft always give the same verdict, so that a dry-run is what will happen.
 * Rules are asked in the order given. The first matching one that decides, decides; every matching `notify` counts, wherever it stands.
 */
import type { BookingDraft, RuleReference, Verdict } from '#modules/bookings/contract'
import type { Condition, Outcome } from './contract.js'
import { judge, type Finding } from './conditions.js'

/** What the engine needs to know of a rule. */
export interface Judgeable extends RuleReference {
  conditions: readonly Condition[]
  outcome: Outcome
}

export interface Judgement<R> {
  deciding: R | null
  notifying: readonly R[]
}

/** How one rule fared. */
export interface TraceEntry<R> {
  rule: R
  matched: boolean
  /** Its outcome happens: it decides, or it matched and notifies. */
  applied: boolean
  conditions: readonly (Finding & { condition: Condition })[]
}

/** All conditions hold; without conditions a rule matches every booking. */
export function matches(rule: Judgeable, draft: BookingDraft): boolean {
  return rule.conditions.every((condition) => judge(condition, draft).met)
}

export function evaluate<R extends Judgeable>(rules: readonly R[], draft: BookingDraft): Judgement<R> {
  let deciding: R | null = null
  const notifying: R[] = []
  for (const rule of rules) {
    const notifies = rule.outcome.kind === 'notify'
    if (!notifies && deciding !== null) continue
    if (!matches(rule, draft)) continue
    if (notifies) notifying.push(rule)
    else deciding = rule
  }
  return { deciding, notifying }
}

/** The same with the story: every condition of every rule, and why. */
export function trace<R extends Judgeable>(rules: readonly R[], draft: BookingDraft): readonly TraceEntry<R>[] {
  const { deciding, notifying } = evaluate(rules, draft)
  return rules.map((rule) => {
    const conditions = rule.conditions.map((condition) => ({ condition, ...judge(condition, draft) }))
    return { rule, matched: conditions.every(({ met }) => met), applied: rule === deciding || notifying.includes(rule), conditions }
  })
}

/** @param rule the deciding one; null means no rule has anything against it */
export function verdictOf(rule: Judgeable | null): Verdict {
  if (rule === null) return { outcome: 'confirm', rule: null }
  const { id, name, version, outcome } = rule
  const reference = { id, name, version }
  switch (outcome.kind) {
    case 'require_approval':
      return { outcome: 'approve', rule: reference, steps: outcome.steps }
    case 'refuse':
      return { outcome: 'refuse', rule: reference, reason: outcome.reason }
    case 'confirm':
    case 'notify':
      return { outcome: 'confirm', rule: reference }
  }
}
