import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { closedTimes, plusDays, readRange } from './calendar-range.js'

describe('readRange', () => {
  it('starts a week on Monday and counts days across months and clock changes', () => {
    expect(readRange(new URLSearchParams({ date: '2027-03-28', view: 'week' }), '2027-01-01')).toMatchObject({ first: '2027-03-22', days: 7 })
    expect(plusDays('2027-03-27', 2)).toBe('2027-03-29')
  })

  it('shows today for an address it cannot read', () => {
    for (const date of ['yesterday', '2027-13-40', '1999-01-01', '']) {
      expect(readRange(new URLSearchParams({ date, view: 'year', type_id: 'x' }), '2027-01-15')).toEqual({ view: 'day', first: '2027-01-15', days: 1, asList: false, typeId: '', cursor: '' })
    }
  })
})

describe('closedTimes', () => {
  const from = '2027-01-15T00:00:00.000Z'
  const to = '2027-01-16T00:00:00.000Z'

  it('is the rest of the day', () => {
    expect(closedTimes([{ starts_at: '2027-01-15T08:00:00.000Z', ends_at: '2027-01-15T18:00:00.000Z' }], from, to)).toEqual([
      { start: from, end: '2027-01-15T08:00:00.000Z' },
      { start: '2027-01-15T18:00:00.000Z', end: to },
    ])
    expect(closedTimes([], from, to)).toEqual([{ start: from, end: to }])
    expect(closedTimes([{ starts_at: from, ends_at: to }], from, to)).toEqual([])
  })

  it('fills the range exactly together with the open times', () => {
    const minute = fc.integer({ min: 0, max: 1440 })
    fc.assert(
      fc.property(fc.uniqueArray(minute, { maxLength: 12 }), (minutes) => {
        const at = (value: number): string => new Date(Date.parse(from) + value * 60_000).toISOString()
        const edges = minutes.toSorted((a, b) => a - b)
        const open = Array.from({ length: Math.floor(edges.length / 2) }, (_, index) => ({ starts_at: at(edges[index * 2] ?? 0), ends_at: at(edges[index * 2 + 1] ?? 0) }))
        const length = (start: string, end: string): number => Date.parse(end) - Date.parse(start)
        const total = [...open.map((one) => length(one.starts_at, one.ends_at)), ...closedTimes(open, from, to).map(({ start, end }) => length(start, end))]
        expect(total.reduce((sum, ms) => sum + ms, 0)).toBe(86_400_000)
      }),
    )
  })
})
