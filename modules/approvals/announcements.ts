/** The events of a request, each recorded in the transaction that makes it true. */
import type { EventRecorder } from '#kernel/events/recorder'
import type { ApprovalRequest, NewRequest } from './approval.repository.js'
import { approvals } from './contract.js'
import { openStep, peopleOf, type StepState } from './machine.js'

const about = ({ id, booking_id }: NewRequest) => ({ approval_id: id, booking_id })
const subjectOf = ({ id }: NewRequest) => ({ kind: 'approval', id })

/** A step opened: its people are asked. */
export function announceStep(recorder: EventRecorder, request: NewRequest): void {
  const step = openStep(request)
  if (!step) return
  recorder.emit(approvals.events.requested, {
    subject: subjectOf(request),
    data: { ...about(request), step: step.position, approver_ids: [...step.approver_ids], notices: [...step.notices] },
    people: peopleOf(request),
    changes: { current_step: { from: step.position === 1 ? null : step.position - 1, to: step.position } },
  })
}

/** How a decision came. */
export type DecisionVia = 'api' | 'mail_link'

/** Somebody decided on the step. */
export function announceDecision(recorder: EventRecorder, request: ApprovalRequest, step: number, { user_id, decision, comment }: StepState['decisions'][number], via: DecisionVia): void {
  recorder.emit(approvals.events.decided, {
    subject: subjectOf(request),
    data: { ...about(request), step, decision, decided_by: user_id, comment },
    people: peopleOf(request),
    changes: { [`step_${step}`]: { from: null, to: decision }, ...(via === 'api' ? {} : { via: { from: null, to: via } }) },
  })
}

/** Others may decide the open step now. @param before who could until now */
export function announceReassignment(recorder: EventRecorder, request: ApprovalRequest, step: StepState, before: readonly string[]): void {
  const added_ids = step.approver_ids.filter((id) => !before.includes(id))
  recorder.emit(approvals.events.reassigned, {
    subject: subjectOf(request),
    data: { ...about(request), step: step.position, approver_ids: [...step.approver_ids], added_ids, notices: [...step.notices] },
    people: [...new Set([...peopleOf(request), ...before])],
    changes: { approver_ids: { from: before, to: step.approver_ids } },
  })
}

/** The request as a whole was approved, rejected or withdrawn. */
export function announceEnd(recorder: EventRecorder, request: ApprovalRequest): void {
  recorder.emit(approvals.events.completed, {
    subject: subjectOf(request),
    data: { ...about(request), status: request.status },
    people: peopleOf(request),
    changes: { status: { from: 'pending', to: request.status } },
  })
}
