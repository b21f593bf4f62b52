import { Type, type Static } from 'typebox'
import { approvals } from '#modules/approvals/contract'
import { auth } from '#modules/auth/contract'
import { bookings } from '#modules/bookings/contract'
import { members } from '#modules/members/contract'
import { orgs } from '#modules/orgs/contract'
import { resources } from '#modules/resources/contract'
import { webhooks } from '#modules/webhooks/contract'
import { workflows } from '#modules/workflows/contract'
import { defineContract, defineEvent, definePermission, mailLanguages } from '#kernel/contract'
import { Body, Id, Instant, Line, Nullable, OneOf, PageQuery, Text } from '#kernel/schemas'

/** What a mail about one booking can say; each can be switched off by its reader. */
export const bookingNoticeKinds = {
  booking_confirmed: 'A booking you are part of is confirmed',
  booking_pending: 'A booking you asked for waits for approval',
  booking_approved: 'A waiting booking you are part of was approved',
  booking_rejected: 'A booking you are part of was turned down',
  booking_changed: 'Somebody changed a booking you are part of',
  booking_cancelled: 'Somebody cancelled a booking you are part of',
  booking_left: 'Somebody took you off a booking',
  booking_expired: 'A booking you are part of ran out undecided',
  approval_needed: 'A booking waits for your decision',
  rule_notice: 'A rule asks that you are told of a booking',
  booking_reminder: 'A booking you are part of begins soon',
} as const
export type BookingNoticeKind = keyof typeof bookingNoticeKinds

/** What a mail can be about. `daily_digest` holds notices of other kinds, whose readers asked for one mail a day; it cannot be switched off by itself. */
export const noticeKinds = {
  ...bookingNoticeKinds,
  webhook_disabled: 'A webhook endpoint of your organisation was switched off because it failed',
  approver_digest: 'Once a week, the requests that wait for your decision',
  daily_digest: 'Once a day, what you asked to be told together',
} as const
export type NoticeKind = keyof typeof noticeKinds

export const NoticeKindSchema = OneOf(Object.keys(noticeKinds) as [NoticeKind, ...NoticeKind[]])

/** Kinds that may be gathered into one mail a day. The others are about something that does not wait, gather already, or tell of what its reader may not look up later. */
export const gatherableKinds = ['booking_confirmed', 'booking_pending', 'booking_approved', 'booking_rejected', 'booking_changed', 'booking_cancelled', 'booking_expired', 'approval_needed', 'rule_notice'] as const satisfies readonly BookingNoticeKind[]

/** Kinds somebody chooses about. */
export const choosableKinds = (Object.keys(noticeKinds) as NoticeKind[]).filter((kind) => kind !== 'daily_digest')

export const deliveries = ['immediate', 'daily_digest'] as const
export type NoticeDelivery = (typeof deliveries)[number]

/** Monday first. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** By the person's own clock. `to` not later than `from` lies on the next day; `days` are those on which it becomes quiet. */
export const QuietHoursSchema = Body({
  from: Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }),
  to: Type.String({ pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$' }),
  days: Type.Array(OneOf(weekdays), { minItems: 1, maxItems: 7, uniqueItems: true }),
})
export type QuietHours = Static<typeof QuietHoursSchema>

/** Minutes before the start; none means no reminder. */
const ReminderMinutes = Type.Array(Type.Integer({ minimum: 5, maximum: 40_320 }), { maxItems: 5, uniqueItems: true })
const DigestHour = Type.Integer({ minimum: 0, maximum: 23 })

export const PreferencesSchema = Type.Object({
  items: Type.Array(
    Type.Object({
      kind: NoticeKindSchema,
      description: Type.String(),
      email: Type.Boolean(),
      delivery: OneOf(deliveries),
      /** False: always sent by itself. */
      gatherable: Type.Boolean(),
    }),
  ),
  /** The zone of the person's profile, in which the times below are read. */
  timezone: Type.String(),
  quiet_hours: Nullable(QuietHoursSchema),
  reminder_minutes: ReminderMinutes,
  /** When the daily digest leaves. */
  digest_hour: DigestHour,
})
export type Preferences = Static<typeof PreferencesSchema>

/** Each part that is named is replaced whole; the others stay. Of `items`, kinds that are not named are sent at once, and a `delivery` that is left out stays. */
export const PreferencesBody = Type.Object(
  {
    items: Type.Optional(Type.Array(Body({ kind: OneOf(choosableKinds), email: Type.Boolean(), delivery: Type.Optional(OneOf(deliveries)) }), { maxItems: 50 })),
    quiet_hours: Type.Optional(Nullable(QuietHoursSchema)),
    reminder_minutes: Type.Optional(ReminderMinutes),
    digest_hour: Type.Optional(DigestHour),
  },
  { additionalProperties: false, minProperties: 1 },
)
export type PreferencesChange = Static<typeof PreferencesBody>

/** What an organisation may say in its own words; `{{booking.title}}` and the like are filled in. Paragraphs are parted by an empty line. */
const wording = { subject: Line(), opening: Text({ maxLength: 2000 }), closing: Text({ maxLength: 2000 }) }

export const TemplateSchema = Type.Object({
  kind: NoticeKindSchema,
  locale: OneOf(mailLanguages),
  description: Type.String(),
  subject: Type.String(),
  /** Between heading and facts. */
  opening: Type.String(),
  /** After the links. */
  closing: Type.String(),
  /** False while these are the product's words. */
  own: Type.Boolean(),
  /** The product's words, which DELETE gives back. */
  standard: Type.Object({ subject: Type.String(), opening: Type.String(), closing: Type.String() }),
  placeholders: Type.Array(Type.Object({ name: Type.String(), description: Type.String() })),
  /** 0 until it is changed for the first time. */
  version: Type.Integer(),
  updated_at: Nullable(Instant),
})
export type Template = Static<typeof TemplateSchema>

