import { fc } from '#kernel/testing/properties'
import { describe, expect, it } from 'vitest'
import { markOf, occupancyOf, spanOf, ticksOf } from './occupancy.js'

const at = (clock: string): string => `2027-01-15T${clock}:00.000Z`
const day = { from: Date.parse(at('00:00')), to: Date.parse('2027-01-16T00:00:00Z') }
const range = (from: string, to: string) => ({ starts_at: at(from), ends_at: at(to) })
const taken = (from: string, to: string, unit = 1, status = 'confirmed') => ({ ...range(from, to), unit, status })
const span = { from: Date.parse(at('08:00')), to: Date.parse(at('18:00')) }

describe('occupancyOf', () => {
  it('draws each booking where it stands and counts it against the opening hours', () => {
    const { bars, percent, open } = occupancyOf([taken('09:00', '10:00'), taken('17:00', '19:00', 1, 'pending_approval')], [range('08:00', '18:00')], 1, span)
    expect(bars).toEqual([
      { x: 10, width: 10, lane: 0, pending: false },
      { x: 90, width: 10, lane: 0, pending: true },
    ])
    expect(open).toEqual([{ x: 0, width: 100 }])
    expect(percent).toBe(20)
  })

  it('counts every unit, and time outside the opening hours not at all', () => {
    expect(occupancyOf([taken('09:00', '11:00', 2)], [range('10:00', '12:00')], 2, span)).toMatchObject({ percent: 25, bars: [{ lane: 1 }] })
  })

  it('has no share on a closed day', () => {
    expect(occupancyOf([], [], 1, span)).toEqual({ open: [], bars: [], percent: null })
  })

  it('keeps every bar inside the picture, whatever is booked', () => {
    const clock = fc.integer({ min: day.from - 86_400_000, max: day.to + 86_400_000 })
    fc.assert(
      fc.property(fc.array(fc.tuple(clock, fc.integer({ min: 1, max: 172_800_000 }), fc.integer({ min: 1, max: 9 }))), (list) => {
        const bookings = list.map(([from, length, unit]) => ({ starts_at: new Date(from).toISOString(), ends_at: new Date(from + length).toISOString(), unit, status: 'confirmed' }))
        const { bars, percent } = occupancyOf(bookings, null, 3, span)
        for (const { x, width, lane } of bars) expect(x >= 0 && width > 0 && x + width <= 100.02 && lane < 3).toBe(true)
        expect(percent).toBeGreaterThanOrEqual(0)
        expect(percent).toBeLessThanOrEqual(100)
      }),
    )
  })
})

describe('the span', () => {
  it('holds everything in whole hours and stays inside the day', () => {
    expect(spanOf([range('07:30', '12:00'), { starts_at: at('20:10'), ends_at: '2027-01-17T00:00:00Z' }], day)).toEqual({ from: Date.parse(at('07:00')), to: day.to })
    expect(spanOf([], day)).toEqual(span)
  })

  it('marks whole hours and, while it lasts, now', () => {
    expect(ticksOf(span).map(({ x }) => x)).toEqual([20, 40, 60, 80])
    expect([markOf(Date.parse(at('13:00')), span), markOf(day.to, span)]).toEqual([50, null])
  })
})
