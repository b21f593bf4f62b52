/** A notice as it waits in the outbox: what about and to whom, in ids. Everything else is read when the mail is written. */
import { Type, type Static } from 'typebox'
import { Id, Instant, OneOf } from '#kernel/schemas'
import { bookingNoticeKinds, type BookingNoticeKind } from './contract.js'

export const emailChannel = 'notifications.email'

export const BookingNoticeSchema = Type.Object({
  kind: OneOf(Object.keys(bookingNoticeKinds) as [BookingNoticeKind, ...BookingNoticeKind[]]),
  recipient_user_id: Id,
  booking_id: Id,
  approval_id: Type.Optional(Id),
  /** Where the booking stood before it was moved. */
  previous: Type.Optional(Type.Object({ starts_at: Instant, ends_at: Instant })),
  /** What the reader did themselves: it is no news, and goes only where a calendar file from us has to follow. */
  own: Type.Optional(Type.Boolean()),
  /** Of a reminder: how many minutes before the start it was asked for, and the start it was meant for. */
  reminder: Type.Optional(Type.Object({ minutes: Type.Integer(), starts_at: Instant })),
})
export type BookingNotice = Static<typeof BookingNoticeSchema>

/** An endpoint that was switched off without anybody's doing: it is described as it was then, since it may be gone when the mail is written. */
export const EndpointNoticeSchema = Type.Object({
  kind: Type.Literal('webhook_disabled'),
  recipient_user_id: Id,
  endpoint: Type.Object({ id: Id, origin: Type.String(), description: Type.String() }),
  reason: OneOf(['gone', 'failing'] as const),
})
export type EndpointNotice = Static<typeof EndpointNoticeSchema>

/** Several things in one mail. */
export const DigestNoticeSchema = Type.Object({
  kind: OneOf(['daily_digest', 'approver_digest'] as const),
  recipient_user_id: Id,
  /** The reader's calendar day it belongs to, `YYYY-MM-DD`. */
  period: Type.String({ format: 'date' }),
})
export type DigestNotice = Static<typeof DigestNoticeSchema>

export const NoticeSchema = Type.Union([BookingNoticeSchema, EndpointNoticeSchema, DigestNoticeSchema])
export type Notice = Static<typeof NoticeSchema>
