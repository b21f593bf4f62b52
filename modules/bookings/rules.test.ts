import { fc } from '#kernel/testing/properties'
import { describe, expect, it } from 'vitest'
import { firstTimes, startTimes, type Fit } from './availability/free-times.js'
import { inWords, mayBecome, mayChange, occupying, sourcesOf } from './booking-status.js'
import { bookingStatuses, type BookingStatus } from './contract.js'
import { together } from '#kernel/together'

describe('INV-11: the life of a booking', () => {
  const allowed: [BookingStatus, BookingStatus[]][] = [
    ['held', ['confirmed', 'pending_approval', 'cancelled', 'expired']],
    ['pending_approval', ['confirmed', 'rejected', 'cancelled', 'expired']],
    ['confirmed', ['pending_approval', 'checked_in', 'completed', 'no_show', 'cancelled']],
    ['checked_in', ['completed']],
    ['completed', ['no_show']],
    ['rejected', []],
    ['cancelled', []],
    ['expired', []],
    ['no_show', []],
  ]

  it.each(allowed)('%s may become %j and nothing else', (from, to) => {
    expect(bookingStatuses.filter((status) => mayBecome(from, status)).sort()).toEqual([...to].sort())
    for (const status of to) expect(sourcesOf(status)).toContain(from)
    expect(inWords(from).length).toBeGreaterThan(5)
  })

  it('never occupies its time again once it gave it back', () => {
    for (const from of bookingStatuses) {
      if ((occupying as readonly string[]).includes(from)) continue
      for (const to of occupying) expect(mayBecome(from, to)).toBe(false)
      expect(mayChange(from)).toBe(false)
    }
  })
})

describe('free times', () => {
  const span = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 15 })).map(([from, length]) => ({ from, to: from + length }))
  const fit: fc.Arbitrary<Fit> = fc
    .record({ units: fc.integer({ min: 1, max: 3 }), duration: fc.integer({ min: 1, max: 8 }), before: fc.integer({ min: 0, max: 3 }), after: fc.integer({ min: 0, max: 3 }), open: fc.array(span, { maxLength: 3 }), spans: fc.array(fc.tuple(span, fc.integer({ min: 1, max: 3 })), { maxLength: 8 }) })
    .map(({ open, spans, ...rest }) => ({
      ...rest,
      open: open.sort((a, b) => a.from - b.from).filter((each, index, all) => index === 0 || each.from > Math.max(...all.slice(0, index).map(({ to }) => to))),
      taken: spans.map(([each, unit]) => ({ ...each, unit: Math.min(unit, rest.units) })),
    }))

  /** The definition, tried on one moment. */
  function fits({ open, taken, units, duration, before, after }: Fit, start: number): boolean {
    const inside = open.some(({ from, to }) => from <= start && start + duration <= to)
    return inside && Array.from({ length: units }, (_, index) => index + 1).some((unit) => !taken.some((each) => each.unit === unit && each.from < start + duration + after && each.to > start - before))
  }

  it('are exactly the moments at which some unit is free, open and buffered', () => {
    fc.assert(
      fc.property(fit, (given) => {
        const starts = startTimes(given)
        for (let moment = -2; moment <= 80; moment += 1) {
          expect(starts.some(({ from, to }) => from <= moment && moment <= to), `at ${moment}`).toBe(fits(given, moment))
        }
      }),
      { numRuns: 500 },
    )
  })

  it('offered one after another fit, do not overlap, and are the earliest on the steps of the clock', () => {
    fc.assert(
      fc.property(fit, fc.integer({ min: 1, max: 5 }), (given, step) => {
        const times = firstTimes(startTimes(given), given.duration, step, 3)
        let earliest = -Infinity
        for (const { from, to } of times) {
          expect(fits(given, from) && to - from === given.duration && from % step === 0 && from >= earliest).toBe(true)
          for (let moment = Math.max(earliest, 0); moment < from; moment += 1) if (moment % step === 0) expect(fits(given, moment)).toBe(false)
          earliest = to
        }
      }),
      { numRuns: 500 },
    )
  })
})

it('together fails only when everything has come to its end', async () => {
  let ended = false
  const slow = new Promise<void>((resolve) => setImmediate(resolve)).then(() => void (ended = true))
  await expect(together([Promise.reject(new Error('first')), slow])).rejects.toThrow('first')
  expect(ended).toBe(true)
  expect(await together([Promise.resolve(1), Promise.resolve('two')])).toEqual([1, 'two'])
})
