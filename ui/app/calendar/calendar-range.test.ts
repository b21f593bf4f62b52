import { describe, expect, it } from 'vitest'
import { plusDays, readRange, turned } from './calendar-range.js'

const range = (fields: Record<string, string>, today = '2027-01-01') => readRange(new URLSearchParams(fields), today)

describe('readRange', () => {
  it('starts weeks on Monday and months on their first, and counts days across months and clock changes', () => {
    expect(range({ date: '2027-03-28', view: 'week' })).toMatchObject({ first: '2027-03-22', days: 7 })
    expect(range({ date: '2027-03-28', view: 'weeks' })).toMatchObject({ first: '2027-03-22', days: 28 })
    expect(range({ date: '2028-02-17', view: 'month' })).toMatchObject({ first: '2028-02-01', days: 29 })
    expect(plusDays('2027-03-27', 2)).toBe('2027-03-29')
  })

  it('shows today for an address it cannot read', () => {
    for (const date of ['yesterday', '2027-13-40', '1999-01-01', '']) {
      expect(range({ date, view: 'year', type_id: 'x', resource: "'; drop" }, '2027-01-15')).toEqual({ view: 'day', first: '2027-01-15', days: 1, asList: false, typeId: '', resourceId: '', q: '', cursor: '' })
    }
  })

  it('turns pages without a gap, months of any length', () => {
    for (const view of ['day', 'week', 'weeks', 'month']) {
      const here = range({ date: '2027-03-31', view })
      const next = range({ date: turned(here, 1), view })
      expect(next.first).toBe(plusDays(here.first, here.days))
      expect(range({ date: turned(next, -1), view })).toEqual(here)
    }
  })
})
