/** The builder's form, read back; and the changes its buttons make to it. Pure, so that it works the same with and without scripts. */
import { textOf } from '../session/form-problem.js'
import { conditionKinds, outcomeKinds } from './rule-words.js'
import { emptyCondition, emptyStep, units, type ConditionDraft, type RuleDraft, type StepDraft, type Unit } from './rule-draft.js'

export function readRuleForm(form: FormData): RuleDraft {
  const list = (name: string): string[] => form.getAll(name).map(String)
  return {
    name: textOf(form, 'name'),
    description: textOf(form, 'description'),
    priority: textOf(form, 'priority'),
    enabled: form.get('enabled') === 'on',
    conditions: list('condition').flatMap((key) => readCondition(form, `condition.${key}`)),
    outcome: outcomeKinds.find((kind) => kind === form.get('outcome')) ?? 'confirm',
    reason: textOf(form, 'reason'),
    told: list('told'),
    steps: list('step').map((key) => readStep(form, `step.${key}`)),
  }
}

function readCondition(form: FormData, prefix: string): ConditionDraft[] {
  const kind = conditionKinds.find((one) => one === form.get(`${prefix}.kind`))
  if (!kind) return []
  const field = (name: string): string => textOf(form, `${prefix}.${name}`)
  const unit = Object.keys(units).find((one): one is Unit => one === field('unit')) ?? 'minutes'
  return [{ kind, is: field('is'), amount: field('amount'), unit, values: form.getAll(`${prefix}.values`).map(String), from: field('from'), to: field('to'), name: field('name') }]
}

function readStep(form: FormData, prefix: string): StepDraft {
  const mode = (['any', 'all', 'n_of_m'] as const).find((one) => one === form.get(`${prefix}.mode`)) ?? 'any'
  return { mode, needed: textOf(form, `${prefix}.needed`), owners: form.get(`${prefix}.owners`) === 'on', role: textOf(form, `${prefix}.role`), people: form.getAll(`${prefix}.people`).map(String) }
}

/**
 * What a button of the builder does to the draft: `add-condition` (of the kind chosen beside it), `remove-condition:2`, `add-step`, `remove-step:0`.
 * @returns null for any other button
 */
export function editDraft(draft: RuleDraft, intent: string, form: FormData): RuleDraft | null {
  const [verb, at] = intent.split(':')
  const others = <T>(items: readonly T[]): T[] => items.filter((_, index) => String(index) !== at)
  switch (verb) {
    case 'add-condition': {
      const kind = conditionKinds.find((one) => one === form.get('new_condition'))
      return kind ? { ...draft, conditions: [...draft.conditions, emptyCondition(kind)] } : draft
    }
    case 'remove-condition':
      return { ...draft, conditions: others(draft.conditions) }
    case 'add-step':
      return { ...draft, steps: [...draft.steps, emptyStep] }
    case 'remove-step':
      return { ...draft, steps: others(draft.steps) }
    default:
      return null
  }
}
