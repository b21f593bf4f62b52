/** What a language has to say so that mail can be written in it. Pure data; gaps as in placeholders.ts. */
import type { BookingStatus } from '#modules/bookings/contract'
import type { BookingNoticeKind, NoticeKind } from '../contract.js'

/** What an organisation may say in its own words. Paragraphs are parted by an empty line. */
export interface Wording {
  subject: string
  /** Before the facts. */
  opening: string
  /** After the button. */
  closing: string
}

export interface KindPhrases extends Wording {
  heading: string
  /** Ends "You get this mail because …". */
  because: string
}

export interface Phrases {
  kinds: Readonly<Record<NoticeKind, KindPhrases>>
  /** Ends "You get this mail because …" where the reader did it: the mail comes for its calendar file. */
  becauseOwn: string
  /** Beginning of a sentence about a booking, by who reads it. */
  whose: Readonly<Record<'own' | 'made' | 'other', string>>
  /** How a booking stands, as a sentence. */
  states: Readonly<Record<BookingStatus, string>>
  /** A line of a digest, by what happened. */
  happened: Readonly<Record<BookingNoticeKind, string>>
  endpointReasons: Readonly<Record<'gone' | 'failing', string>>
  labels: Readonly<Record<'what' | 'where' | 'when' | 'there' | 'before' | 'for' | 'by' | 'comment' | 'reason' | 'asked' | 'endpoint' | 'name', string>>
  actions: Readonly<Record<'open' | 'inbox' | 'approve' | 'reject' | 'endpoint' | 'preferences', string>>
  counts: Readonly<Record<'requests' | 'notices' | 'more', { one: string; other: string }>>
  somebody: string
  /** Said beside the links that decide; `{{until}}`. */
  decisionLinks: string
  footer: string
}
