import { Type, type Static } from 'typebox'
import { auth } from '#modules/auth/contract'
import { members } from '#modules/members/contract'
import { orgs } from '#modules/orgs/contract'
import { resources } from '#modules/resources/contract'
import { defineContract, defineEvent, defineExtensionPoint, definePermission } from '#kernel/contract'
import { Body, Id, Instant, Nullable, OneOf, PageQuery, Text } from '#kernel/schemas'

/** Why an endpoint is off: a person switched it off, it answered 410, or it failed for five days. */
export const disabledReasons = ['manual', 'gone', 'failing'] as const
export type DisabledReason = (typeof disabledReasons)[number]

const EventTypes = Type.Array(Type.String({ pattern: '^[a-z][a-z0-9-]*\\.([a-z_]+|\\*)$', maxLength: 100 }), { maxItems: 50, uniqueItems: true, description: 'Types (`bookings.created`) or whole modules (`bookings.*`); none means every type.' })
const ResourceIds = Type.Array(Id, { maxItems: 100, uniqueItems: true, description: 'Given, only events about these resources are sent; events about no resource are not.' })
const Url = Type.String({ minLength: 1, maxLength: 2000, format: 'text' })
const Description = Text({ maxLength: 500 })

export const EndpointSchema = Type.Object({
  id: Id,
  url: Type.String(),
  description: Type.String(),
  event_types: Type.Array(Type.String()),
  resource_ids: Type.Array(Id),
  enabled: Type.Boolean(),
  disabled_reason: Nullable(OneOf(disabledReasons)),
  /** Since when every attempt has failed; null when the last one succeeded. */
  failing_since: Nullable(Instant),
  /** Until when messages are signed with the secret before the newest as well; one before that ends sooner. */
  previous_secret_expires_at: Nullable(Instant),
  version: Type.Integer(),
  created_at: Instant,
  updated_at: Instant,
})
export type Endpoint = Static<typeof EndpointSchema>

const { url: _url, ...shown } = EndpointSchema.properties
/** As events tell of it: without the path of its URL, which is a secret of its own at many receivers and would reach the other endpoints. */
export const EndpointNoticeSchema = Type.Object({ ...shown, origin: Type.String() })
export type EndpointNotice = Static<typeof EndpointNoticeSchema>

/** The secret is shown here and never again. */
export const EndpointWithSecretSchema = Type.Object({ ...EndpointSchema.properties, secret: Type.Optional(Type.String({ description: 'Shown once: `whsec_` and 32 random bytes in base64.' })) })
export type EndpointWithSecret = Static<typeof EndpointWithSecretSchema>

export const CreateEndpointBody = Body({ url: Url, description: Type.Optional(Description), event_types: Type.Optional(EventTypes), resource_ids: Type.Optional(ResourceIds) })
export type CreateEndpoint = Static<typeof CreateEndpointBody>

export const ChangeEndpointBody = Type.Object(
  { url: Type.Optional(Url), description: Type.Optional(Description), event_types: Type.Optional(EventTypes), resource_ids: Type.Optional(ResourceIds), enabled: Type.Optional(Type.Boolean()) },
  { additionalProperties: false, minProperties: 1 },
)
export type ChangeEndpoint = Static<typeof ChangeEndpointBody>

export const EndpointsQuery = Body({ ...PageQuery, enabled: Type.Optional(Type.Boolean()) })

/** What went wrong with an attempt. */
export const attemptFaults = ['status', 'redirect', 'blocked_address', 'dns', 'connection', 'tls', 'timeout', 'response_too_large', 'response_invalid'] as const
export type AttemptFault = (typeof attemptFaults)[number]

const attempt = {
  id: Id,
  endpoint_id: Id,
  /** `webhook-id`: the same over all attempts, replays and endpoints. */
  message_id: Id,
  /** The message to this endpoint, as GET /v1/outbox lists it. */
  outbox_id: Id,
  event_type: Type.String(),
  attempt: Type.Integer(),
  status: OneOf(['succeeded', 'failed'] as const),
  response_status: Nullable(Type.Integer()),
  fault: Nullable(OneOf(attemptFaults)),
  error: Nullable(Type.String()),
  duration_ms: Type.Integer(),
  /** When it is tried again; null when it is not, or when it succeeded. */
  next_attempt_at: Nullable(Instant),
  at: Instant,
}
const Headers = Type.Record(Type.String(), Type.String())

