import { Type, type Static } from 'typebox'
import { members } from '#modules/members/contract'
import { resources, type Resource } from '#modules/resources/contract'
import { defineContract, defineEvent, defineExtensionPoint, definePermission, definePort, roles, type Role } from '#kernel/contract'
import { Body, Id, Instant, Line, Nullable, OneOf, Text } from '#kernel/schemas'

export const bookingStatuses = ['held', 'pending_approval', 'confirmed', 'rejected', 'cancelled', 'expired', 'checked_in', 'completed', 'no_show'] as const
export type BookingStatus = (typeof bookingStatuses)[number]

/** Statuses of bookings that have, had or will have their time: what reports count as booked. */
export const bookedStatuses: readonly BookingStatus[] = ['confirmed', 'checked_in', 'completed', 'no_show']

export const BookingSchema = Type.Object({
  id: Id,
  resource_id: Id,
  unit: Type.Integer({ description: 'Which of the resource’s units, from 1' }),
  title: { ...Nullable(Type.String()), description: 'Null when you may only see that the time is taken' },
  note: Nullable(Type.String()),
  starts_at: Instant,
  ends_at: Instant,
  occupied_from: { ...Instant, description: 'Start with the buffer as it was when it was booked' },
  occupied_to: { ...Instant, description: 'End with the buffer as it was when it was booked' },
  status: OneOf(bookingStatuses),
  busy: Type.Boolean({ description: 'True when its details are hidden from you' }),
  booked_by: { ...Nullable(Id), description: 'Who booked it; null when hidden' },
  booked_for: { ...Nullable(Id), description: 'Whom it is for; null when hidden' },
  attendee_ids: Type.Array(Id),
  reason: { ...Nullable(Type.String()), description: 'Why it was cancelled or turned down, when somebody said so' },
  hold_expires_at: { ...Nullable(Instant), description: 'Until when a hold is kept; null unless it is held' },
  version: Type.Integer({ description: 'Grows with each change; the number in its `ETag`' }),
  created_at: Instant,
  updated_at: Instant,
})
export type Booking = Static<typeof BookingSchema>

export const CreateBookingBody = Body({
  resource_id: Id,
  starts_at: Instant,
  ends_at: Instant,
  title: Line(),
  note: Type.Optional(Text()),
  booked_for: Type.Optional({ ...Id, description: 'Somebody else it is for; takes bookings:manage' }),
  attendee_ids: Type.Optional(Type.Array(Id, { maxItems: 100, uniqueItems: true, description: 'Members who come too' })),
  hold_minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 60, description: 'Only holds the time for so long; `POST /v1/bookings/{id}/confirmation` makes a booking of it' })),
})
export type CreateBooking = Static<typeof CreateBookingBody>

/** One step of an approval chain, as a rule states it. */
export const ApprovalStepSchema = Body({
  mode: OneOf(['any', 'all', 'n_of_m'] as const),
  /** How many approvals a step of mode `n_of_m` needs. */
  needed: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
  approvers: Type.Array(
    Type.Union([
      Body({ kind: Type.Literal('people'), user_ids: Type.Array(Id, { minItems: 1, maxItems: 50, uniqueItems: true }) }),
      Body({ kind: Type.Literal('role'), role: OneOf(roles) }),
      Body({ kind: Type.Literal('resource_owners') }),
    ]),
    { minItems: 1, maxItems: 10 },
  ),
})
export type ApprovalStep = Static<typeof ApprovalStepSchema>

/** The rule behind a verdict, frozen as it was. */
export interface RuleReference {
  id: string
  name: string
  version: number
}

export type Verdict =
  | { outcome: 'confirm'; rule: RuleReference | null }
  | { outcome: 'approve'; rule: RuleReference; steps: readonly ApprovalStep[] }
  | { outcome: 'refuse'; rule: RuleReference; reason: string }

/** Who may decide a step as things stand, and how many of them it takes. */
export const StepApproversSchema = Type.Object({ approver_ids: Type.Array(Id), needed: Type.Integer() })
export type StepApprovers = Static<typeof StepApproversSchema>

/** A booking that does not exist yet, with all a rule may ask about. */
export interface BookingDraft {
  resource: Resource
  starts_at: string
  ends_at: string
  title: string
  booked_by: string
  booked_for: string
  /** Role of the person it is for. */
  role: Role
  attendee_ids: readonly string[]
  /** The database's time. */
  now: string
  /** The booking being changed; null for a new one. */
  booking_id: string | null
}

const read = definePermission('bookings:read', 'viewer', 'see when resources are taken')
const create = definePermission('bookings:create', 'member', 'book, change and cancel own bookings')
const details = definePermission('bookings:details', 'admin', 'see the details of every booking')
const manage = definePermission('bookings:manage', 'admin', 'act on every booking, and book on behalf of others')

/** A booking as history knows it, without what people wrote. */
export interface PastBooking {
  id: string
  resource_id: string
  booked_for: string
  starts_at: string
  ends_at: string
  status: BookingStatus
  created_at: string
  /** Of a cancelled booking: when it was cancelled. */
  updated_at: string
}

