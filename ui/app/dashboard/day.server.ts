import type { Booking } from '#modules/bookings/contract'
import type { Resource } from '#modules/resources/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import { allResources } from '../bookings/all-resources.server.js'
import { showWallClock, startOfDay, today } from '../bookings/wall-clock.server.js'
import { words } from '../language/words.server.js'
import { readAll } from '../reading/rest-reading.server.js'
import { openTimes } from '../resources/open-hours.server.js'
import { markOf, occupancyOf, spanOf, ticksOf, type Occupancy, type Span } from './occupancy.js'

/** Rows of the chart: the most booked resources of the day. */
const mostRows = 10

export interface DayRow extends Occupancy {
  readonly id: string
  readonly name: string
  readonly units: number
  readonly summary: string
}
export interface Day {
  readonly rows: readonly DayRow[]
  readonly ticks: readonly { x: number; label: string }[]
  readonly now: number | null
  readonly hidden: number
  readonly resources: readonly Resource[]
  /** Taking time today, in order of start. */
  readonly bookings: readonly Booking[]
}

const taking = new Set(['held', 'pending_approval', 'confirmed', 'checked_in', 'completed'])

/** Today in the viewer's zone: what is booked, and how full the resources are. */
export async function readDay(session: ConsoleSession, zone: string): Promise<Day> {
  const date = today(zone)
  const t = words()
  const from = startOfDay(date, zone) ?? ''
  const to = startOfDay(date, zone, 1) ?? ''
  const [resources, all] = await Promise.all([allResources(session), readAll<Booking>(session, '/v1/bookings', { from, to })])
  const bookings = all.filter(({ status }) => taking.has(status))
  const byResource = Map.groupBy(bookings, ({ resource_id }) => resource_id)
  const load = (id: string): number => (byResource.get(id) ?? []).reduce((sum, one) => sum + Date.parse(one.ends_at) - Date.parse(one.starts_at), 0)
  const shown = [...resources].sort((a, b) => load(b.id) - load(a.id) || a.name.localeCompare(b.name)).slice(0, mostRows)
  const open = await Promise.all(shown.map((resource) => openTimes(session, resource, from, to)))
  const day: Span = { from: Date.parse(from), to: Date.parse(to) }
  // What is always open says nothing about which hours matter.
  const limited = open.flatMap((hours) => hours ?? []).filter(({ starts_at, ends_at }) => Date.parse(ends_at) - Date.parse(starts_at) < day.to - day.from)
  const span = spanOf([...limited, ...shown.flatMap(({ id }) => byResource.get(id) ?? [])], day)
  const clock = (at: number): string => showWallClock(new Date(at).toISOString(), zone).time
  const rows = shown.map((resource, index) => {
    const taken = byResource.get(resource.id) ?? []
    const occupancy = occupancyOf(taken, open[index] ?? null, resource.units, span)
    const times = taken.map(({ starts_at, ends_at }) => t('{{from}} to {{to}}', { from: clock(Date.parse(starts_at)), to: clock(Date.parse(ends_at)) }))
    return { ...occupancy, id: resource.id, name: resource.name, units: resource.units, summary: times.length === 0 ? t('free') : t('booked {{times}}', { times: times.join(', ') }) }
  })
  return {
    rows,
    ticks: ticksOf(span).map(({ x, at }) => ({ x, label: clock(at) })),
    now: markOf(Date.now(), span),
    hidden: resources.length - shown.length,
    resources,
    bookings,
  }
}
