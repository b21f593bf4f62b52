import type { Booking } from '#modules/bookings/contract'
import type { Resource, ResourceType } from '#modules/resources/contract'
import { Temporal } from 'temporal-polyfill'
import type { ConsoleSession } from '../../server/console-session.js'
import { bookingRow, groupByDay } from '../bookings/booking-rows.server.js'
import { dayTitle } from '../bookings/booking-times.server.js'
import { placeOf, today } from '../bookings/wall-clock.server.js'
import { dateLocale, words } from '../language/words.server.js'
import { readPeople } from '../reading/people.server.js'
import { read, readAll, type Page } from '../reading/rest-reading.server.js'
import type { SignedInViewer } from '../session/viewer.js'
import { plusDays, weekdayOf, type CalendarRange } from './calendar-range.js'
import { boundsOf, gridOf, readTimelines, rowsAtOnce } from './timeline-rows.server.js'

const drawn = new Set(['held', 'pending_approval', 'confirmed', 'checked_in', 'completed'])

export async function readCalendar(session: ConsoleSession, viewer: SignedInViewer, range: CalendarRange) {
  const zone = viewer.user.timezone
  const t = words()
  const [found, types] = await Promise.all([
    readAll<Resource>(session, '/v1/resources', { type_id: range.typeId, q: range.q }),
    readAll<ResourceType>(session, '/v1/resource-types'),
  ])
  const resources = range.resourceId ? found.filter(({ id }) => id === range.resourceId) : found
  const listed = range.asList ? await readList(session, viewer, range, resources) : null
  return {
    title: titleOf(range, zone),
    place: placeOf(zone),
    days: Array.from({ length: range.days }, (_, day) => dayOf(plusDays(range.first, day), zone)),
    now: nowOf(range, zone),
    resources: resources.map(({ id, name, location, timezone, units }) => ({ id, name, units, location: [location, timezone === zone ? '' : t('{{place}} time', { place: placeOf(timezone) })].filter(Boolean).join(' · ') })),
    choices: found.map(({ id, name }) => ({ id, name })),
    types: types.map(({ id, name }) => ({ id, name })),
    rows: listed ? [] : await readTimelines(session, viewer, range, resources.slice(0, rowsAtOnce).map(({ id }) => id)),
    list: listed,
  }
}
export type CalendarData = Awaited<ReturnType<typeof readCalendar>>
export type CalendarResource = CalendarData['resources'][number]
export type CalendarDay = CalendarData['days'][number]

/** The bookings of the range, a page of them at a time. REST cannot filter them by kind of resource: a page may then show fewer. */
async function readList(session: ConsoleSession, viewer: SignedInViewer, range: CalendarRange, resources: readonly Resource[]) {
  const zone = viewer.user.timezone
  const byId = new Map(resources.map((resource) => [resource.id, resource]))
  const [page, people] = await Promise.all([
    read<Page<Booking>>(session, '/v1/bookings', { ...boundsOf(range, zone), resource_id: range.resourceId, cursor: range.cursor, limit: '100' }),
    readPeople(session, viewer),
  ])
  const bookings = page.items.filter(({ status, resource_id }) => drawn.has(status) && byId.has(resource_id))
  const days = groupByDay(bookings.map((booking) => bookingRow(booking, byId.get(booking.resource_id), viewer, people, zone)), zone, dateLocale())
  return { days, nextCursor: page.next_cursor }
}

function dayOf(date: string, zone: string) {
  const plain = Temporal.PlainDate.from(date)
  return {
    date,
    number: plain.day,
    label: plain.toLocaleString(dateLocale(), { weekday: 'short', day: 'numeric', month: 'short' }),
    weekday: plain.toLocaleString(dateLocale(), { weekday: 'short' }),
    weekend: weekdayOf(date) > 4,
    today: date === today(zone),
  }
}

/** Where now stands in the picture, in minutes; null outside of it. */
function nowOf(range: CalendarRange, zone: string): number | null {
  const grid = gridOf(range, zone)
  const now = grid.minuteOf(new Date().toISOString())
  return now > 0 && now < grid.length ? now : null
}

function titleOf({ view, first, days }: CalendarRange, zone: string): string {
  const name = (date: string): string => dayTitle(date, today(zone), dateLocale()).name
  if (view === 'day') return name(first)
  if (view === 'month') return Temporal.PlainDate.from(first).toLocaleString(dateLocale(), { month: 'long', year: 'numeric' })
  return words()('{{from}} to {{to}}', { from: name(first), to: name(plusDays(first, days - 1)) })
}
