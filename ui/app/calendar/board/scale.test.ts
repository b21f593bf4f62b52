import { expect, it } from 'vitest'
import { scaleFor } from './scale.js'
import { dayMinutes } from '../wall-grid.js'

const dayWidth = (days: number, room: number): number => Math.round(scaleFor('month', days, room).pixelsPerMinute * dayMinutes)

it('gives a month the room there is, between what can be read and what is only empty', () => {
  expect([dayWidth(31, 990), dayWidth(28, 990), dayWidth(31, 260), dayWidth(30, 4_000)]).toEqual([31, 35, 24, 64])
  expect(dayWidth(31, 0)).toBe(40)
})

it('leaves the other views as they are', () => {
  for (const view of ['day', 'week', 'weeks'] as const) expect(scaleFor(view, 7, 300)).toBe(scaleFor(view, 7, 2_000))
})
