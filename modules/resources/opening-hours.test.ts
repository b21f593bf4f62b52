import { Temporal } from 'temporal-polyfill'
import { fc } from '#kernel/testing/properties'
import { describe, expect, it } from 'vitest'
import type { OpeningHours, Resource } from './contract.js'
import { merge, openIntervals, openSpans } from './opening-hours.js'

type Hours = Pick<Resource, 'timezone' | 'opening_hours' | 'exceptions'>
const always = [{ from: '00:00', to: '24:00' }]
const week = (day: OpeningHours['mon']): OpeningHours => ({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day })
const hoursOf = (spans: readonly { starts_at: string; ends_at: string }[]) => spans.reduce((sum, { starts_at, ends_at }) => sum + (Date.parse(ends_at) - Date.parse(starts_at)) / 3_600_000, 0)
const midnight = (zone: string, date: string) => Temporal.PlainDate.from(date).toZonedDateTime(zone).toInstant().toString()
const dayAfter = (date: string) => Temporal.PlainDate.from(date).add({ days: 1 }).toString()

/** Days on which clocks change, with the length of the day, from the IANA tables. */
const changes: [zone: string, date: string, hours: number][] = [
  ['Europe/Berlin', '2026-03-29', 23], ['Europe/Berlin', '2026-10-25', 25], ['Europe/Berlin', '2027-03-28', 23], ['Europe/Berlin', '2027-10-31', 25],
  ['America/New_York', '2026-03-08', 23], ['America/New_York', '2026-11-01', 25], ['America/New_York', '2027-03-14', 23], ['America/New_York', '2027-11-07', 25],
  ['Australia/Lord_Howe', '2026-04-05', 24.5], ['Australia/Lord_Howe', '2026-10-04', 23.5], ['Australia/Lord_Howe', '2027-04-04', 24.5], ['Australia/Lord_Howe', '2027-10-03', 23.5],
  ['America/Santiago', '2026-04-04', 25], ['America/Santiago', '2026-09-06', 23], ['America/Santiago', '2027-04-03', 25], ['America/Santiago', '2027-09-05', 23],
  ['Pacific/Auckland', '2026-04-05', 25], ['Pacific/Auckland', '2026-09-27', 23], ['Pacific/Auckland', '2027-04-04', 25], ['Pacific/Auckland', '2027-09-26', 23],
  ['Asia/Kolkata', '2026-03-29', 24], ['Asia/Kolkata', '2026-10-25', 24], ['Asia/Kolkata', '2027-03-28', 24], ['Asia/Kolkata', '2027-10-31', 24],
]

describe('INV-21: six zones over two years', () => {
  it.each(changes)('%s on %s: a day of 00:00-24:00 lasts %d hours', (timezone, date, hours) => {
    const open = openIntervals({ timezone, opening_hours: week(always), exceptions: [] }, midnight(timezone, date), midnight(timezone, dayAfter(date)))
    expect(open).toHaveLength(1)
    expect(hoursOf(open)).toBe(hours)
  })

  it.each([...new Set(changes.map(([zone]) => zone))])('%s: every day of two years opens when its clock says 09:00 and closes when it says 17:30', (timezone) => {
    let date = Temporal.PlainDate.from('2026-01-01')
    let days = 0
    for (; date.year < 2028; date = date.add({ days: 1 }), days += 1) {
      const next = date.add({ days: 1 })
      const open = openIntervals({ timezone, opening_hours: week([{ from: '09:00', to: '17:30' }]), exceptions: [] }, midnight(timezone, date.toString()), midnight(timezone, next.toString()))
      const wall = (instant: string) => Temporal.Instant.from(instant).toZonedDateTimeISO(timezone).toPlainDateTime().toString()
      expect(open.map(({ starts_at, ends_at }) => [wall(starts_at), wall(ends_at)])).toEqual([[`${date.toString()}T09:00:00`, `${date.toString()}T17:30:00`]])
    }
    expect(days).toBe(730)
  })
})