export interface BookingsPort {
  /** Whole, whoever asks: callers check first. @throws 404 */
  get(id: string): Promise<Booking>
  byIds(ids: readonly string[]): Promise<ReadonlyMap<string, Booking>>
  /** Like `get`, its row held FOR UPDATE until the commit: whoever decides on a booking takes it before rows of its own, so that a cancellation met halfway waits instead of deadlocking. @throws 404 */
  lock(id: string): Promise<Booking>
  /** pending_approval -> confirmed. @throws 409 state_conflict */
  confirm(id: string): Promise<Booking>
  /** pending_approval -> rejected, freeing the slot in the same commit. @throws 409 state_conflict */
  reject(id: string, reason: string | null): Promise<Booking>
  /** Bookings with a part in `[from, to)`, whatever became of them, in order of start and id, those after `after`; of all resources when `resource_ids` is null. */
  history(input: { from: string; to: string; resource_ids: readonly string[] | null; after: { starts_at: string; id: string } | null; limit: number }): Promise<readonly PastBooking[]>
  /** Confirmed bookings a person has a part in (of everybody when `user_id` is null), in order of start and id. @param after start and id of the last one known; with id null those from that start on */
  confirmedOf(input: { user_id: string | null; after: { starts_at: string; id: string | null }; limit: number }): Promise<readonly Booking[]>
  /** Bookings that started in `[from, to)` as the drafts they once were (`now` is when they were made, `booking_id` null) with what became of them, newest first, for trying rules on the past. */
  pastDrafts(input: { from: string; to: string; limit: number }): Promise<readonly { id: string; draft: BookingDraft; status: BookingStatus }[]>
}

const booking = Type.Object({ booking: BookingSchema })
const options = { audience: read, details, private: ['booking'] as const }

export const bookings = defineContract({
  name: 'bookings',
  about: 'Booking, moving and cancelling; what is free; what would become of a booking. Two bookings never hold the same time.',
  dependsOn: [members, resources],
  permissions: { read, create, details, manage },
  port: definePort<BookingsPort>('bookings'),
  events: {
    created: defineEvent('bookings.created', Type.Object({ ...slot(), booking: BookingSchema }), { ...options, description: 'A booking was placed; its status says whether it is confirmed or waits for approval.' }),
    confirmed: defineEvent('bookings.confirmed', Type.Object({ ...slot(), booking: BookingSchema }), { ...options, description: 'A waiting booking was approved.' }),
    rejected: defineEvent('bookings.rejected', Type.Object({ ...slot(), booking: BookingSchema, reason: Nullable(Type.String()) }), { ...options, private: ['booking', 'reason'], description: 'A waiting booking was turned down; its time is free again.' }),
    changed: defineEvent('bookings.changed', Type.Object({ ...slot(), booking: BookingSchema, previous: Type.Object({ starts_at: Instant, ends_at: Instant, status: OneOf(bookingStatuses) }) }), { ...options, description: 'A booking was moved or its details changed.' }),
    cancelled: defineEvent('bookings.cancelled', Type.Object({ ...slot(), booking: BookingSchema, reason: Nullable(Type.String()) }), { ...options, private: ['booking', 'reason'], description: 'A booking was cancelled; its time is free again.' }),
    expired: defineEvent('bookings.expired', Type.Object({ ...slot(), booking: BookingSchema }), { ...options, description: 'A hold or an undecided request ran out; its time is free again.' }),
    progressed: defineEvent('bookings.progressed', Type.Object({ ...slot(), booking: BookingSchema }), { ...options, description: 'A booking was checked in, completed or missed; its status says which.' }),
  },
  extensionPoints: {
    /** A draft is about to be judged in this transaction: start reading what judging will need, and wait for nothing. */
    drafting: defineExtensionPoint<null, void>('bookings.drafting'),
    /** What is to happen with this draft? No answer means: confirm. */
    verdict: defineExtensionPoint<BookingDraft, Verdict>('bookings.verdict'),
    /** Who would be asked, step by step, were a draft to be approved so? `resource_id` and the people who may not decide are those of the draft. Writes nothing. */
    approvers: defineExtensionPoint<{ resource_id: string; steps: readonly ApprovalStep[]; excluded_ids: readonly string[] }, readonly StepApprovers[]>('bookings.approvers'),
    /** The booking is written (new, or materially changed when `previous` is given) and the verdict stands; same transaction. */
    placed: defineExtensionPoint<{ booking: Booking; verdict: Verdict; previous: Booking | null }, void>('bookings.placed'),
    /** The booking was cancelled or expired; whoever waits for a decision on it stops. Same transaction. */
    released: defineExtensionPoint<{ booking: Booking; reason: 'cancelled' | 'expired' }, void>('bookings.released'),
    /** Which of these bookings may this person see whole for another reason than being part of them? */
    visibleTo: defineExtensionPoint<{ user_id: string; booking_ids: readonly string[] }, readonly string[]>('bookings.visibleTo'),
  },
})

/** What everybody with `bookings:read` sees of every event. */
function slot() {
  return { booking_id: Id, resource_id: Id, unit: Type.Integer(), starts_at: Instant, ends_at: Instant, status: OneOf(bookingStatuses) }
}
export type BookingEventData = Static<typeof booking>
