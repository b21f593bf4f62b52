import { fc } from '#kernel/testing/properties'
import { describe, expect, it } from 'vitest'
import { carried, grip, placed, type Drag } from './drag.js'

const drag = (kind: Drag['kind'], from = 540, to = 600, grabbed = 570): Drag => ({ kind, id: 'b-1', version: 1, row: 2, grabbed, span: { from, to } })

describe('a drag', () => {
  it('moves by whole steps, to another row, and keeps its length', () => {
    expect(placed(drag('move'), 697, 4, 15, 1440)).toEqual({ row: 4, from: 660, to: 720 })
    expect(placed(drag('move'), 5_000, 0, 15, 1440)).toEqual({ row: 0, from: 1380, to: 1440 })
  })

  it('stretches one end only, in its own row', () => {
    expect(placed(drag('start'), 500, 4, 15, 1440)).toEqual({ row: 2, from: 495, to: 600 })
    expect(placed(drag('end'), 100, 4, 15, 1440)).toEqual({ row: 2, from: 540, to: 555 })
  })

  it('draws over every step it touches, forwards and backwards', () => {
    expect(placed(drag('draw', 0, 0, 545), 601, 4, 15, 1440)).toEqual({ row: 2, from: 540, to: 615 })
    expect(placed(drag('draw', 0, 0, 545), 500, 4, 15, 1440)).toEqual({ row: 2, from: 495, to: 555 })
  })

  it('never leaves the picture or turns around, wherever the pointer goes', () => {
    const kinds = fc.constantFrom('draw', 'move', 'start', 'end') as fc.Arbitrary<Drag['kind']>
    fc.assert(
      fc.property(kinds, fc.integer({ min: 0, max: 94 }), fc.integer({ min: 1, max: 96 }), fc.integer({ min: -3_000, max: 6_000 }), (kind, start, size, minute) => {
        const from = start * 15
        const to = Math.min(1440, from + size * 15)
        const at = placed(drag(kind, from, to, Math.min(1439, from + 7)), minute, 3, 15, 1440)
        expect(at.from >= 0 && at.to <= 1440 && at.to > at.from).toBe(true)
      }),
    )
  })
})

it('is carried by keys: a step, a row, one end; never out of the picture or to nothing', () => {
  const at = { row: 2, from: 540, to: 600 }
  const bounds = { snap: 15, length: 1440, rows: 4 }
  const press = (key: string, only: 'end' | 'start' | null = null, from = at) => carried(from, key, { end: only === 'end', start: only === 'start' }, bounds)
  expect([press('ArrowRight'), press('ArrowLeft')]).toEqual([{ row: 2, from: 555, to: 615 }, { row: 2, from: 525, to: 585 }])
  expect([press('ArrowRight', 'end'), press('ArrowLeft', 'start')]).toEqual([{ row: 2, from: 540, to: 615 }, { row: 2, from: 525, to: 600 }])
  expect([press('ArrowDown'), press('ArrowUp')]).toEqual([{ row: 3, from: 540, to: 600 }, { row: 1, from: 540, to: 600 }])
  expect(press('ArrowDown', null, { ...at, row: 3 })?.row).toBe(3)
  expect(press('ArrowLeft', 'end', { row: 0, from: 0, to: 15 })).toEqual({ row: 0, from: 0, to: 15 })
  expect(press('ArrowLeft', null, { row: 0, from: 0, to: 60 })).toEqual({ row: 0, from: 0, to: 60 })
  expect(press('ArrowRight', null, { row: 0, from: 1400, to: 1440 })).toEqual({ row: 0, from: 1400, to: 1440 })
  expect(press('x')).toBe(null)
})

it('takes a bar by its ends or its middle; a narrow one only whole', () => {
  expect([grip(2, 80), grip(40, 80), grip(78, 80), grip(2, 18)]).toEqual(['start', 'move', 'end', 'move'])
  expect([grip(12, 80, 18), grip(40, 80, 18), grip(12, 50, 18)]).toEqual(['start', 'move', 'move'])
})
