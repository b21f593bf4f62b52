import { fc } from '#kernel/testing/properties'
import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { intervalAt, periodOf } from './period.js'
import { openParts } from './timetable.js'
import { WallHours } from './wall-hours.js'

const zones = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia'] as const
const minute = 60_000
const start = Date.parse('2026-01-01T00:00:00Z')
const span = fc.tuple(fc.integer({ min: 0, max: 365 * 24 * 60 - 1 }), fc.integer({ min: 1, max: 3 * 24 * 60 })).map(([at, length]) => ({ from: start + at * minute, to: start + (at + length) * minute }))

it('agrees with a clock that is read minute by minute', () => {
  const clocks = new Map(zones.map((zone) => [zone, new WallHours(zone, start, start + 369 * 24 * 60 * minute)]))
  fc.assert(
    fc.property(fc.constantFrom(...zones), span, (zone, { from, to }) => {
      const counted = new Map<number, number>()
      clocks.get(zone)!.each({ from, to }, (cell, length) => counted.set(cell, (counted.get(cell) ?? 0) + length))
      const read = new Map<number, number>()
      for (let at = from; at < to; at += 5 * minute) {
        const { dayOfWeek, hour } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
        const cell = (dayOfWeek - 1) * 24 + hour
        // A step of five minutes may reach over the end or into the next hour: those are read exactly.
        for (let exact = at; exact < Math.min(to, at + 5 * minute); exact += minute) {
          const wall = Temporal.Instant.fromEpochMilliseconds(exact).toZonedDateTimeISO(zone)
          const exactCell = wall.hour === hour ? cell : (wall.dayOfWeek - 1) * 24 + wall.hour
          read.set(exactCell, (read.get(exactCell) ?? 0) + minute)
        }
      }
      expect([...counted].sort()).toEqual([...read].sort())
    }),
    { numRuns: 25 },
  )
})

it('finds the open parts of a span, as a search through all of them does', () => {
  const open = Array.from({ length: 50 }, (_, index) => ({ from: start + index * 100, to: start + index * 100 + 60 }))
  fc.assert(
    fc.property(fc.integer({ min: -50, max: 5100 }), fc.integer({ min: 1, max: 900 }), (at, length) => {
      const [from, to] = [start + at, start + at + length]
      const all = open.map((each) => ({ from: Math.max(from, each.from), to: Math.min(to, each.to) })).filter((each) => each.from < each.to)
      expect([...openParts(open, from, to)]).toEqual(all)
    }),
  )
})

it('cuts a period without gap or overlap, and finds the interval of each moment', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 700 }), fc.integer({ min: 0, max: 365 }), fc.constantFrom('day', 'week', 'month'), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (zone, first, days, interval, where) => {
      const day = Temporal.PlainDate.from('2025-06-01').add({ days: first })
      const { intervals, from, to } = periodOf({ first_day: day.toString(), last_day: day.add({ days }).toString(), interval: interval as 'day' }, '2026-01-01T00:00:00Z', zone)
      expect(intervals.map((each) => each.from)).toEqual([from, ...intervals.slice(0, -1).map((each) => each.to)])
      expect(intervals.at(-1)!.to).toBe(to)
      const moment = Math.min(to - 1, Math.floor(from + where * (to - from)))
      const found = intervals[intervalAt(intervals, moment)]!
      expect(found.from <= moment && moment < found.to).toBe(true)
    }),
    { numRuns: 60 },
  )
})
