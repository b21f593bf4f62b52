import { Type, type Static } from 'typebox'
import { members } from '#modules/members/contract'
import { ApprovalStepSchema, bookings } from '#modules/bookings/contract'
import { defineContract, defineEvent, definePermission } from '#kernel/contract'
import { Body, Id, Instant, Nullable, OneOf, Text } from '#kernel/schemas'

export const approvalStatuses = ['pending', 'approved', 'rejected', 'withdrawn'] as const

export const ApprovalDecisionSchema = Type.Object({ user_id: Id, decision: OneOf(['approve', 'reject'] as const), comment: Nullable(Type.String()), decided_at: Instant })

export const ApprovalSchema = Type.Object({
  id: Id,
  booking_id: Id,
  status: OneOf(approvalStatuses),
  /** The rule that asked for it, frozen as it was. */
  rule: Type.Object({ id: Id, name: Type.String(), version: Type.Integer() }),
  requested_by: Id,
  requested_for: Id,
  /** Position of the step that is open; null when none is. */
  current_step: Nullable(Type.Integer()),
  steps: Type.Array(
    Type.Object({
      position: Type.Integer(),
      definition: ApprovalStepSchema,
      status: OneOf(['waiting', 'open', 'approved', 'rejected', 'skipped'] as const),
      /** How many approvals are needed, and how many are there. */
      needed: Type.Integer(),
      approved: Type.Integer(),
      /** Who may decide it (the requester and the person it is for never do). */
      approver_ids: Type.Array(Id),
      decisions: Type.Array(ApprovalDecisionSchema),
    }),
  ),
  /** True when the viewer may decide the open step now. */
  may_decide: Type.Boolean(),
  version: Type.Integer(),
  created_at: Instant,
  decided_at: Nullable(Instant),
})
export type Approval = Static<typeof ApprovalSchema>

export const DecisionBody = Body({ decision: OneOf(['approve', 'reject'] as const), comment: Type.Optional(Text({ maxLength: 1000 })) })

const read = definePermission('approvals:read', 'member', 'see the approvals one has a part in')
const readAll = definePermission('approvals:readAll', 'admin', 'see every approval')
const decide = definePermission('approvals:decide', 'member', 'decide where a step names one as approver or resource owner')

const data = { approval_id: Id, booking_id: Id }

export const approvals = defineContract({
  name: 'approvals',
  dependsOn: [members, bookings],
  permissions: { read, readAll, decide },
  events: {
    requested: defineEvent('approvals.requested', Type.Object({ ...data, step: Type.Integer(), approver_ids: Type.Array(Id) }), { audience: read, details: readAll, private: ['approver_ids'], description: 'A step opened: these people are asked to decide.' }),
    decided: defineEvent('approvals.decided', Type.Object({ ...data, step: Type.Integer(), decision: OneOf(['approve', 'reject'] as const), decided_by: Id, comment: Nullable(Type.String()) }), { audience: read, details: readAll, private: ['comment', 'decided_by'], description: 'Somebody decided on a step.' }),
    completed: defineEvent('approvals.completed', Type.Object({ ...data, status: OneOf(approvalStatuses) }), { audience: read, description: 'A request was approved, rejected or withdrawn as a whole.' }),
  },
})
