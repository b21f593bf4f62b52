import { Type, type Static } from 'typebox'
import { auth } from '#modules/auth/contract'
import { members } from '#modules/members/contract'
import { orgs } from '#modules/orgs/contract'
import { resources } from '#modules/resources/contract'
import { ApprovalStepSchema, bookings, type RuleReference } from '#modules/bookings/contract'
import { defineContract, defineEvent, defineExtensionPoint, definePermission, definePort, type Told } from '#kernel/contract'
import { Body, Id, Instant, Nullable, OneOf, Text } from '#kernel/schemas'

export const approvalStatuses = ['pending', 'approved', 'rejected', 'withdrawn'] as const

/**
 * What a step had to do to stay decidable. `fell_to_admins`: none of those it names can decide, so any one owner or admin does.
 * `capped`: fewer people can decide than it asks for, so all of those are needed. `nobody_left`: not even an owner or admin can;
 * it waits for somebody to join or change role, at the latest until the booking expires at its start.
 */
export const stepNotices = ['fell_to_admins', 'capped', 'nobody_left'] as const
export type StepNotice = (typeof stepNotices)[number]

export const ApprovalDecisionSchema = Type.Object({ user_id: Id, decision: OneOf(['approve', 'reject'] as const), comment: Nullable(Type.String()), decided_at: Instant })

