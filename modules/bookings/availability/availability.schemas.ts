import { Type, type Static } from 'typebox'
import { longestBookingDays } from '#modules/resources/contract'
import { Body, Id, Instant, Nullable, OneOf } from '#kernel/schemas'
import { BookingSchema, bookingStatuses } from '../contract.js'

const Slot = Type.Object({ starts_at: Instant, ends_at: Instant })

export const AvailabilityQuery = Body({ resource_id: Id, from: Instant, to: Instant })

export const AvailabilitySchema = Type.Object({
  resource_id: Id,
  timezone: Type.String(),
  /** Opening hours inside the range. */
  open: Type.Array(Slot),
  /** Bookings that take time of it, as the caller may see them, in order. */
  busy: Type.Array(
    Type.Object({
      ...Type.Pick(BookingSchema, ['id', 'unit', 'title', 'busy', 'starts_at', 'ends_at', 'occupied_from', 'occupied_to']).properties,
      status: OneOf(bookingStatuses),
    }),
  ),
  /** Where a booking of the shortest allowed length fits from now on: open, a unit free, buffers kept, inside notice and horizon. */
  free: Type.Array(Slot),
})
export type Availability = Static<typeof AvailabilitySchema>

export const SearchQuery = Body({
  from: Instant,
  to: Instant,
  duration_minutes: Type.Integer({ minimum: 1, maximum: longestBookingDays * 24 * 60, description: 'How long it is to be free for' }),
  type_id: Type.Optional(Id),
  min_seats: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  attributes: Type.Optional(Type.Array(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_.-]{0,59}:', maxLength: 261, format: 'text' }), { maxItems: 10, description: 'name:value, repeatable; all must hold' })),
})
export type Search = Static<typeof SearchQuery>

export const SearchSchema = Type.Object({
  /** Resources in which the length fits, by name. */
  items: Type.Array(
    Type.Object({
      resource_id: Id,
      name: Type.String(),
      type_id: Nullable(Id),
      location: Type.String(),
      timezone: Type.String(),
      seats: Nullable(Type.Integer()),
      /** A booking of the length fits anywhere inside each; the first 20. */
      free: Type.Array(Slot),
    }),
  ),
})
export type SearchResult = Static<typeof SearchSchema>

export const TimelinesQuery = Body({ resource_id: Type.Array(Id, { minItems: 1, maxItems: 50, description: 'Repeatable, up to 50' }), from: Instant, to: Instant })
export type TimelinesQuery = Static<typeof TimelinesQuery>

export const TimelinesSchema = Type.Object({
  /** In the order asked for; unknown resources are left out. */
  items: Type.Array(
    Type.Object({
      resource_id: Id,
      /** Opening hours inside the range. */
      open: Type.Array(Slot),
      /** What takes time of it or took it, as the caller may see them, in order of start. */
      bookings: Type.Array(Type.Pick(BookingSchema, ['id', 'unit', 'title', 'busy', 'starts_at', 'ends_at', 'occupied_from', 'occupied_to', 'status', 'booked_by', 'booked_for', 'version'])),
    }),
  ),
  /** Whom the bookings are for and who made them, by name, as far as they show; empty for callers who may not see members. */
  people: Type.Array(Type.Object({ id: Id, name: Type.String() })),
})
export type Timelines = Static<typeof TimelinesSchema>
