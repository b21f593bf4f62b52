import { fc } from '#kernel/testing/properties'
import { describe, expect, it } from 'vitest'
import { slotsIn } from './slots.js'

const minute = 60_000
const at = (hours: number, minutes = 0): number => Date.UTC(2027, 2, 15, hours, minutes)

describe('slotsIn', () => {
  it('begins on quarters of an hour inside the preferred hours', () => {
    const free = [{ from: at(8, 7), to: at(12) }]
    const windows = [{ from: at(9, 5), to: at(11, 30) }]
    expect(slotsIn(free, windows, 60 * minute, 5)).toEqual([{ from: at(9, 15), to: at(10, 15) }, { from: at(10, 15), to: at(11, 15) }])
  })

  it('offers an odd time rather than none', () => {
    expect(slotsIn([{ from: at(8, 7), to: at(9, 7) }], [{ from: at(0), to: at(24) }], 60 * minute, 5)).toEqual([{ from: at(8, 7), to: at(9, 7) }])
  })

  it('never leaves what is free or wanted, never overlaps itself, and stops in time', () => {
    const span = fc.tuple(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 1, max: 600 })).map(([from, size]) => ({ from: from * minute, to: (from + size) * minute }))
    fc.assert(
      fc.property(span, span, fc.integer({ min: 5, max: 240 }), fc.integer({ min: 1, max: 8 }), (free, window, duration, most) => {
        const slots = slotsIn([free], [window], duration * minute, most)
        expect(slots.length).toBeLessThanOrEqual(most)
        slots.forEach((slot, index) => {
          expect(slot.from >= Math.max(free.from, window.from) && slot.to <= Math.min(free.to, window.to) && slot.to - slot.from === duration * minute).toBe(true)
          expect(index === 0 || slot.from >= (slots[index - 1]?.to ?? 0)).toBe(true)
        })
      }),
    )
  })
})
