import type { Booking } from '#modules/bookings/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import { actsOf } from '../bookings/booking-acts.js'
import { showWallClock, startOfDay } from '../bookings/wall-clock.server.js'
import { words } from '../language/words.server.js'
import { pageProblem } from '../session/page-problem.js'
import type { SignedInViewer } from '../session/viewer.js'
import type { CalendarRange } from './calendar-range.js'
import { lanesOf, wallGrid, type Span, type WallGrid } from './wall-grid.js'

/** As many rows are read in one call: what a tall screen shows. */
export const rowsAtOnce = 20

/** A booking as it is drawn; times are minutes on the viewer's wall clock since the first day shown. */
export interface Bar extends Span {
  readonly id: string
  /** With the buffers. */
  readonly before: number
  readonly after: number
  readonly lane: number
  readonly title: string
  /** Whom it is for; empty where that is hidden. */
  readonly who: string
  readonly state: 'confirmed' | 'pending' | 'busy' | 'over'
  readonly mine: boolean
  readonly version: number
  readonly movable: boolean
}

export interface TimelineRow {
  readonly id: string
  readonly open: readonly Span[]
  readonly bars: readonly Bar[]
  readonly lanes: number
}

/** Of people by id, as far as the viewer may know them. */
type Names = ReadonlyMap<string, string>

interface Timeline {
  readonly resource_id: string
  readonly open: readonly { starts_at: string; ends_at: string }[]
  readonly bookings: readonly Pick<Booking, 'id' | 'title' | 'busy' | 'starts_at' | 'ends_at' | 'occupied_from' | 'occupied_to' | 'status' | 'booked_by' | 'booked_for' | 'version'>[]
}

/** The first instant of the range and the first after it, RFC 3339. */
export function boundsOf({ first, days }: CalendarRange, zone: string): { from: string; to: string } {
  return { from: startOfDay(first, zone) ?? '', to: startOfDay(first, zone, days) ?? '' }
}

/** One call for all of them. @param ids up to 50. @throws the REST refusal, for the screen's error state */
export async function readTimelines(session: ConsoleSession, viewer: SignedInViewer, range: CalendarRange, ids: readonly string[]): Promise<TimelineRow[]> {
  if (ids.length === 0) return []
  const zone = viewer.user.timezone
  const query = new URLSearchParams([...ids.map((id): [string, string] => ['resource_id', id]), ...Object.entries(boundsOf(range, zone))])
  const answer = await session.send<{ items: readonly Timeline[]; people: readonly { id: string; name: string }[] }>('GET', `/v1/availability/timelines?${query}`)
  if (!answer.ok) throw pageProblem(answer.problem)
  const grid = gridOf(range, zone)
  const now = Date.now()
  const names = new Map([...answer.body.people.map(({ id, name }) => [id, name] as const), [viewer.user.id, words()('You')]])
  return answer.body.items.map((timeline) => rowOf(timeline, grid, viewer, now, names))
}

export function gridOf({ first, days }: CalendarRange, zone: string): WallGrid {
  const starts = Array.from({ length: days + 1 }, (_, day) => Date.parse(startOfDay(first, zone, day) ?? ''))
  return wallGrid(starts, (ms) => {
    const [hours = 0, minutes = 0] = showWallClock(new Date(ms).toISOString(), zone).time.split(':').map(Number)
    return hours * 60 + minutes
  })
}

function rowOf({ resource_id, open, bookings }: Timeline, grid: WallGrid, viewer: SignedInViewer, now: number, names: Names): TimelineRow {
  const lanes = lanesOf(bookings.map(({ starts_at, ends_at }) => ({ from: Date.parse(starts_at), to: Date.parse(ends_at) })))
  const bars = bookings.map((booking, index) => barOf(booking, lanes[index] ?? 0, grid, viewer, now, names)).filter(({ from, to }) => to > from)
  return {
    id: resource_id,
    open: open.map(({ starts_at, ends_at }) => ({ from: grid.minuteOf(starts_at), to: grid.minuteOf(ends_at) })),
    bars,
    lanes: Math.max(1, ...lanes.map((lane) => lane + 1)),
  }
}

function barOf(booking: Timeline['bookings'][number], lane: number, grid: WallGrid, viewer: SignedInViewer, now: number, names: Names): Bar {
  const { id, title, busy, status, version, booked_by, booked_for } = booking
  const t = words()
  const [from, to] = [grid.minuteOf(booking.starts_at), grid.minuteOf(booking.ends_at)]
  const pending = status === 'pending_approval' || status === 'held'
  return {
    id,
    from,
    to,
    before: grid.minuteOf(booking.occupied_from),
    after: grid.minuteOf(booking.occupied_to),
    lane,
    title: busy ? t('Busy') : (title ?? t('Untitled')),
    who: names.get(booked_for ?? '') ?? '',
    state: Date.parse(booking.ends_at) <= now ? 'over' : pending ? 'pending' : busy ? 'busy' : 'confirmed',
    mine: booked_by === viewer.user.id || booked_for === viewer.user.id,
    version,
    // What reaches out of the picture cannot be dragged inside it: its other end would be lost.
    movable: actsOf(booking, viewer, now).change && from > 0 && to < grid.length,
  }
}
