import { fc } from '#kernel/testing/properties'
import { describe, expect, it } from 'vitest'
import { showWallClock, startOfDay } from '../bookings/wall-clock.server.js'
import { clockText, gaps, lanesOf, loadsOf, wallGrid } from './wall-grid.js'

const berlin = 'Europe/Berlin'
const clockIn = (zone: string) => (ms: number): number => {
  const [hours = 0, minutes = 0] = showWallClock(new Date(ms).toISOString(), zone).time.split(':').map(Number)
  return hours * 60 + minutes
}
const gridOf = (first: string, days: number, zone = berlin) => wallGrid(Array.from({ length: days + 1 }, (_, day) => Date.parse(startOfDay(first, zone, day) ?? '')), clockIn(zone))

describe('wallGrid', () => {
  it('puts an hour where the clock shows it, before and after the clocks change', () => {
    // 28 March 2027 has 23 hours in Berlin.
    const grid = gridOf('2027-03-27', 3)
    expect(grid.minuteOf('2027-03-27T08:00:00Z')).toBe(9 * 60)
    expect(grid.minuteOf('2027-03-28T08:00:00Z')).toBe(1440 + 10 * 60)
    expect(grid.minuteOf('2027-03-29T08:00:00Z')).toBe(2880 + 10 * 60)
    expect([grid.minuteOf('2027-03-20T00:00:00Z'), grid.minuteOf('2027-04-20T00:00:00Z')]).toEqual([0, 4320])
  })

  it('agrees with the wall clock at every minute of a year, in zones of every kind', () => {
    const zones = fc.constantFrom(berlin, 'America/St_Johns', 'Australia/Lord_Howe', 'Africa/Cairo', 'UTC')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 360 }), fc.integer({ min: 0, max: 1439 }), zones, (day, minute, zone) => {
        const at = new Date(Date.UTC(2027, 0, 1 + day) + minute * 60_000).toISOString()
        const { date, time } = showWallClock(at, zone)
        const [hours = 0, minutes = 0] = time.split(':').map(Number)
        expect(gridOf(date, 2, zone).minuteOf(at)).toBe(hours * 60 + minutes)
      }),
    )
  })
})

describe('pictures', () => {
  it('say an end at midnight as 24:00, and a start as 00:00', () => {
    expect([clockText(1440), clockText(1440, true), clockText(9 * 60 + 5), clockText(0, true)]).toEqual(['00:00', '24:00', '09:05', '00:00'])
  })

  it('fill the range exactly together with the open times', () => {
    const minute = fc.integer({ min: 0, max: 1440 })
    fc.assert(
      fc.property(fc.uniqueArray(minute, { maxLength: 12 }), (minutes) => {
        const edges = minutes.toSorted((a, b) => a - b)
        const open = Array.from({ length: Math.floor(edges.length / 2) }, (_, index) => ({ from: edges[index * 2] ?? 0, to: edges[index * 2 + 1] ?? 0 }))
        expect([...open, ...gaps(open, 1440)].reduce((sum, { from, to }) => sum + to - from, 0)).toBe(1440)
      }),
    )
  })

  it('give what overlaps lanes of its own, and no more lanes than overlap at once', () => {
    expect(lanesOf([{ from: 0, to: 60 }, { from: 30, to: 90 }, { from: 60, to: 120 }, { from: 100, to: 110 }])).toEqual([0, 1, 0, 1])
    const span = fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 200 })).map(([from, size]) => ({ from, to: from + size }))
    fc.assert(
      fc.property(fc.array(span, { maxLength: 30 }), (list) => {
        const spans = list.toSorted((a, b) => a.from - b.from)
        const lanes = lanesOf(spans)
        spans.forEach((a, i) => spans.forEach((b, j) => expect(i === j || lanes[i] !== lanes[j] || a.to <= b.from || b.to <= a.from).toBe(true)))
        const most = Math.max(0, ...spans.map(({ from }) => spans.filter((one) => one.from <= from && one.to > from).length))
        expect(Math.max(-1, ...lanes) + 1).toBe(most)
      }),
    )
  })

  it('count what a day holds, of the time it is open and the units there are', () => {
    const open = [{ from: 480, to: 1080 }]
    const bookings = [{ from: 540, to: 660 }, { from: 1020, to: 1500 }]
    expect(loadsOf(bookings, open, 1, 2)).toEqual([{ count: 2, share: 0.3 }, { count: 1, share: null }])
    expect(loadsOf(bookings, open, 2, 1)).toEqual([{ count: 2, share: 0.15 }])
  })
})
