import type { Resource, ResourceType } from '#modules/resources/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import { allResources } from '../bookings/all-resources.server.js'
import { bookingTimes, slotLabel } from '../bookings/booking-times.server.js'
import { readWallClock, showWallClock, startOfDay } from '../bookings/wall-clock.server.js'
import { plusDays } from '../calendar/calendar-range.js'
import { pageProblem } from '../session/page-problem.js'
import { readAll } from '../reading/rest-reading.server.js'
import { attributeChoices, mostDays, type FindWish } from './find-wish.js'
import { slotsIn, type Span } from '../slots/slots.js'

/** Offered of each resource, and resources in all. */
const mostSlots = 4
const mostFound = 40

interface Found {
  readonly resource_id: string
  readonly name: string
  readonly location: string
  readonly timezone: string
  readonly seats: number | null
  readonly free: readonly { starts_at: string; ends_at: string }[]
}

export async function readFind(session: ConsoleSession, wish: FindWish, zone: string) {
  const [resources, types] = await Promise.all([allResources(session), readAll<ResourceType>(session, '/v1/resource-types')])
  const found = wish.asked ? await search(session, wish, zone) : []
  const byId = new Map(resources.map((resource) => [resource.id, resource]))
  const offers = found.map((one) => offerOf(one, byId.get(one.resource_id), wish, zone)).filter(({ slots }) => slots.length > 0)
  const wanted = Number(wish.seats || 1)
  const spare = (offer: (typeof offers)[number]): number => (offer.seats ?? wanted) - wanted
  const first = (offer: (typeof offers)[number]): string => offer.slots[0]?.starts_at ?? ''
  const soonest = (a: (typeof offers)[number], b: (typeof offers)[number]): number => first(a).localeCompare(first(b)) || spare(a) - spare(b)
  return {
    any: resources.length > 0,
    types: types.map(({ id, name }) => ({ id, name })),
    attributes: attributeChoices(resources),
    offers: offers.sort((a, b) => (wish.sort === 'fit' ? spare(a) - spare(b) || soonest(a, b) : soonest(a, b))).slice(0, mostFound),
    hidden: Math.max(0, offers.length - mostFound),
  }
}
export type FindData = Awaited<ReturnType<typeof readFind>>
export type Offer = FindData['offers'][number]

async function search(session: ConsoleSession, { from, to, minutes, seats, typeId, attributes }: FindWish, zone: string): Promise<readonly Found[]> {
  const last = to > plusDays(from, mostDays - 1) ? plusDays(from, mostDays - 1) : to
  const query = new URLSearchParams([
    ['from', startOfDay(from, zone) ?? ''],
    ['to', startOfDay(last, zone, 1) ?? ''],
    ['duration_minutes', String(minutes)],
    ...(seats ? [['min_seats', seats] as [string, string]] : []),
    ...(typeId ? [['type_id', typeId] as [string, string]] : []),
    ...attributes.map((one): [string, string] => ['attributes', one]),
  ])
  const answer = await session.send<{ items: readonly Found[] }>('GET', `/v1/availability/search?${query}`)
  if (!answer.ok) throw pageProblem(answer.problem)
  return answer.body.items
}

function offerOf({ resource_id, name, location, timezone, seats, free }: Found, resource: Resource | undefined, wish: FindWish, zone: string) {
  const spans = free.map(({ starts_at, ends_at }) => ({ from: Date.parse(starts_at), to: Date.parse(ends_at) }))
  const slots = slotsIn(spans, windowsOf(wish, zone), wish.minutes * 60_000, mostSlots)
  const has = Object.entries(resource?.attributes ?? {}).flatMap(([key, value]) => (value === true ? [key] : typeof value === 'string' || typeof value === 'number' ? [`${key}: ${value}`] : []))
  return { id: resource_id, name, location, seats, has, slots: slots.map((slot) => slotOf(slot, timezone, zone)) }
}

/** The preferred hours of each day as instants. A clock that skips one of them leaves that day out; of one that shows it twice the first counts. */
function windowsOf({ from, to, after, before }: FindWish, zone: string): Span[] {
  const windows: Span[] = []
  for (let day = from, count = 0; day <= to && count < mostDays; day = plusDays(day, 1), count += 1) {
    const [start, end] = [instantOf(day, after, zone), instantOf(day, before, zone)]
    if (start !== null && end !== null && end > start) windows.push({ from: start, to: end })
  }
  return windows
}

function instantOf(day: string, time: string, zone: string): number | null {
  const read = readWallClock(day, time, zone)
  if (read.kind === 'instant') return Date.parse(read.instant)
  if (read.kind === 'invalid') return null
  const first = readWallClock(day, time, zone, read.choices[0]?.offset)
  return first.kind === 'instant' ? Date.parse(first.instant) : null
}

function slotOf({ from, to }: Span, resourceZone: string, zone: string) {
  const [starts_at, ends_at] = [new Date(from).toISOString(), new Date(to).toISOString()]
  const [start, end] = [showWallClock(starts_at, resourceZone), showWallClock(ends_at, resourceZone)]
  const query = { date: start.date, start: start.time, end: end.time, start_offset: start.offset, end_offset: end.offset, ...(end.date === start.date ? {} : { end_date: end.date }) }
  return { starts_at, ends_at, label: slotLabel(starts_at, ends_at, zone), elsewhere: bookingTimes(starts_at, ends_at, zone, resourceZone).elsewhere, query }
}
