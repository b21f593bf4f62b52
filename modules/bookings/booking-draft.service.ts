/** From what somebody wants to what may be written: times, people, place and rules checked, the organisation's rules asked. Create, preview and move share it. */
import type { MembersPort } from '#modules/members/contract'
import type { Resource, ResourcesPort } from '#modules/resources/contract'
import { defineToken, type Role } from '#kernel/contract'
import type { Extensions } from '#kernel/extensions'
import { forbidden, invalid } from '#kernel/http/problems'
import { say } from '#kernel/language'
import { currentTenant, currentUserId, holds } from '#kernel/tenancy/context'
import { violationsOf, type Violation } from './booking-rules.js'
import { bookings, type BookingDraft, type CreateBooking, type Verdict } from './contract.js'
import { together } from '#kernel/together'

const minute = 60_000

export interface Times {
  starts_at: string
  ends_at: string
}

/** Times as the database has them, and what they take with the buffers of the resource. */
export interface Occupied extends Times {
  occupied_from: string
  occupied_to: string
}

export class BookingDraftService {
  constructor(
    private readonly resources: ResourcesPort,
    private readonly people: MembersPort,
    private readonly extensions: Extensions,
  ) {}

  /**
   * @param time asked only once the database has answered
   * @param reading the resource; unless given it is held against archiving until the commit
   * @throws 403 on behalf without the permission, 404, 422
   */
  async draft(input: CreateBooking, time: { readonly now: Date }, reading?: Promise<Resource>): Promise<BookingDraft & Occupied> {
    const times = timesOf(input)
    const booked_by = currentUserId()
    const booked_for = input.booked_for?.toLowerCase() ?? booked_by
    if (booked_for !== booked_by && !holds(bookings.permissions.manage)) {
      throw forbidden(say`Booking on behalf of somebody needs the permission '${bookings.permissions.manage.name}'. Leave out booked_for, or ask an admin.`)
    }
    const attendee_ids = distinct(input.attendee_ids ?? [])
    const [resource, role] = await together([reading ?? this.resources.forBooking(input.resource_id), this.roleOf(booked_for), this.assertAttendees(attendee_ids)])
    return { resource, ...occupiedBy(resource, times), title: input.title, booked_by, booked_for, role, attendee_ids, now: time.now.toISOString(), booking_id: null }
  }

  /** Like {@link draft} for a booking that exists: whom it is for stays. */
  async redraft(booking: { id: string; booked_by: string; booked_for: string; attendee_ids: readonly string[]; title: string }, resourceId: string, times: Times, now: Date): Promise<BookingDraft & Occupied> {
    const { id, booked_by, booked_for, attendee_ids, title } = booking
    const [resource, role] = await together([this.resources.forBooking(resourceId), this.roleAnyway(booked_for)])
    return { resource, ...occupiedBy(resource, times), title, booked_by, booked_for, role, attendee_ids, now: now.toISOString(), booking_id: id }
  }

  /** Every rule of the resource the draft breaks. */
  violations(draft: BookingDraft): Violation[] {
    const { resource, starts_at, ends_at, booked_for, attendee_ids } = draft
    const people = new Set([booked_for, ...attendee_ids]).size
    return violationsOf(resource, { starts_at, ends_at, people }, new Date(draft.now), (...asked) => this.resources.openIntervals(...asked))
  }

  /** Lets whoever judges drafts read what needs no draft, in the round trip that reads the resource. What goes wrong there shows when it judges. */
  announce(): void {
    this.extensions.ask(bookings.extensionPoints.drafting, null).catch(() => undefined)
  }

  /** What the organisation's rules say; nobody answering means yes. */
  async verdict(draft: BookingDraft): Promise<Verdict> {
    const [verdict] = await this.extensions.ask(bookings.extensionPoints.verdict, draft)
    return verdict ?? { outcome: 'confirm', rule: null }
  }

  /** @throws 422 naming who is no active member */
  async assertAttendees(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.people.assertActive(ids, '/attendee_ids')
  }

  private async roleOf(userId: string): Promise<Role> {
    const { user_id, role } = currentTenant()
    if (user_id === userId && role !== null) return role
    const member = (await this.people.byIds([userId])).get(userId)
    if (member?.status !== 'active') throw invalid({ pointer: '/booked_for', detail: say`No active member of the organisation has this id.` })
    return member.role
  }

  /** Somebody deactivated meanwhile keeps the role they had: the booking is judged as before. */
  private async roleAnyway(userId: string): Promise<Role> {
    const { user_id, role } = currentTenant()
    if (user_id === userId && role !== null) return role
    return (await this.people.byIds([userId])).get(userId)?.role ?? 'viewer'
  }
}

/** UTC with milliseconds. @throws 422 unless the end comes after the start */
export function timesOf({ starts_at, ends_at }: Times): Times {
  const times = { starts_at: new Date(starts_at).toISOString(), ends_at: new Date(ends_at).toISOString() }
  if (times.ends_at <= times.starts_at) throw invalid({ pointer: '/ends_at', detail: say`Must come after starts_at.` })
  return times
}

/** Lower case, each once: an id may be written in several ways. */
export function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids.map((id) => id.toLowerCase()))].sort()
}

/** Until when an undecided request may wait: its start; one entered after its start gets a day. */
export function decisionDeadline(starts_at: string, now: Date): string {
  return Date.parse(starts_at) > now.getTime() ? starts_at : new Date(now.getTime() + 24 * 60 * minute).toISOString()
}

/** With the buffers of the resource. */
export function occupiedBy(resource: Resource, { starts_at, ends_at }: Times): Occupied {
  const shifted = (at: string, minutes: number) => new Date(Date.parse(at) + minutes * minute).toISOString()
  return { starts_at, ends_at, occupied_from: shifted(starts_at, -resource.buffer_before_minutes), occupied_to: shifted(ends_at, resource.buffer_after_minutes) }
}

export const bookingDraftServiceToken = defineToken<BookingDraftService>('bookings.drafts')
