/** A rule in one sentence of the caller's language. Pure but for that. */
import type { ApprovalStep } from '#modules/bookings/contract'
import type { Told } from '#kernel/contract'
import { asWritten, say } from '#kernel/language'
import { clauseOf, named, listed, roleAndAbove, type Names } from './condition-words.js'
import type { Condition, Outcome } from './contract.js'

/** @param names of the people, resources and types the rule mentions */
export function sentenceOf(rule: { conditions: readonly Condition[]; outcome: Outcome }, names: Names): Told {
  const when = rule.conditions.map((condition) => clauseOf(condition, names))
  const outcome = outcomeOf(rule.outcome, names)
  return ended(when.length === 0 ? say`For every booking, ${outcome}` : say`When a booking is placed and ${listed(when, 'and')}, ${outcome}`)
}

/** Quoted words that end a sentence end this one too. */
function ended(text: Told): Told {
  return /[.!?…]["“]$/.test(text) ? text : asWritten(`${text}.`)
}

function outcomeOf(outcome: Outcome, names: Names): Told {
  switch (outcome.kind) {
    case 'confirm':
      return say`confirm it at once`
    case 'refuse':
      return say`refuse it with the words "${outcome.reason}"`
    case 'notify':
      return say`tell ${named(outcome.user_ids, names, 'and')}`
    case 'require_approval':
      return say`ask ${chained(outcome.steps.map((step) => stepOf(step, names)))} to approve it`
  }
}

function chained(steps: readonly Told[]): Told {
  return steps.reduce((before, step) => say`${before}, then ${step}`)
}

function stepOf(step: ApprovalStep, names: Names): Told {
  const groups = step.approvers.map((group) => {
    switch (group.kind) {
      case 'people':
        return named(group.user_ids, names, 'and')
      case 'role':
        return roleAndAbove(group.role)
      case 'resource_owners':
        return say`the owners of the resource`
    }
  })
  const [first] = step.approvers
  if (step.approvers.length === 1 && first?.kind === 'people' && first.user_ids.length === 1) return groups[0]!
  const whom = listed(groups, 'and')
  switch (step.mode) {
    case 'any':
      return say`one of ${whom}`
    case 'all':
      return say`all of ${whom}`
    case 'n_of_m':
      return say`${step.needed ?? 1} of ${whom}`
  }
}
