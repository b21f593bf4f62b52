/**
 * The life of a request: pending -> approved | rejected | withdrawn, step by step in order. Pure: from a state to the next, never in place.
 * A reject ends the whole request, in every mode: there is nothing left that the others could still agree to.
 */
import type { Told } from '#kernel/contract'
import { say, spoken } from '#kernel/language'
import type { ApprovalStep } from '#modules/bookings/contract'
import { assign, type World } from './assignment.js'
import type { Approval, StepNotice } from './contract.js'

export type Choice = 'approve' | 'reject'

export interface StepState {
  id: string
  position: number
  definition: ApprovalStep
  status: Approval['steps'][number]['status']
  needed: number
  approver_ids: readonly string[]
  notices: readonly StepNotice[]
  decisions: readonly { user_id: string; decision: Choice; comment: string | null; decided_at: string }[]
}

export interface RequestState {
  status: Approval['status']
  current_step: number | null
  excluded_ids: readonly string[]
  steps: readonly StepState[]
}

export interface Refusal {
  kind: 'own' | 'settled' | 'other_step' | 'decided' | 'not_yet' | 'not_named'
  detail: Told
}

export const openStep = (state: RequestState): StepState | undefined => state.steps.find(({ status }) => status === 'open')

const approvedBy = (step: StepState): string[] => step.decisions.filter(({ decision }) => decision === 'approve').map(({ user_id }) => user_id)

/** Everybody who has a part in a request: who made it or gets it, whom a step names, who decided. They see it, and the private fields of its events. */
export function peopleOf({ excluded_ids, steps }: Pick<RequestState, 'excluded_ids' | 'steps'>): string[] {
  return [...new Set([...excluded_ids, ...steps.flatMap((step) => [...step.approver_ids, ...step.decisions.map(({ user_id }) => user_id)])])]
}

/** All steps waiting, the first one open. @param steps their ids and definitions in order */
export function begin(steps: readonly { id: string; definition: ApprovalStep }[], world: World): RequestState {
  const states = steps.map(({ id, definition }, index): StepState => ({ id, position: index + 1, definition, status: index === 0 ? 'open' : 'waiting', decisions: [], ...assign(definition, world, []) }))
  return { status: 'pending', current_step: 1, excluded_ids: world.excluded_ids, steps: states }
}

/**
 * Why this person may not decide now; null when they may.
 * @param step the step the decision is meant for; null is whichever is open
 */
export function refusalOf(state: RequestState, userId: string, step: number | null): Refusal | null {
  if (state.excluded_ids.includes(userId)) return { kind: 'own', detail: say`Nobody decides on a request they made, changed, or that was made for them, whatever their role. Somebody else has to.` }
  const open = openStep(state)
  if (!open) return { kind: 'settled', detail: say`The request is ${spoken(state.status)} already.` }
  if (step !== null && step !== open.position) return { kind: 'other_step', detail: say`Step ${step} is not open: step ${open.position} is. Read the request again before deciding on it.` }
  if (open.decisions.some(({ user_id }) => user_id === userId)) return { kind: 'decided', detail: say`You decided on step ${open.position} already; a decision stands.` }
  if (open.approver_ids.includes(userId)) return null
  const named = state.steps.find(({ status, approver_ids }) => status !== 'open' && approver_ids.includes(userId))
  if (named) return { kind: 'not_yet', detail: say`You are named in step ${named.position}, which is ${spoken(named.status)}; step ${open.position} is open and others decide on it.` }
  return { kind: 'not_named', detail: say`Step ${open.position} does not name you, and nobody decides in the place of those it names.` }
}

/** The state with this person's decision, which {@link refusalOf} let through. @param world as it is now */
export function decide(state: RequestState, decision: StepState['decisions'][number], world: World): RequestState {
  const steps = state.steps.map((step) => (step.status === 'open' ? { ...step, decisions: [...step.decisions, decision] } : step))
  return decision.decision === 'reject' ? close({ ...state, steps }, 'rejected') : settle({ ...state, steps }, world)
}

/** Works out anew who may decide the open step, and goes on as far as the decisions there are carry. */
export function settle(state: RequestState, world: World): RequestState {
  const open = openStep(state)
  if (!open) return state
  const approved = approvedBy(open)
  const current: StepState = { ...open, ...assign(open.definition, world, approved) }
  if (approved.length < current.needed) return replace(state, current)
  const done = replace(state, { ...current, status: 'approved' })
  const next = done.steps.find(({ status }) => status === 'waiting')
  if (!next) return { ...done, status: 'approved', current_step: null }
  return settle(replace({ ...done, current_step: next.position }, { ...next, status: 'open' }), world)
}

/** Ends a request whose steps are not all decided. The open step of a rejected one is the rejected one. */
export function close(state: RequestState, status: 'approved' | 'rejected' | 'withdrawn'): RequestState {
  const steps = state.steps.map((step): StepState => {
    const rejected = step.decisions.some(({ decision }) => decision === 'reject')
    return step.status === 'open' || step.status === 'waiting' ? { ...step, status: rejected ? 'rejected' : 'skipped' } : step
  })
  return { ...state, status, current_step: null, steps }
}

function replace(state: RequestState, step: StepState): RequestState {
  return { ...state, steps: state.steps.map((each) => (each.position === step.position ? step : each)) }
}