export const WordingBody = Body(wording)

/** What is left out is shown as it stands. */
export const TemplateDraftBody = Body({ subject: Type.Optional(wording.subject), opening: Type.Optional(wording.opening), closing: Type.Optional(wording.closing) })

export const TemplatePreviewSchema = Type.Object({ subject: Type.String(), html: Type.String(), text: Type.String() })
export type TemplatePreview = Static<typeof TemplatePreviewSchema>

export const MailSummarySchema = Type.Object({ id: Id, outbox_id: Id, to: Type.String(), subject: Type.String(), sent_at: Instant })
export const MailSchema = Type.Object({
  ...MailSummarySchema.properties,
  text: Type.String(),
  html: Type.String(),
  attachments: Type.Array(Type.Object({ filename: Type.String(), content_type: Type.String(), content: Type.String() })),
})
export type StoredMail = Static<typeof MailSchema>

export const MailboxSchema = Type.Object({
  /** `resend`: mail leaves, and this mailbox stays as it is; `stub`: what would have left is kept here. */
  transport: OneOf(['stub', 'resend'] as const),
  items: Type.Array(MailSummarySchema),
  next_cursor: Nullable(Type.String()),
})

/** What a provider said became of a mail, each worse or later than the one before. */
export const mailStates = ['delayed', 'delivered', 'bounced', 'complained'] as const
export type MailState = (typeof mailStates)[number]

/** Why nothing is sent to an address: it bounced for good, or its reader called a mail spam. */
const stopReasons = ['bounced', 'complained'] as const

export const OwnAddressSchema = Type.Object({
  email: Type.String(),
  /** `ok`: mail is sent. */
  state: OneOf(['ok', ...stopReasons] as const),
  since: Nullable(Instant),
})
export type OwnAddress = Static<typeof OwnAddressSchema>

export const MailAddressSchema = Type.Object({
  /** The person's user id. */
  id: Id,
  name: Type.String(),
  email: Type.String(),
  state: OneOf(stopReasons),
  since: Instant,
})
export type MailAddress = Static<typeof MailAddressSchema>

export const MailAddressesQuery = Body({ ...PageQuery, user_id: Type.Optional(Id) })

export const outboxStatuses = ['pending', 'sent', 'dead', 'cancelled', 'parked', 'quarantined'] as const

export const OutboxItemSchema = Type.Object({
  id: Id,
  channel: Type.String(),
  status: OneOf(outboxStatuses),
  attempts: Type.Integer(),
  /** Why it is where it is: the last error, or why it was cancelled or parked. */
  reason: Nullable(Type.String()),
  /** For mail of this module: what about, and to whom. */
  kind: Nullable(Type.String()),
  recipient_user_id: Nullable(Type.String()),
  event_id: Nullable(Id),
  provider_id: Nullable(Type.String()),
  /** What the provider reported since; null as long as it has reported nothing. */
  delivery: Nullable(Type.Object({ state: OneOf(mailStates), at: Instant })),
  not_before: Instant,
  created_at: Instant,
  finished_at: Nullable(Instant),
})
export type OutboxItem = Static<typeof OutboxItemSchema>

export const OutboxQuery = Body({
  ...PageQuery,
  status: Type.Optional(OneOf(outboxStatuses)),
  channel: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9.-]*$', maxLength: 100, description: 'Only this channel; mail about bookings goes by `notifications.email`' })),
})

/** Which dead messages: by id, or those given up in `[from, to)`. */
export const ReplayBody = Type.Union([
  Body({ ids: Type.Array(Id, { minItems: 1, maxItems: 100, uniqueItems: true }) }),
  Body({ from: Instant, to: Instant, channel: Type.Optional(Type.String({ maxLength: 100 })) }),
])

const preferences = definePermission('notifications:preferences', 'viewer', 'choose which mail one gets')
const mailbox = definePermission('notifications:mailbox', 'admin', 'read the mail that was kept instead of sent')
const outbox = definePermission('notifications:outbox', 'admin', 'see what was sent, waits or failed')
const addresses = definePermission('notifications:addresses', 'admin', 'see whose mail bounces, and say that it arrives again')
const replay = definePermission('notifications:replay', 'admin', 'have failed messages sent again')
const templates = definePermission('notifications:templates', 'admin', 'change what mail of the organisation says')

export const notifications = defineContract({
  name: 'notifications',
  about: 'Mail: what was sent, what it says, who wants which, and addresses that do not take it.',
  dependsOn: [auth, orgs, members, resources, bookings],
  reads: [approvals, workflows, webhooks],
  permissions: { preferences, mailbox, outbox, addresses, replay, templates },
  events: {
    preferences_changed: defineEvent('notifications.preferences_changed', Type.Object({ user_id: Id }), { audience: outbox, description: 'Somebody chose which mail they get.' }),
    wording_changed: defineEvent('notifications.wording_changed', Type.Object({ kind: NoticeKindSchema, locale: OneOf(mailLanguages) }), { audience: templates, description: 'What a kind of mail says in one language was changed, or set back to the standard.' }),
    address_stopped: defineEvent('notifications.address_stopped', Type.Object({ user_id: Id, reason: OneOf(stopReasons) }), { audience: addresses, description: 'A mail to a member bounced for good, or they called it spam: nothing is sent to their address any more.' }),
    address_confirmed: defineEvent('notifications.address_confirmed', Type.Object({ user_id: Id }), { audience: addresses, description: 'Mail is sent to a member’s address again.' }),
    replayed: defineEvent('notifications.replayed', Type.Object({ count: Type.Integer() }), { audience: outbox, description: 'Failed messages are sent again.' }),
  },
})