export const DeliverySummarySchema = Type.Object(attempt)
export type DeliverySummary = Static<typeof DeliverySummarySchema>

export const DeliverySchema = Type.Object({
  ...attempt,
  request: Type.Object({ url: Type.String(), headers: Headers, body: Nullable(Type.String({ description: 'Null once the message is older than 90 days.' })) }),
  response: Nullable(Type.Object({ status: Type.Integer(), headers: Headers, body: Type.String({ description: 'At most 64 kB.' }) })),
})
export type Delivery = Static<typeof DeliverySchema>

export const DeliveriesQuery = Body({
  ...PageQuery,
  endpoint_id: Type.Optional(Id),
  message_id: Type.Optional({ ...Id, description: 'Only the tries of this message: its `webhook-id`' }),
  event_type: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9-]*\\.[a-z_]+$', maxLength: 100, description: 'Only messages of this type, such as `bookings.created`' })),
  status: Type.Optional(OneOf(['succeeded', 'failed'] as const)),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
})
export type DeliveryFilter = Omit<Static<typeof DeliveriesQuery>, 'limit' | 'cursor'>

/** A message to one endpoint that was given up: after five attempts, or because the endpoint was switched off meanwhile. */
export const DeadLetterSchema = Type.Object({
  outbox_id: Id,
  endpoint_id: Id,
  message_id: Id,
  /** Null once the message is older than 90 days; then it cannot be sent again. */
  event_type: Nullable(Type.String()),
  attempts: Type.Integer(),
  /** Why the last attempt failed, or why there was none. */
  reason: Nullable(Type.String()),
  written_at: Instant,
  given_up_at: Instant,
})
export type DeadLetter = Static<typeof DeadLetterSchema>
export const DeadLettersQuery = Body({ ...PageQuery, endpoint_id: Type.Optional(Id) })

/** Which messages to send again. */
export const ReplayBody = Type.Union([
  /** Those of these attempts, dead or delivered; one that still waits for its next attempt is left alone. */
  Body({ delivery_ids: Type.Array(Id, { minItems: 1, maxItems: 100, uniqueItems: true }) }),
  /** Dead ones, as GET /v1/webhooks/dead-letters lists them; those that are not dead any more are left alone. */
  Body({ outbox_ids: Type.Array(Id, { minItems: 1, maxItems: 100, uniqueItems: true }) }),
  /** Dead ones given up in `[from, to)`, of one endpoint or of all that are on. */
  Body({ from: Instant, to: Instant, endpoint_id: Type.Optional(Id) }),
  /** Every dead one of an endpoint. */
  Body({ endpoint_id: Id }),
])
export type ReplayRequest = Static<typeof ReplayBody>
export const ReplayedSchema = Type.Object({ replayed: Type.Integer({ description: 'How many are due again; at most 10,000 in one call, the oldest first.' }) })

export const AcceptedTestSchema = Type.Object({ message_id: Id })

export const EventTypesSchema = Type.Object({
  items: Type.Array(Type.Object({ type: Type.String(), description: Type.String(), schema: Type.Record(Type.String(), Type.Unknown(), { description: 'JSON Schema of the whole payload' }) })),
})

export const mailOutcomes = ['delivered', 'delivery_delayed', 'bounced', 'complained'] as const

