import { Type, type Static } from 'typebox'
import { approvals } from '#modules/approvals/contract'
import { ApprovalStepSchema, bookings, bookingStatuses } from '#modules/bookings/contract'
import { members } from '#modules/members/contract'
import { resources } from '#modules/resources/contract'
import { defineContract, defineEvent, definePermission, roles } from '#kernel/contract'
import { Body, Id, Instant, Line, Nullable, OneOf, Text } from '#kernel/schemas'

const minutes = Type.Integer({ minimum: 0, maximum: 1_000_000 })
const ids = Type.Array(Id, { minItems: 1, maxItems: 100, uniqueItems: true })
const kind = <const K extends string>(name: K) => ({ kind: Type.Literal(name) })
const comparison = OneOf(['more_than', 'at_least', 'less_than', 'at_most'] as const)

/** One typed condition on a draft; a rule matches when all of its conditions hold. Wall-clock ones are judged in the resource's zone. */
export const ConditionSchema = Type.Union([
  Body({ ...kind('duration'), is: comparison, minutes }),
  Body({ ...kind('notice'), is: comparison, minutes }),
  Body({ ...kind('attendees'), is: comparison, count: Type.Integer({ minimum: 0, maximum: 10_000 }) }),
  Body({ ...kind('resource'), in: ids }),
  Body({ ...kind('resource_type'), in: ids }),
  Body({ ...kind('role'), in: Type.Array(OneOf(roles), { minItems: 1, uniqueItems: true }) }),
  Body({ ...kind('person'), in: ids }),
  Body({ ...kind('weekday'), in: Type.Array(OneOf(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const), { minItems: 1, uniqueItems: true }) }),
  /** Any part of the booking lies outside these wall-clock hours. */
  Body({ ...kind('outside_hours'), from: Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }), to: Type.String({ pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$' }) }),
  Body({ ...kind('on_behalf'), is: Type.Boolean() }),
  Body({ ...kind('attribute'), name: Line({ maxLength: 60 }), equals: Type.Union([Type.String({ maxLength: 200 }), Type.Number(), Type.Boolean()]) }),
])
export type Condition = Static<typeof ConditionSchema>

export const OutcomeSchema = Type.Union([
  Body({ kind: Type.Literal('confirm') }),
  Body({ kind: Type.Literal('require_approval'), steps: Type.Array(ApprovalStepSchema, { minItems: 1, maxItems: 10 }) }),
  Body({ kind: Type.Literal('refuse'), reason: Line({ maxLength: 500 }) }),
  /** Tells these people and lets the next rule decide. */
  Body({ kind: Type.Literal('notify'), user_ids: ids }),
])
export type Outcome = Static<typeof OutcomeSchema>

export const RuleBody = Body({
  name: Line({ maxLength: 120 }),
  description: Type.Optional(Text({ maxLength: 1000 })),
  /** Lower numbers are asked first. */
  priority: Type.Integer({ minimum: 0, maximum: 10_000 }),
  enabled: Type.Optional(Type.Boolean()),
  conditions: Type.Array(ConditionSchema, { maxItems: 20 }),
  outcome: OutcomeSchema,
})

export const RuleSchema = Type.Object({
  id: Id,
  name: Type.String(),
  description: Type.String(),
  priority: Type.Integer(),
  enabled: Type.Boolean(),
  trigger: Type.Literal('booking.placed'),
  conditions: Type.Array(ConditionSchema),
  outcome: OutcomeSchema,
  version: Type.Integer(),
  archived_at: Nullable(Instant),
  created_at: Instant,
  updated_at: Instant,
})
export type Rule = Static<typeof RuleSchema>

/** A rule as the API shows it: also in one plain sentence, in the caller's language. */
export const RuleViewSchema = Type.Object({ ...RuleSchema.properties, sentence: Type.String() })
export type RuleView = Static<typeof RuleViewSchema>

export const RulePatch = Type.Partial(RuleBody, { additionalProperties: false, minProperties: 1 })

/** A rule as it was, from when on and by whom; nothing about it ever changes. */
export const RuleVersionSchema = Type.Object({
  rule_id: Id,
  version: Type.Integer(),
  name: Type.String(),
  description: Type.String(),
  priority: Type.Integer(),
  enabled: Type.Boolean(),
  archived: Type.Boolean(),
  conditions: Type.Array(ConditionSchema),
  outcome: OutcomeSchema,
  /** Null when it was not a person. */
  changed_by: Nullable(Id),
  changed_at: Instant,
})
export type RuleVersion = Static<typeof RuleVersionSchema>

/** A rule that may not be saved yet: its id is null then, its version 0 unless it takes the place of a saved one. */
const TriedRule = Type.Object({ id: Nullable(Id), name: Type.String(), version: Type.Integer() })

/** `rule` is tried as if it were saved and switched on, beside the others, or in the place of the saved rule `replaces`. */
const trial = { rule: Type.Optional(RuleBody), replaces: Type.Optional(Id) }

export const DryRunBody = Body({
  ...trial,
  draft: Body({
    resource_id: Id,
    starts_at: Instant,
    ends_at: Instant,
    /** The caller when absent. */
    booked_for: Type.Optional(Id),
    attendee_ids: Type.Optional(Type.Array(Id, { maxItems: 100, uniqueItems: true })),
  }),
})

export const VerdictSchema = Type.Object({
  outcome: OneOf(['confirm', 'approve', 'refuse'] as const),
  /** The rule that decides; null when none has anything against it. */
  rule: Nullable(TriedRule),
  steps: Type.Array(ApprovalStepSchema),
  reason: Nullable(Type.String()),
})

export const DryRunSchema = Type.Object({
  verdict: VerdictSchema,
  /** Told of the booking when it is placed. */
  notified_ids: Type.Array(Id),
  /** Every rule asked, in order. */
  trace: Type.Array(
    Type.Object({
      rule: TriedRule,
      outcome: OneOf(['confirm', 'require_approval', 'refuse', 'notify'] as const),
      matched: Type.Boolean(),
      /** It decides or notifies; a matching rule after the one that decides does neither. */
      applied: Type.Boolean(),
      conditions: Type.Array(Type.Object({ condition: ConditionSchema, met: Type.Boolean(), reason: Type.String() })),
    }),
  ),
})

/** Longest stretch of the past a rule is tried on, in days. */
export const longestSimulationDays = 92

export const SimulationBody = Body({
  rule: RuleBody,
  replaces: Type.Optional(Id),
  from: Instant,
  to: Instant,
  /** The newest bookings that started in the stretch. */
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 200 })),
})