describe('INV-21: an hour the clock skips or repeats', () => {
  const berlin = (intervals: OpeningHours['mon'], date: string) => openIntervals({ timezone: 'Europe/Berlin', opening_hours: week(intervals), exceptions: [] }, midnight('Europe/Berlin', date), midnight('Europe/Berlin', dayAfter(date)))

  it.each<[string, OpeningHours['mon'], string, string, string]>([
    ['a start inside the gap is the moment of the change', [{ from: '02:30', to: '04:00' }], '2027-03-28', '2027-03-28T01:00:00.000Z', '2027-03-28T02:00:00.000Z'],
    ['an end inside the gap is the moment of the change', [{ from: '01:00', to: '02:30' }], '2027-03-28', '2027-03-28T00:00:00.000Z', '2027-03-28T01:00:00.000Z'],
    ['a start inside the fold is its first showing', [{ from: '02:30', to: '04:00' }], '2027-10-31', '2027-10-31T00:30:00.000Z', '2027-10-31T03:00:00.000Z'],
    ['an end inside the fold is its second showing', [{ from: '01:00', to: '02:30' }], '2027-10-31', '2027-10-30T23:00:00.000Z', '2027-10-31T01:30:00.000Z'],
    ['neighbours that meet inside the fold stay one', [{ from: '01:00', to: '02:30' }, { from: '02:30', to: '04:00' }], '2027-10-31', '2027-10-30T23:00:00.000Z', '2027-10-31T03:00:00.000Z'],
  ])('%s', (_, intervals, date, starts_at, ends_at) => {
    expect(berlin(intervals, date)).toEqual([{ starts_at, ends_at }])
  })

  it('hours that lie in the gap altogether are none', () => {
    expect(berlin([{ from: '02:00', to: '03:00' }], '2027-03-28')).toEqual([])
  })

  it('midnight repeated does not let a day reach into the next', () => {
    // Havana goes from 01:00 back to 00:00 on 2027-11-07.
    const saturday: Hours = { timezone: 'America/Havana', opening_hours: { ...week([]), sat: always }, exceptions: [] }
    expect(openIntervals(saturday, '2027-11-06T00:00:00Z', '2027-11-08T12:00:00Z')).toEqual([{ starts_at: '2027-11-06T04:00:00.000Z', ends_at: '2027-11-07T04:00:00.000Z' }])
  })
})

describe('exceptions', () => {
  it('stand for the weekly hours of their day, and close or open a resource that is always open', () => {
    const exceptions = [{ date: '2027-01-01', intervals: [], reason: 'Holiday' }, { date: '2027-01-02', intervals: [{ from: '10:00', to: '12:00' }], reason: null }]
    const open = openIntervals({ timezone: 'UTC', opening_hours: null, exceptions }, '2026-12-31T00:00:00Z', '2027-01-04T00:00:00Z')
    expect(open).toEqual([
      { starts_at: '2026-12-31T00:00:00.000Z', ends_at: '2027-01-01T00:00:00.000Z' },
      { starts_at: '2027-01-02T10:00:00.000Z', ends_at: '2027-01-02T12:00:00.000Z' },
      { starts_at: '2027-01-03T00:00:00.000Z', ends_at: '2027-01-04T00:00:00.000Z' },
    ])
  })
})

describe('properties', () => {
  const minute = fc.integer({ min: 0, max: 24 * 60 })
  const wall = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  const day = fc.uniqueArray(minute, { maxLength: 6 }).map((minutes) => {
    const sorted = minutes.sort((a, b) => a - b)
    return Array.from({ length: Math.floor(sorted.length / 2) }, (_, index) => ({ from: wall(sorted[2 * index]!), to: wall(sorted[2 * index + 1]!) }))
  })
  const zone = fc.constantFrom(...new Set(changes.map(([name]) => name)), 'UTC', 'America/Havana')
  const hours: fc.Arbitrary<Hours> = fc.record({ timezone: zone, opening_hours: fc.option(fc.record({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day })), exceptions: fc.constant([]) })
  const start = fc.integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2027, 11, 31) / 60_000 }).map((minutes) => minutes * 60_000)
  const length = fc.integer({ min: 1, max: 5 * 24 * 60 }).map((minutes) => minutes * 60_000)

  it('are ordered, apart, and inside what was asked', () => {
    fc.assert(
      fc.property(hours, start, length, (given, from, span) => {
        const open = openSpans(given, from, from + span)
        for (const [index, { from: begin, to }] of open.entries()) {
          expect(begin).toBeLessThan(to)
          expect(begin).toBeGreaterThanOrEqual(index === 0 ? from : open[index - 1]!.to + 1)
          expect(to).toBeLessThanOrEqual(from + span)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('do not depend on where the question is cut in two', () => {
    fc.assert(
      fc.property(hours, start, length, length, (given, from, first, second) => {
        const whole = openSpans(given, from, from + first + second)
        expect(merge([...openSpans(given, from, from + first), ...openSpans(given, from + first, from + first + second)])).toEqual(whole)
      }),
      { numRuns: 300 },
    )
  })

  it('an instant whose wall clock lies inside an interval is open', () => {
    fc.assert(
      fc.property(hours, start, (given, instant) => {
        const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(given.timezone)
        const clock = wall(zoned.hour * 60 + zoned.minute)
        const name = (['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const)[zoned.dayOfWeek - 1]!
        const shown = given.opening_hours ? given.opening_hours[name].some(({ from, to }) => from <= clock && clock < to) : true
        const open = openSpans(given, instant, instant + 60_000).some(({ from }) => from === instant)
        if (shown) expect(open).toBe(true)
        // The other way round holds except where the clock repeats an hour.
        else if (zoned.startOfDay().hoursInDay <= 24) expect(open).toBe(false)
      }),
      { numRuns: 1_000 },
    )
  })
})
