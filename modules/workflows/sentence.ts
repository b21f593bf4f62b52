/** A rule in one sentence of plain English. Pure. */
import type { ApprovalStep } from '#modules/bookings/contract'
import { clauseOf, named, listed, roleAndAbove, type Names } from './condition-words.js'
import type { Condition, Outcome } from './contract.js'

/** @param names of the people, resources and types the rule mentions */
export function sentenceOf(rule: { conditions: readonly Condition[]; outcome: Outcome }, names: Names): string {
  const when = rule.conditions.map((condition) => clauseOf(condition, names))
  const start = when.length === 0 ? 'For every booking' : `When a booking is placed and ${listed(when, 'and')}`
  return ended(`${start}, ${outcomeOf(rule.outcome, names)}`)
}

/** Quoted words that end a sentence end this one too. */
function ended(text: string): string {
  return /[.!?…]"$/.test(text) ? text : `${text}.`
}

function outcomeOf(outcome: Outcome, names: Names): string {
  switch (outcome.kind) {
    case 'confirm':
      return 'confirm it at once'
    case 'refuse':
      return `refuse it with the words "${outcome.reason}"`
    case 'notify':
      return `tell ${named(outcome.user_ids, names, 'and')}`
    case 'require_approval':
      return `ask ${outcome.steps.map((step) => stepOf(step, names)).join(', then ')} to approve it`
  }
}

function stepOf(step: ApprovalStep, names: Names): string {
  const groups = step.approvers.map((group) => {
    switch (group.kind) {
      case 'people':
        return named(group.user_ids, names, 'and')
      case 'role':
        return roleAndAbove(group.role)
      case 'resource_owners':
        return 'the owners of the resource'
    }
  })
  const many = { any: 'one of', all: 'all of', n_of_m: `${step.needed ?? 1} of` }[step.mode]
  return `${many} ${listed(groups, 'and')}`
}
