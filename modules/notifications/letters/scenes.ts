/** What a mail may mention, by what it is about. Everything is handed in, so that letters are pure. */
import type { MailLanguage } from '#kernel/contract'
import type { Booking } from '#modules/bookings/contract'
import type { Resource } from '#modules/resources/contract'
import type { BookingNoticeKind } from '../contract.js'
import type { Wording } from './phrasing.js'
import type { Span } from '#kernel/mail/times'

/** To whom and from whom: the same for every kind. */
export interface Address {
  organization: { name: string; accent: string | null }
  reader: { id: string; name: string; timezone: string; language: MailLanguage }
  /** The organisation's own words for this kind and language; null is the product's. */
  wording: Wording | null
  /** Origin of links, without a slash at its end. */
  publicUrl: string
}

/** A resource as letters name it. */
export type Place = Pick<Resource, 'name' | 'location' | 'timezone'>

type BookingInBrief = Pick<Booking, 'id' | 'title' | 'starts_at' | 'ends_at' | 'reason'>

export interface BookingScene extends Address {
  kind: BookingNoticeKind
  booking: Booking
  resource: Place
  /** Names of the people on the booking, by id. */
  names: ReadonlyMap<string, string>
  /** Before it was moved; null when it was not. */
  previous: Span | null
  /** What the reader did themselves. */
  own: boolean
  /** Lets the reader decide from the mail; null when they cannot. */
  decision: { token: string; expires_at: string } | null
}

/** An endpoint that was switched off without anybody's doing. */
export interface EndpointScene extends Address {
  kind: 'webhook_disabled'
  endpoint: { id: string; origin: string; description: string }
  reason: 'gone' | 'failing'
}

/** What waits for the reader's decision, the longest waiting first. */
export interface ApproverDigestScene extends Address {
  kind: 'approver_digest'
  requests: readonly { booking: BookingInBrief; resource: Place; requester: string; asked_at: string }[]
  /** How many more there are than the requests shown. */
  more: number
}

/** What a day brought, in the order it happened. */
export interface DailyDigestScene extends Address {
  kind: 'daily_digest'
  /** The reader's calendar day, `YYYY-MM-DD`. */
  day: string
  entries: readonly { kind: BookingNoticeKind; booking: BookingInBrief; resource: Place }[]
  /** How many more there are than the entries shown. */
  more: number
}

export type Scene = BookingScene | EndpointScene | ApproverDigestScene | DailyDigestScene
