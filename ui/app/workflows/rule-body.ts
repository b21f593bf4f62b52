/** The form's text as REST wants a rule. What cannot be read stays as it is, so that REST names the field. Pure. */
import { units, type ConditionDraft, type RuleDraft, type StepDraft } from './rule-draft.js'

export function ruleBody(draft: RuleDraft): object {
  return {
    name: draft.name,
    description: draft.description,
    priority: numeric(draft.priority),
    enabled: draft.enabled,
    conditions: draft.conditions.map(conditionBody),
    outcome: outcomeBody(draft),
  }
}

function outcomeBody({ outcome, reason, told, steps }: RuleDraft): object {
  switch (outcome) {
    case 'confirm':
      return { kind: outcome }
    case 'refuse':
      return { kind: outcome, reason }
    case 'notify':
      return { kind: outcome, user_ids: told }
    case 'require_approval':
      return { kind: outcome, steps: steps.map(stepBody) }
  }
}

function stepBody({ mode, needed, owners, role, people }: StepDraft): object {
  const approvers = [
    ...(owners ? [{ kind: 'resource_owners' }] : []),
    ...(role ? [{ kind: 'role', role }] : []),
    ...(people.length > 0 ? [{ kind: 'people', user_ids: people }] : []),
  ]
  return { mode, ...(mode === 'n_of_m' ? { needed: numeric(needed) } : {}), approvers }
}

function conditionBody(draft: ConditionDraft): object {
  const { kind, is, amount, unit, values, from, to, name } = draft
  switch (kind) {
    case 'duration':
    case 'notice':
      return { kind, is, minutes: typeof numeric(amount) === 'number' ? Math.round(Number(amount) * units[unit]) : amount }
    case 'attendees':
      return { kind, is, count: numeric(amount) }
    case 'outside_hours':
      return { kind, from, to }
    case 'on_behalf':
      return { kind, is: is === 'true' }
    case 'attribute':
      return { kind, name, equals: typed(amount) }
    case 'resource':
    case 'resource_type':
    case 'role':
    case 'person':
    case 'weekday':
      return { kind, in: values }
  }
}

function numeric(text: string): number | string {
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text)
}

/** A property may be a word, a number, or true and false; in quotes it is a word whatever it reads like. */
function typed(text: string): string | number | boolean {
  const quoted = /^"(.*)"$/.exec(text)?.[1]
  if (quoted !== undefined) return quoted
  return text === 'true' ? true : text === 'false' ? false : numeric(text)
}
