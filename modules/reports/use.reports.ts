/** How much of the time that could be used was used: by resource, over time, and by hour of the week. */
import { bookedStatuses, type PastBooking } from '#modules/bookings/contract'
import type { Resource } from '#modules/resources/contract'
import type { Report } from './contract.js'
import type { Material, Scope } from './material.js'
import { intervalAt } from './period.js'
import { shareOf } from './quantiles.js'
import { openParts, type Span } from './timetable.js'
import { cells, WallHours } from './wall-hours.js'

const minute = 60_000

interface Use {
  open: number
  booked: number
  outside: number
  bookings: number
}

const nothing = (): Use => ({ open: 0, booked: 0, outside: 0, bookings: 0 })
const told = ({ open, booked }: Use) => ({ open_minutes: minutesOf(open), booked_minutes: minutesOf(booked), utilisation: shareOf(booked, open) })

export async function utilisation(material: Material, scope: Scope): Promise<Report<'utilisation'>> {
  const timetables = await material.timetables(scope)
  const uses = new Map([...timetables].map(([id, { resource, open }]) => [id, { ...nothing(), open: lengthOf(open) * resource.units }]))
  await eachBooked(material, scope, (booking, span) => {
    const use = uses.get(booking.resource_id)
    if (!use) return
    const inside = lengthOf([...openParts(timetables.get(booking.resource_id)?.open ?? [], span.from, span.to)])
    use.booked += inside
    use.outside += span.to - span.from - inside
    use.bookings += 1
  })
  const rows = scope.resources.flatMap(({ id, name, type, units, archived_at }) => {
    const use = uses.get(id) ?? nothing()
    // An archived resource is history: it stays where it was used.
    if (archived_at !== null && use.open === 0 && use.bookings === 0) return []
    return [{ resource_id: id, resource: name, type, units, bookings: use.bookings, ...told(use), outside_minutes: minutesOf(use.outside) }]
  })
  rows.sort((a, b) => (b.utilisation ?? -1) - (a.utilisation ?? -1) || a.resource.localeCompare(b.resource))
  const all = sum([...uses.values()])
  return { period: scope.period.stated, summary: { resources: rows.length, bookings: all.bookings, ...told(all) }, rows }
}

export async function occupancy(material: Material, scope: Scope): Promise<Report<'occupancy'>> {
  const { intervals, stated } = scope.period
  const timetables = await material.timetables(scope)
  const uses = intervals.map(nothing)
  const spread = (span: Span, add: (use: Use, milliseconds: number) => void) => {
    for (let index = intervalAt(intervals, span.from), at = span.from; at < span.to; index += 1) {
      const end = Math.min(span.to, intervals[index]!.to)
      add(uses[index]!, end - at)
      at = end
    }
  }
  for (const { resource, open } of timetables.values()) for (const span of open) spread(span, (use, length) => (use.open += length * resource.units))
  await eachBooked(material, scope, (booking, span) => {
    uses[intervalAt(intervals, span.from)]!.bookings += 1
    for (const part of openParts(timetables.get(booking.resource_id)?.open ?? [], span.from, span.to)) spread(part, (use, length) => (use.booked += length))
  })
  const all = sum(uses)
  const rows = intervals.map(({ starts_on, ends_on }, index) => ({ starts_on, ends_on, bookings: uses[index]!.bookings, ...told(uses[index]!) }))
  return { period: stated, summary: { bookings: all.bookings, ...told(all) }, rows }
}

export async function hours(material: Material, scope: Scope): Promise<Report<'hours'>> {
  const { from, to, stated } = scope.period
  const timetables = await material.timetables(scope)
  const uses = Array.from({ length: cells }, nothing)
  const zones = new Map<string, WallHours>()
  const clockOf = ({ timezone }: Resource): WallHours => {
    const clock = zones.get(timezone) ?? new WallHours(timezone, from, to)
    zones.set(timezone, clock)
    return clock
  }
  for (const { resource, open } of timetables.values()) for (const span of open) clockOf(resource).each(span, (cell, length) => (uses[cell]!.open += length * resource.units))
  await eachBooked(material, scope, (booking, span) => {
    const timetable = timetables.get(booking.resource_id)
    if (!timetable) return
    for (const part of openParts(timetable.open, span.from, span.to)) clockOf(timetable.resource).each(part, (cell, length) => (uses[cell]!.booked += length))
  })
  const rows = uses.map((use, cell) => ({ ...cellOf(cell), ...told(use) }))
  const busiest = rows.reduce<(typeof rows)[number] | null>((best, row) => (row.booked_minutes > (best?.booked_minutes ?? 0) ? row : best), null)
  return { period: stated, summary: { ...told(sum(uses)), busiest: busiest && { weekday: busiest.weekday, hour: busiest.hour } }, rows }
}

/** Bookings that took their time, with their part of the period. */
async function eachBooked(material: Material, scope: Scope, visit: (booking: PastBooking, span: Span) => void): Promise<void> {
  const { from, to } = scope.period
  await material.eachBooking(scope, (booking) => {
    if (!bookedStatuses.includes(booking.status)) return
    visit(booking, { from: Math.max(from, Date.parse(booking.starts_at)), to: Math.min(to, Date.parse(booking.ends_at)) })
  })
}

function cellOf(cell: number): { weekday: number; hour: number } {
  return { weekday: Math.floor(cell / 24) + 1, hour: cell % 24 }
}

function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((length, { from, to }) => length + to - from, 0)
}

function sum(uses: readonly Use[]): Use {
  return uses.reduce((all, use) => ({ open: all.open + use.open, booked: all.booked + use.booked, outside: all.outside + use.outside, bookings: all.bookings + use.bookings }), nothing())
}

function minutesOf(milliseconds: number): number {
  return Math.round(milliseconds / minute)
}
