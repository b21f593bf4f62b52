import type { ConsoleSession } from '../../server/console-session.js'
import { slotsIn, type Span } from '../slots/slots.js'
import { addDays, readWallClock, showWallClock, startOfDay, today } from './wall-clock.server.js'
import type { Resource } from './rest-types.js'

export interface FirstFree {
  readonly date: string
  readonly start: string
  readonly end: string
  /** Empty when it ends on the same day. */
  readonly endDate: string
}

const hour = 3_600_000
const halfHour = hour / 2
/** Looked through when no day is given. */
const daysAhead = 7

/**
 * Where an empty form starts: an hour that can be booked, within the day's working hours if there is one. A form that opens on a closed or a
 * taken time begins with a refusal.
 * @param date `YYYY-MM-DD` of the wanted day on the resource's clock, or null for the next that has one
 * @returns null when nothing is free, or it cannot be known now
 */
export async function firstFree(session: ConsoleSession, resource: Resource, date: string | null): Promise<FirstFree | null> {
  const zone = resource.timezone
  const first = date ?? today(zone)
  const days = date === null ? daysAhead : 1
  const from = startOfDay(first, zone)
  const to = startOfDay(first, zone, days)
  if (!from || !to) return null
  const answer = await session.send<{ free: readonly { starts_at: string; ends_at: string }[] }>('GET', '/v1/availability', { query: { resource_id: resource.id, from, to } })
  if (!answer.ok) return null
  const soon = Math.ceil(Date.now() / halfHour) * halfHour
  const free = answer.body.free.map(({ starts_at, ends_at }) => ({ from: Math.max(soon, Date.parse(starts_at)), to: Date.parse(ends_at) }))
  const length = Math.min(Math.max(hour, resource.min_duration_minutes * 60_000), resource.max_duration_minutes * 60_000)
  const windows = Array.from({ length: days }, (_, day) => workingHours(addDays(first, day), zone)).filter((window) => window !== null)
  const [slot] = [...slotsIn(free, windows, length, 1), ...slotsIn(free, [{ from: Date.parse(from), to: Date.parse(to) }], length, 1)]
  if (!slot) return null
  const start = showWallClock(new Date(slot.from).toISOString(), zone)
  const end = showWallClock(new Date(slot.to).toISOString(), zone)
  return { date: start.date, start: start.time, end: end.time, endDate: end.date === start.date ? '' : end.date }
}

function workingHours(date: string, zone: string): Span | null {
  const [from, to] = [readWallClock(date, '08:00', zone), readWallClock(date, '18:00', zone)]
  return from.kind === 'instant' && to.kind === 'instant' ? { from: Date.parse(from.instant), to: Date.parse(to.instant) } : null
}
