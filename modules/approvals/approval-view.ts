/** A request as the API shows it. Pure. */
import type { ApprovalRequest } from './approval.repository.js'
import type { Approval } from './contract.js'
import { refusalOf } from './machine.js'

export function viewOf(request: ApprovalRequest, viewerId: string): Approval {
  const { rule_id, rule_name, rule_version, excluded_ids: _, steps, ...rest } = request
  return {
    ...rest,
    rule: { id: rule_id, name: rule_name, version: rule_version },
    steps: steps.map(({ id: _id, approver_ids, notices, decisions, ...step }) => ({
      ...step,
      approved: decisions.filter(({ decision }) => decision === 'approve').length,
      approver_ids: [...approver_ids],
      notices: [...notices],
      decisions: [...decisions],
    })),
    may_decide: refusalOf(request, viewerId, null) === null,
  }
}

/** Everybody who has a part in a request: they see the private fields of its events. */
export function peopleOf({ requested_by, requested_for, excluded_ids, steps }: Pick<ApprovalRequest, 'requested_by' | 'requested_for' | 'excluded_ids' | 'steps'>): string[] {
  return [...new Set([requested_by, requested_for, ...excluded_ids, ...steps.flatMap((step) => [...step.approver_ids, ...step.decisions.map(({ user_id }) => user_id)])])]
}