/** A report of the mail provider about a mail of the organisation; one message of the provider's is one event, however often it comes. */
export const InboundEventSchema = Type.Object({
  source: OneOf(['resend'] as const),
  /** The provider's id of the message, under which it repeats it. */
  id: Type.String(),
  type: Type.String({ description: '`email.` and what became of the mail.' }),
  /** `Permanent` or `Transient` for a bounce, when the provider says so. */
  bounce_type: Nullable(Type.String()),
  /** By the provider's clock; null when it did not say. */
  occurred_at: Nullable(Instant),
  received_at: Instant,
  /** When the mail it is about was found and its state moved. */
  settled_at: Nullable(Instant),
  /** How often it came again: each was answered 200 and had no effect. */
  copies: Type.Integer(),
  /** How many of those had another content under the same id, which is an alert. */
  differing_copies: Type.Integer(),
  /** The mail it moved. All but its ids are null once the message is purged. */
  mail: Type.Object({ outbox_id: Id, provider_id: Type.String(), channel: Nullable(Type.String()), kind: Nullable(Type.String()), recipient_user_id: Nullable(Id), invitation_id: Nullable(Id) }),
})
export type InboundEvent = Static<typeof InboundEventSchema>

export const inboundEventTypes = ['email.delivered', 'email.delivery_delayed', 'email.bounced', 'email.complained'] as const

export const InboundEventsQuery = Body({
  ...PageQuery,
  type: Type.Optional({ ...OneOf(inboundEventTypes), description: 'Only reports of this kind' }),
  outbox_id: Type.Optional({ ...Id, description: 'Only reports about this message of the outbox' }),
  repeated: Type.Optional(Type.Literal(true, { description: 'Only what came more than once.' })),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
})
export type InboundEventFilter = Omit<Static<typeof InboundEventsQuery>, 'limit' | 'cursor'>

/** What a mail provider says became of a mail. Asked once per fact, in one transaction with the note that it was. */
export interface MailOutcome {
  /** The row of the mail in the outbox (`account`: in the account outbox, and outside of any organisation). */
  outbox_id: string
  scope: 'tenant' | 'account'
  /** The channel that sent it, e.g. `notifications.email`. */
  channel: string
  outcome: (typeof mailOutcomes)[number]
  /** RFC 3339, by the provider's clock. */
  occurred_at: string
  /** `Permanent` or `Transient` for a bounce, when the provider says so. */
  bounce_type: string | null
}

const read = definePermission('webhooks:read', 'admin', 'see webhook endpoints and what was delivered to them')
const manage = definePermission('webhooks:manage', 'admin', 'manage webhook endpoints, replay deliveries')
const endpoint = Type.Object({ endpoint: EndpointNoticeSchema })

export const webhooks = defineContract({
  name: 'webhooks',
  about: 'Signed calls to your systems when something happens, their log, and sending them again.',
  dependsOn: [auth, orgs, members, resources],
  permissions: { read, manage },
  events: {
    endpoint_created: defineEvent('webhooks.endpoint_created', endpoint, { audience: read, description: 'A webhook endpoint was added.' }),
    endpoint_updated: defineEvent('webhooks.endpoint_updated', endpoint, { audience: read, description: 'A webhook endpoint was changed, switched on or off.' }),
    endpoint_deleted: defineEvent('webhooks.endpoint_deleted', Type.Object({ endpoint_id: Id }), { audience: read, description: 'A webhook endpoint was removed.' }),
    endpoint_disabled: defineEvent('webhooks.endpoint_disabled', Type.Object({ endpoint: EndpointNoticeSchema, reason: OneOf(disabledReasons), owner_ids: Type.Array(Id) }), { audience: read, description: 'A webhook endpoint was switched off because it answered 410 or failed for five days; the owners are told.' }),
    secret_rotated: defineEvent('webhooks.secret_rotated', Type.Object({ endpoint_id: Id, previous_secret_expires_at: Instant }), { audience: read, description: 'A webhook endpoint has a new signing secret; both sign for 24 hours.' }),
    replayed: defineEvent('webhooks.replayed', Type.Object({ endpoint_id: Nullable(Id), count: Type.Integer() }), { audience: read, description: 'Somebody asked for webhook messages to be sent again.' }),
    test_sent: defineEvent('webhooks.test_sent', Type.Object({ endpoint_id: Id, message: Type.String() }), { audience: read, description: 'A test message to one endpoint; it goes to that endpoint only.' }),
  },
  extensionPoints: {
    /** A provider reported what became of a mail: note it where it belongs. */
    mailOutcome: defineExtensionPoint<MailOutcome, void>('webhooks.mailOutcome'),
  },
})
