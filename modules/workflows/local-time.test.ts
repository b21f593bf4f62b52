import { fc } from '#kernel/testing/properties'
import { describe, expect, it } from 'vitest'
import { anyOutside, dayMs, daysOf, localStretches, wallMs } from './local-time.js'

const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia', 'Africa/Casablanca', 'UTC'] as const
const quarter = 15 * 60_000

/** What a clock on the wall shows, asked of the runtime's own zone database and not of the library under test. */
function wallClock(zone: string): (instant: number) => { day: number; ms: number } {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })
  return (instant) => {
    const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
    return { day: Date.UTC(part['year'] ?? NaN, (part['month'] ?? NaN) - 1, part['day'] ?? NaN) / dayMs, ms: ((part['hour'] ?? NaN) * 60 + (part['minute'] ?? NaN)) * 60_000 }
  }
}

// A third of the starts lie within two days of a change of the clock somewhere.
const changes = ['2026-10-25T01:00Z', '2027-03-28T01:00Z', '2026-11-01T06:00Z', '2027-03-14T07:00Z', '2026-10-03T15:30Z', '2027-04-03T15:00Z', '2027-02-07T02:00Z', '2027-03-14T02:00Z'].map(Date.parse)
const start = fc.oneof(
  fc.integer({ min: Date.parse('2026-01-01T00:00Z') / quarter, max: Date.parse('2027-12-01T00:00Z') / quarter }).map((n) => n * quarter),
  fc.tuple(fc.constantFrom(...changes), fc.integer({ min: -192, max: 192 })).map(([change, offset]) => change + offset * quarter),
)
const booking = fc.record({ zone: fc.constantFrom(...zones), start, quarters: fc.integer({ min: 1, max: 4 * 24 * 3 }) })
const iso = (instant: number) => new Date(instant).toISOString()

describe('INV-21: the clock on the wall', () => {
  it('touches the days a minute-by-minute walk touches', () => {
    fc.assert(
      fc.property(booking, ({ zone, start: from, quarters }) => {
        const show = wallClock(zone)
        const walked = new Set(Array.from({ length: quarters }, (_, index) => show(from + index * quarter).day))
        expect(new Set(daysOf(localStretches(iso(from), iso(from + quarters * quarter), zone)))).toEqual(walked)
      }),
      { numRuns: 300 },
    )
  })

  it('is outside of hours exactly when a walk finds such a moment', () => {
    const seen = { inside: 0, outside: 0 }
    fc.assert(
      fc.property(booking, fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 96 }), fc.boolean(), ({ zone, start: begin, quarters }, a, b, short) => {
        fc.pre(a !== b)
        const [from, to, length] = [a * quarter, b * quarter, short ? 1 + (quarters % 12) : quarters]
        const show = wallClock(zone)
        const inside = (ms: number) => (from < to ? ms >= from && ms < to : ms >= from || ms < to)
        const walked = Array.from({ length }, (_, index) => show(begin + index * quarter)).some(({ ms }) => !inside(ms))
        seen[walked ? 'outside' : 'inside'] += 1
        expect(anyOutside(localStretches(iso(begin), iso(begin + length * quarter), zone), from, to)).toBe(walked)
      }),
      { numRuns: 1_000 },
    )
    expect(Math.min(seen.inside, seen.outside)).toBeGreaterThan(100)
  })

  it('keeps the length of time, through every change', () => {
    fc.assert(
      fc.property(booking, ({ zone, start: from, quarters }) => {
        const length = localStretches(iso(from), iso(from + quarters * quarter), zone).reduce((sum, stretch) => sum + stretch.to - stretch.from, 0)
        expect(length).toBe(quarters * quarter)
      }),
    )
  })

  it('reads wall times', () => {
    expect([wallMs('00:00'), wallMs('08:30'), wallMs('24:00')]).toEqual([0, 8.5 * 3_600_000, dayMs])
  })
})
