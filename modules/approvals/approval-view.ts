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