export const ApprovalSchema = Type.Object({
  id: Id,
  booking_id: Id,
  status: OneOf(approvalStatuses),
  /** The rule that asked for it, frozen as it was. */
  rule: Type.Object({ id: Id, name: Type.String(), version: Type.Integer() }),
  requested_by: Id,
  requested_for: Id,
  /** What was asked for, frozen: where and when. */
  resource_id: Id,
  starts_at: Instant,
  ends_at: Instant,
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
      notices: Type.Array(OneOf(stepNotices)),
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

const decision = {
  decision: OneOf(['approve', 'reject'] as const),
  /** Required to reject: the person turned down is told why. */
  comment: Type.Optional(Text({ maxLength: 1000 })),
  /** The step the decision is meant for; another one being open is then a 409. */
  step: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
}
export const DecisionBody = Body(decision)
export type Decision = Static<typeof DecisionBody>

/** Decides many requests at once; each stands for itself. */
export const DecisionsBody = Body({ decisions: Type.Array(Body({ approval_id: Id, ...decision }), { minItems: 1, maxItems: 50 }) })

/** What became of each item, in the order they were sent: the request as it is now, or the problem a single decision would have met. */
export const DecisionResultsSchema = Type.Object({
  results: Type.Array(
    Type.Object({
      approval_id: Id,
      approval: Nullable(ApprovalSchema),
      problem: Nullable(Type.Object({ code: Type.String(), status: Type.Integer(), title: Type.String(), detail: Type.String() })),
    }),
  ),
})

/** The token of a link in a mail that asked somebody to decide. */
const linkToken = { token: Type.String({ minLength: 1, maxLength: 200 }) }
export const LinkTokenBody = Body(linkToken)
export const DecisionLinkBody = Body({ ...linkToken, decision: decision.decision, comment: decision.comment })

/** What the holder of a link may know without signing in: what the mail said. */
export const DecisionLinkPreviewSchema = Type.Object({
  organization: Type.Object({ name: Type.String(), accent: Nullable(Type.String()) }),
  /** Whom the link was made for. */
  reader: Type.Object({ name: Type.String(), timezone: Type.String(), locale: Type.String() }),
  booking: Type.Object({ title: Nullable(Type.String()), starts_at: Instant, ends_at: Instant, booked_for: Nullable(Type.String()), booked_by: Nullable(Type.String()) }),
  resource: Type.Object({ name: Type.String(), location: Type.String(), timezone: Type.String() }),
  /** The rule that asks for the decision. */
  rule: Type.String(),
  step: Type.Object({ position: Type.Integer(), of: Type.Integer() }),
  expires_at: Instant,
})
export type DecisionLinkPreview = Static<typeof DecisionLinkPreviewSchema>

export const DecisionLinkResultSchema = Type.Object({
  decision: decision.decision,
  /** Of the request: `pending` while others have to decide as well. */
  status: OneOf(approvalStatuses),
  booking_id: Id,
})
export type DecisionLinkResult = Static<typeof DecisionLinkResultSchema>

/** A request as history knows it. */
export interface PastRequest {
  resource_id: string
  status: (typeof approvalStatuses)[number]
  created_at: string
  decided_at: string | null
}

export interface ApprovalsPort {
  /** Requests made in `[from, to)`, in order; about all resources when `resource_ids` is null. */
  history(input: { from: string; to: string; resource_ids: readonly string[] | null }): Promise<readonly PastRequest[]>
  /**
   * Was this booking approved under this very version of the rule, on this resource, for a time that holds the given one? Then a change that only
   * shortens it needs no new approval.
   */
  covers(input: { booking_id: string; rule: RuleReference; resource_id: string; starts_at: string; ends_at: string }): Promise<boolean>
}

/** A request somebody may decide on now. */
export interface WaitingRequest {
  approval_id: string
  booking_id: string
  requested_by: string
  created_at: string
}

/** The means to decide from a mail, or why there is nothing to decide. Both null: they may decide, and no link lives long enough. */
export interface DecisionInvitation {
  link: { token: string; expires_at: string } | null
  refusal: Told | null
}

const read = definePermission('approvals:read', 'member', 'see the approvals one has a part in')
const readAll = definePermission('approvals:readAll', 'admin', 'see every approval')
const decide = definePermission('approvals:decide', 'member', 'decide where a step names one as approver or resource owner')

const data = { approval_id: Id, booking_id: Id }

export const approvals = defineContract({
  name: 'approvals',
  about: 'Requests that wait for a decision, step by step, and deciding on them.',
  dependsOn: [auth, orgs, members, resources, bookings],
  permissions: { read, readAll, decide },
  port: definePort<ApprovalsPort>('approvals'),
  events: {
    requested: defineEvent('approvals.requested', Type.Object({ ...data, step: Type.Integer(), approver_ids: Type.Array(Id), notices: Type.Array(OneOf(stepNotices)) }), { audience: read, details: readAll, private: ['approver_ids'], description: 'A step opened: these people are asked to decide.' }),
    decided: defineEvent('approvals.decided', Type.Object({ ...data, step: Type.Integer(), decision: OneOf(['approve', 'reject'] as const), decided_by: Id, comment: Nullable(Type.String()) }), { audience: read, details: readAll, private: ['comment', 'decided_by'], description: 'Somebody decided on a step.' }),
    reassigned: defineEvent('approvals.reassigned', Type.Object({ ...data, step: Type.Integer(), approver_ids: Type.Array(Id), added_ids: Type.Array(Id), notices: Type.Array(OneOf(stepNotices)) }), { audience: read, details: readAll, private: ['approver_ids', 'added_ids'], description: 'Who may decide an open step changed, because somebody joined, left, has another role or owns the resource now; those added are asked to decide.' }),
    completed: defineEvent('approvals.completed', Type.Object({ ...data, status: OneOf(approvalStatuses) }), { audience: read, description: 'A request was approved, rejected or withdrawn as a whole.' }),
  },
  extensionPoints: {
    /** This person is about to be asked by mail to decide on this request: by which link, or why not? This module answers. */
    invitation: defineExtensionPoint<{ approval_id: string; user_id: string }, DecisionInvitation>('approvals.invitation'),
    /** What waits for this person's decision, the longest waiting first, and how much there is in all? This module answers, so that whoever only listens to it may ask. */
    waiting: defineExtensionPoint<{ user_id: string; limit: number }, { requests: readonly WaitingRequest[]; count: number }>('approvals.waiting'),
    /** Whom does anything wait for now? This module answers. */
    asked: defineExtensionPoint<null, readonly string[]>('approvals.asked'),
  },
})
