/** What JSON Schema cannot say about a rule. Pure. */
import type { FieldError } from '#kernel/http/problem'
import { say } from '#kernel/language'
import type { ApprovalStep } from '#modules/bookings/contract'
import type { Condition, Outcome } from './contract.js'

export function shapeFaultsOf({ conditions = [], outcome }: { conditions?: readonly Condition[]; outcome?: Outcome }): FieldError[] {
  const faults = conditions.flatMap((condition, index): FieldError[] =>
    condition.kind === 'outside_hours' && condition.from === condition.to ? [{ pointer: `/conditions/${index}/to`, detail: say`Must differ from \`from\`. The whole day is 00:00 to 24:00.` }] : [],
  )
  const steps = outcome?.kind === 'require_approval' ? outcome.steps : []
  return [...faults, ...steps.flatMap(stepFaultsOf)]
}

function stepFaultsOf({ mode, needed }: ApprovalStep, index: number): FieldError[] {
  const pointer = `/outcome/steps/${index}/needed`
  if (mode === 'n_of_m' && needed === undefined) return [{ pointer, detail: say`Is required for the mode \`n_of_m\`: how many approvals does the step need?` }]
  if (mode !== 'n_of_m' && needed !== undefined) return [{ pointer, detail: say`Belongs to the mode \`n_of_m\`; \`${mode}\` needs none.` }]
  return []
}
