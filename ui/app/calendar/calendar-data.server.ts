import type { Booking } from '#modules/bookings/contract'
import type { Resource, ResourceType } from '#modules/resources/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import { actsOf } from '../bookings/booking-acts.js'
import { bookingRow, groupByDay } from '../bookings/booking-rows.server.js'
import { dayTitle, slotLabel } from '../bookings/booking-times.server.js'
import { placeOf, showWallClock, startOfDay, today } from '../bookings/wall-clock.server.js'
import { read, readAll, type Page } from '../reading/rest-reading.server.js'
import { openTimes } from '../resources/open-hours.server.js'
import type { SignedInViewer } from '../session/viewer.js'
import { closedTimes, plusDays, type CalendarRange } from './calendar-range.js'

/** Rows of one page of the calendar. */
const rowsPerPage = '30'
const taking = new Set(['held', 'pending_approval', 'confirmed', 'checked_in', 'completed'])

/** Times are wall-clock times of the viewer's zone, without offset: the picture has one clock. */
export interface TimelineEvent {
  readonly id: string
  readonly resourceId: string
  readonly start: string
  readonly end: string
  readonly title: string
  readonly label: string
  readonly state: 'confirmed' | 'pending' | 'busy' | 'over'
  readonly version: number
  readonly movable: boolean
}

export async function readCalendar(session: ConsoleSession, viewer: SignedInViewer, range: CalendarRange) {
  const zone = viewer.user.timezone
  const from = startOfDay(range.first, zone) ?? ''
  const to = startOfDay(range.first, zone, range.days) ?? ''
  const [resources, types, all] = await Promise.all([
    read<Page<Resource>>(session, '/v1/resources', { limit: rowsPerPage, type_id: range.typeId, cursor: range.cursor }),
    readAll<ResourceType>(session, '/v1/resource-types'),
    readAll<Booking>(session, '/v1/bookings', { from, to }),
  ])
  const byId = new Map(resources.items.map((resource) => [resource.id, resource]))
  const bookings = all.filter(({ status, resource_id }) => taking.has(status) && byId.has(resource_id))
  const open = await Promise.all(resources.items.map((resource) => openTimes(session, resource, from, to)))
  const wall = (instant: string): string => {
    const { date, time } = showWallClock(instant, zone)
    return `${date}T${time}:00`
  }
  const now = Date.now()
  return {
    title: titleOf(range, zone),
    place: placeOf(zone),
    today: today(zone),
    resources: resources.items.map(({ id, name, location, timezone }) => ({ id, name, location: [location, timezone === zone ? '' : `${placeOf(timezone)} time`].filter(Boolean).join(' · ') })),
    nextCursor: resources.next_cursor,
    types: types.map(({ id, name }) => ({ id, name })),
    events: bookings.map((booking) => eventOf(booking, wall, zone, viewer, now)),
    closed: resources.items.flatMap(({ id }, index) => (open[index] ? closedTimes(open[index], from, to).map(({ start, end }) => ({ resourceId: id, start: wall(start), end: wall(end) })) : [])),
    days: groupByDay(bookings.map((booking) => bookingRow(booking, byId.get(booking.resource_id), viewer, zone)), zone, 'en-GB'),
  }
}
export type CalendarData = Awaited<ReturnType<typeof readCalendar>>

function eventOf(booking: Booking, wall: (instant: string) => string, zone: string, viewer: SignedInViewer, now: number): TimelineEvent {
  const title = booking.busy ? 'Busy' : (booking.title ?? 'Untitled')
  const pending = booking.status === 'pending_approval' || booking.status === 'held'
  return {
    id: booking.id,
    resourceId: booking.resource_id,
    start: wall(booking.starts_at),
    end: wall(booking.ends_at),
    title,
    label: `${title}, ${slotLabel(booking.starts_at, booking.ends_at, zone)}${pending ? ', waiting for approval' : ''}`,
    state: Date.parse(booking.ends_at) <= now ? 'over' : pending ? 'pending' : booking.busy ? 'busy' : 'confirmed',
    version: booking.version,
    movable: actsOf(booking, viewer, now).change,
  }
}

function titleOf({ view, first, days }: CalendarRange, zone: string): string {
  const name = dayTitle(first, today(zone), 'en-GB').name
  return view === 'day' ? name : `${name} to ${dayTitle(plusDays(first, days - 1), today(zone), 'en-GB').name}`
}
