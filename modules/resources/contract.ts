import { Type, type Static } from 'typebox'
import { members } from '#modules/members/contract'
import { orgs } from '#modules/orgs/contract'
import { defineContract, defineEvent, defineExtensionPoint, definePermission, definePort } from '#kernel/contract'
import { Id, Instant, Nullable } from '#kernel/schemas'

/** Wall-clock time in the resource's zone; 24:00 ends a day. */
export const WallTime = Type.String({ pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$' })
const Interval = Type.Object({ from: WallTime, to: WallTime }, { additionalProperties: false })
const day = Type.Array(Interval, { maxItems: 8 })

/** Opening hours by weekday; a day without intervals is closed; null (on the resource) is always open. */
export const OpeningHoursSchema = Type.Object({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day }, { additionalProperties: false })
export type OpeningHours = Static<typeof OpeningHoursSchema>

/** A day on which other hours than the weekly ones hold; no intervals means closed. */
export const ExceptionSchema = Type.Object({ date: Type.String({ format: 'date' }), intervals: day, reason: Nullable(Type.String()) })

export const ResourceSchema = Type.Object({
  id: Id,
  name: Type.String(),
  type_id: Nullable(Id),
  type: Nullable(Type.String()),
  description: Type.String(),
  location: Type.String(),
  timezone: Type.String(),
  /** How many bookings may run in parallel. */
  units: Type.Integer(),
  /** How many people fit; null is unlimited or meaningless. */
  seats: Nullable(Type.Integer()),
  /** Members see the titles of others' bookings. */
  shows_titles: Type.Boolean(),
  opening_hours: Nullable(OpeningHoursSchema),
  exceptions: Type.Array(ExceptionSchema),
  buffer_before_minutes: Type.Integer(),
  buffer_after_minutes: Type.Integer(),
  min_notice_minutes: Type.Integer(),
  horizon_days: Type.Integer(),
  min_duration_minutes: Type.Integer(),
  max_duration_minutes: Type.Integer(),
  attributes: Type.Record(Type.String(), Type.Unknown()),
  owner_ids: Type.Array(Id),
  archived_at: Nullable(Instant),
  version: Type.Integer(),
  created_at: Instant,
  updated_at: Instant,
})
export type Resource = Static<typeof ResourceSchema>

export const ResourceTypeSchema = Type.Object({ id: Id, name: Type.String(), description: Type.String(), version: Type.Integer(), created_at: Instant })
export type ResourceType = Static<typeof ResourceTypeSchema>

/** Longest booking any resource may allow, in days: bounds the scan of every overlap query. */
export const longestBookingDays = 31

const read = definePermission('resources:read', 'viewer', 'see resources')
const manage = definePermission('resources:manage', 'admin', 'create, change and archive resources')

export interface ResourcesPort {
  /** The resource, its row held FOR SHARE so that it cannot be archived or changed under a booking. @throws 404 */
  forBooking(id: string): Promise<Resource>
  /** Archived ones included; unknown ids are left out. */
  byIds(ids: readonly string[]): Promise<ReadonlyMap<string, Resource>>
  /** Which of these show the titles of their bookings to members. */
  showingTitles(ids: readonly string[]): Promise<ReadonlySet<string>>
  /** Types by id with their names; unknown ids are left out. */
  typesByIds(ids: readonly string[]): Promise<ReadonlyMap<string, { id: string; name: string }>>
  /** Bookable resources for a search, by name, at most 500. */
  search(filter: { ids?: readonly string[]; type_id?: string; min_seats?: number; attributes?: Readonly<Record<string, unknown>> }): Promise<readonly Resource[]>
  /** Every resource there is or was, archived ones included, by name. */
  everyOne(): Promise<readonly Resource[]>
  /** Instants of `[from, to)` in which the resource is open: weekly hours and exceptions in its zone, as half-open UTC intervals in order. Pure. */
  openIntervals(resource: Resource, from: string, to: string): readonly { starts_at: string; ends_at: string }[]
}

const data = Type.Object({ resource: ResourceSchema })
const type = Type.Object({ type: ResourceTypeSchema })

export const resources = defineContract({
  name: 'resources',
  about: 'What can be booked: its kind, opening hours, limits, buffers, units and owners.',
  dependsOn: [orgs, members],
  permissions: { read, manage },
  port: definePort<ResourcesPort>('resources'),
  events: {
    created: defineEvent('resources.created', data, { audience: read, description: 'A resource can be booked.' }),
    updated: defineEvent('resources.updated', data, { audience: read, description: 'A resource changed.' }),
    archived: defineEvent('resources.archived', data, { audience: read, description: 'A resource can no longer be booked.' }),
    restored: defineEvent('resources.restored', data, { audience: read, description: 'An archived resource can be booked again.' }),
    type_created: defineEvent('resources.type_created', type, { audience: read, description: 'There is a new kind of resource.' }),
    type_updated: defineEvent('resources.type_updated', type, { audience: read, description: 'A kind of resource has another name or description.' }),
    type_deleted: defineEvent('resources.type_deleted', type, { audience: read, description: 'A kind of resource is gone.' }),
  },
  extensionPoints: {
    /** Asked before units are lowered or a resource is archived: what stands in the way? `units` is the new number, 0 for archiving. */
    shrinking: defineExtensionPoint<{ resource_id: string; units: number }, { bookings: readonly { id: string; starts_at: string; ends_at: string; unit: number }[] }>('resources.shrinking'),
  },
})
