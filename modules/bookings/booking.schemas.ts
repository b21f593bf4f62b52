/** What callers send about bookings, and what only this module's routes answer. */
import { Type, type Static } from 'typebox'
import { Body, Id, Instant, Line, Nullable, OneOf, PageQuery, Text } from '#kernel/schemas'
import { ApprovalStepSchema, BookingSchema, bookingStatuses, StepApproversSchema } from './contract.js'

export const UpdateBookingBody = Type.Partial(
  Body({
    resource_id: Id,
    starts_at: Instant,
    ends_at: Instant,
    title: Line(),
    note: Nullable(Text()),
    attendee_ids: Type.Array(Id, { maxItems: 100, uniqueItems: true }),
  }),
  { additionalProperties: false, minProperties: 1 },
)
export type UpdateBooking = Static<typeof UpdateBookingBody>

export const CancellationBody = Body({ reason: Type.Optional(Line({ maxLength: 1000 })) })

export const BookingQuery = Body({
  ...PageQuery,
  from: Type.Optional({ ...Instant, description: 'Bookings that end after this' }),
  to: Type.Optional({ ...Instant, description: 'Bookings that start before this' }),
  resource_id: Type.Optional(Id),
  status: Type.Optional(Type.Array(OneOf(bookingStatuses), { minItems: 1, maxItems: bookingStatuses.length, description: 'Repeatable' })),
  mine: Type.Optional(Type.Boolean({ description: 'true: only those one booked, has or attends' })),
  booked_for: Type.Optional({ ...Id, description: 'Without bookings:details only among those one has a part in' }),
  q: Type.Optional(Type.String({ minLength: 1, maxLength: 100, format: 'text', description: 'Part of the title; without bookings:details only among those one has a part in' })),
})
export type BookingFilter = Omit<Static<typeof BookingQuery>, 'limit' | 'cursor'>

const Slot = Type.Object({ starts_at: Instant, ends_at: Instant })

export const ConflictSchema = Type.Pick(BookingSchema, ['id', 'unit', 'title', 'busy', 'starts_at', 'ends_at', 'occupied_from', 'occupied_to', 'status'])

export const PreviewSchema = Type.Object({
  /** True when booking now would succeed. */
  bookable: Type.Boolean(),
  /** The status it would get; null when it is not bookable. */
  status: Nullable(OneOf(bookingStatuses)),
  outcome: OneOf(['confirm', 'approve', 'refuse'] as const),
  rule: Nullable(Type.Object({ id: Id, name: Type.String(), version: Type.Integer() })),
  steps: Type.Array(ApprovalStepSchema),
  /** Who would be asked in each of the steps, as things stand. */
  approvers: Type.Array(StepApproversSchema),
  reason: Nullable(Type.String()),
  violations: Type.Array(Type.Object({ rule: Type.String(), detail: Type.String() })),
  conflicts: Type.Array(ConflictSchema),
  next_free: Type.Array(Slot),
})
export type Preview = Static<typeof PreviewSchema>
