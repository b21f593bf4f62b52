/** What callers send about resources and types. Bounds equal the CHECKs of the tables. */
import { Type, type Static } from 'typebox'
import { Body, Id, Line, Nullable, PageQuery, Text, Zone } from '#kernel/schemas'
import { ExceptionSchema, longestBookingDays, OpeningHoursSchema } from './contract.js'

const whole = (minimum: number, maximum: number) => Type.Integer({ minimum, maximum })
const longest = longestBookingDays * 24 * 60

const fields = {
  name: Line({ maxLength: 120 }),
  type_id: Nullable(Id),
  description: Text({ maxLength: 2000 }),
  location: Line({ minLength: 0 }),
  timezone: Zone,
  units: whole(1, 100),
  seats: Nullable(whole(1, 100_000)),
  shows_titles: Type.Boolean(),
  opening_hours: Nullable(OpeningHoursSchema),
  exceptions: Type.Array(
    Body({ date: ExceptionSchema.properties.date, intervals: ExceptionSchema.properties.intervals, reason: Type.Optional(Nullable(Line())) }),
    { maxItems: 400 },
  ),
  buffer_before_minutes: whole(0, 1440),
  buffer_after_minutes: whole(0, 1440),
  min_notice_minutes: whole(0, 525_600),
  horizon_days: whole(1, 1830),
  min_duration_minutes: whole(1, longest),
  max_duration_minutes: whole(1, longest),
  attributes: Type.Record(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_.-]{0,59}$' }), Type.Union([Type.String({ maxLength: 200, format: 'text' }), Type.Number(), Type.Boolean()]), {
    maxProperties: 50,
    additionalProperties: false,
  }),
  owner_ids: Type.Array(Id, { maxItems: 50, uniqueItems: true }),
}

export const UpdateResourceBody = Type.Partial(Body(fields), { additionalProperties: false, minProperties: 1 })
export type UpdateResource = Static<typeof UpdateResourceBody>

/** `timezone` is the organisation's unless given. */
export const CreateResourceBody = Type.Object({ ...UpdateResourceBody.properties, name: fields.name }, { additionalProperties: false })
export type CreateResource = Static<typeof CreateResourceBody>

export const ResourceQuery = Body({
  ...PageQuery,
  q: Type.Optional(Type.String({ minLength: 1, maxLength: 100, format: 'text', description: 'Part of the name, location or description' })),
  type_id: Type.Optional(Id),
  min_seats: Type.Optional(whole(1, 100_000)),
  owner_id: Type.Optional({ ...Id, description: 'Only those this person owns' }),
  archived: Type.Optional(Type.Boolean({ default: false, description: 'true: only archived ones' })),
  attributes: Type.Optional(AttributeFilter()),
})
export type ResourceFilter = Omit<Static<typeof ResourceQuery>, 'limit' | 'cursor'>

/** `attributes=screen:true&attributes=floor:2`; all must hold. */
export function AttributeFilter() {
  return Type.Array(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_.-]{0,59}:', maxLength: 261, format: 'text' }), { maxItems: 10, description: 'name:value, repeatable; all must hold' })
}

export const TypeBody = Body({ name: Line({ maxLength: 120 }), description: Type.Optional(Text({ maxLength: 2000 })) })
export const UpdateTypeBody = Type.Partial(TypeBody, { additionalProperties: false, minProperties: 1 })
export type TypeInput = Static<typeof TypeBody>
export type TypeChanges = Static<typeof UpdateTypeBody>
