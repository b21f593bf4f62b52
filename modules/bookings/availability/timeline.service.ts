/** The timelines of several resources in one answer: what a calendar draws, without a call for each of them. */
import { members, type MembersPort } from '#modules/members/contract'
import type { ResourcesPort } from '#modules/resources/contract'
import { defineToken } from '#kernel/contract'
import { invalid } from '#kernel/http/problems'
import { say } from '#kernel/language'
import { holds } from '#kernel/tenancy/context'
import type { BookingVisibility } from '../booking-visibility.js'
import type { Booking } from '../contract.js'
import type { Timelines, TimelinesQuery } from './availability.schemas.js'
import { rangeOf } from './availability.service.js'
import { openSpans, written } from './clash.service.js'
import type { TimelineRepository } from './timeline.repository.js'

/** More bookings than this are refused with the way out: fewer resources or days. */
export const mostDrawn = 10_000

export class TimelineService {
  constructor(
    private readonly repository: TimelineRepository,
    private readonly visibility: BookingVisibility,
    private readonly resources: ResourcesPort,
    private readonly members: MembersPort,
  ) {}

  /** Unknown resources are left out. @throws 422 for a range that is empty, over 62 days or holds over 10,000 bookings */
  async read({ resource_id, ...range }: TimelinesQuery, most = mostDrawn): Promise<Timelines> {
    const [from, to] = rangeOf(range)
    const ids = [...new Set(resource_id.map((id) => id.toLowerCase()))]
    const found = await this.resources.byIds(ids)
    const all = await this.repository.drawn(ids, new Date(from).toISOString(), new Date(to).toISOString(), most + 1)
    if (all.length > most) throw invalid({ pointer: 'query/to', detail: say`The range holds more than ${most} bookings of these resources. Ask for fewer days or fewer resources.` })
    const shown = await this.visibility.shown(all)
    const byResource = Map.groupBy(shown, (booking) => booking.resource_id)
    const items = ids.flatMap((id) => {
      const resource = found.get(id)
      if (!resource) return []
      return [{ resource_id: id, open: openSpans(this.resources, resource, from, to).map(written), bookings: (byResource.get(id) ?? []).map(lean) }]
    })
    return { items, people: await this.namesIn(shown) }
  }

  private async namesIn(bookings: readonly Booking[]): Promise<Timelines['people']> {
    if (!holds(members.permissions.read)) return []
    const ids = new Set(bookings.flatMap(({ booked_by, booked_for }) => [booked_by, booked_for]).filter((id) => id !== null))
    return ids.size === 0 ? [] : [...(await this.members.byIds([...ids])).values()].map(({ id, name }) => ({ id, name }))
  }
}

function lean({ id, unit, title, busy, starts_at, ends_at, occupied_from, occupied_to, status, booked_by, booked_for, version }: Booking): Timelines['items'][number]['bookings'][number] {
  return { id, unit, title, busy, starts_at, ends_at, occupied_from, occupied_to, status, booked_by, booked_for, version }
}

export const timelineServiceToken = defineToken<TimelineService>('bookings.timelines')
