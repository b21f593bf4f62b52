import { memberRoles } from '../members/member-filters.js'
import { phrase } from '../language/phrases.js'
import type { Condition, Outcome, Rule, RuleView } from '#modules/workflows/contract'

/** A condition as the form holds it: every field as text, those of other kinds empty. */
export interface ConditionDraft {
  readonly kind: Condition['kind']
  readonly is: string
  readonly amount: string
  readonly unit: Unit
  readonly values: readonly string[]
  readonly from: string
  readonly to: string
  readonly name: string
}

export interface StepDraft {
  readonly mode: 'any' | 'all' | 'n_of_m'
  readonly needed: string
  readonly owners: boolean
  readonly role: string
  readonly people: readonly string[]
}

export interface RuleDraft {
  readonly name: string
  readonly description: string
  readonly priority: string
  readonly enabled: boolean
  readonly conditions: readonly ConditionDraft[]
  readonly outcome: Outcome['kind']
  readonly reason: string
  readonly told: readonly string[]
  readonly steps: readonly StepDraft[]
}

export const units = { minutes: 1, hours: 60, days: 1440 } as const
export type Unit = keyof typeof units
export const unitNames: Readonly<Record<Unit, string>> = { minutes: phrase('minutes'), hours: phrase('hours'), days: phrase('days') }

export const emptyStep: StepDraft = { mode: 'any', needed: '2', owners: false, role: 'admin', people: [] }
export const emptyRule: RuleDraft = { name: '', description: '', priority: '100', enabled: true, conditions: [], outcome: 'require_approval', reason: '', told: [], steps: [emptyStep] }

export function emptyCondition(kind: Condition['kind']): ConditionDraft {
  const weekend = kind === 'weekday' ? ['sat', 'sun'] : []
  return { kind, is: kind === 'on_behalf' ? 'true' : 'more_than', amount: '', unit: kind === 'notice' ? 'days' : 'hours', values: weekend, from: '08:00', to: '18:00', name: '' }
}

/** A saved rule as the form shows it. */
export function draftOf({ name, description, priority, enabled, conditions, outcome }: RuleView | Rule): RuleDraft {
  return {
    name,
    description,
    priority: String(priority),
    enabled,
    conditions: conditions.map(conditionDraft),
    outcome: outcome.kind,
    reason: outcome.kind === 'refuse' ? outcome.reason : '',
    told: outcome.kind === 'notify' ? outcome.user_ids : [],
    steps: outcome.kind === 'require_approval' ? outcome.steps.map(stepDraft) : [emptyStep],
  }
}

function conditionDraft(condition: Condition): ConditionDraft {
  const empty = emptyCondition(condition.kind)
  switch (condition.kind) {
    case 'duration':
    case 'notice':
      return { ...empty, is: condition.is, ...amountOf(condition.minutes) }
    case 'attendees':
      return { ...empty, is: condition.is, amount: String(condition.count) }
    case 'outside_hours':
      return { ...empty, from: condition.from, to: condition.to }
    case 'on_behalf':
      return { ...empty, is: String(condition.is) }
    case 'attribute':
      return { ...empty, name: condition.name, amount: attributeText(condition.equals) }
    case 'resource':
    case 'resource_type':
    case 'role':
    case 'person':
    case 'weekday':
      return { ...empty, values: condition.in }
  }
}

/** A word that reads like a number or yes and no keeps its quotes, so that it stays a word. */
function attributeText(value: string | number | boolean): string {
  return typeof value === 'string' && (value === 'true' || value === 'false' || !Number.isNaN(Number(value))) ? JSON.stringify(value) : String(value)
}

/** 240 minutes are four hours to people. */
export function amountOf(minutes: number): Pick<ConditionDraft, 'amount' | 'unit'> {
  const unit = minutes > 0 && minutes % 1440 === 0 ? 'days' : minutes > 0 && minutes % 60 === 0 ? 'hours' : 'minutes'
  return { amount: String(minutes / units[unit]), unit }
}

type Step = Extract<Outcome, { kind: 'require_approval' }>['steps'][number]

function stepDraft({ mode, needed, approvers }: Step): StepDraft {
  // A role means itself and all above it, so the lowest of several says the same.
  const named = approvers.flatMap((group) => (group.kind === 'role' ? [group.role] : []))
  const role = memberRoles.findLast((one) => named.includes(one)) ?? ''
  const people = approvers.flatMap((group) => (group.kind === 'people' ? group.user_ids : []))
  return { mode, needed: String(needed ?? 2), owners: approvers.some(({ kind }) => kind === 'resource_owners'), role, people }
}