export const SimulationSchema = Type.Object({
  /** How many bookings were looked at, how many the rule matches, and for how many something would have been different. */
  examined: Type.Integer(),
  matched: Type.Integer(),
  changed: Type.Integer(),
  /** Those that match or change, newest first. `before` is what today's rules would have said. */
  items: Type.Array(
    Type.Object({
      booking_id: Id,
      resource_id: Id,
      starts_at: Instant,
      ends_at: Instant,
      status: OneOf(bookingStatuses),
      matched: Type.Boolean(),
      changed: Type.Boolean(),
      before: VerdictSchema,
      after: VerdictSchema,
    }),
  ),
})

const read = definePermission('workflows:read', 'member', 'see the rules')
const manage = definePermission('workflows:manage', 'admin', 'write, try and switch rules')

const data = Type.Object({ rule: RuleSchema })

export const workflows = defineContract({
  name: 'workflows',
  about: 'Rules that confirm, refuse, ask for approval or tell people; trying them out, and their versions.',
  dependsOn: [members, resources, bookings, approvals],
  permissions: { read, manage },
  events: {
    created: defineEvent('workflows.created', data, { audience: read, description: 'A rule was written.' }),
    updated: defineEvent('workflows.updated', data, { audience: read, description: 'A rule has a new version.' }),
    archived: defineEvent('workflows.archived', data, { audience: read, description: 'A rule no longer applies.' }),
    notified: defineEvent('workflows.notified', Type.Object({ rule_id: Id, booking_id: Id, user_ids: Type.Array(Id) }), { audience: manage, description: 'A rule asked for these people to be told of a booking.' }),
  },
})
