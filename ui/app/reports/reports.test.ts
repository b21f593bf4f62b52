import { expect, it } from 'vitest'
import { readReportFilters, readReportName, reportQuery } from './report-filters.js'
import { drawnOrder, stackedValues } from './stacking.js'

it('takes report and filters from the address, and nothing that cannot be one', () => {
  const id = '0192f7c0-0000-7000-8000-000000000001'
  const filters = readReportFilters(new URLSearchParams(`from=2027-03-01&to=2027-03-31&resource=${id}&type=room&interval=week`))
  expect(filters).toEqual({ from: '2027-03-01', to: '2027-03-31', resource: id, type: '', interval: 'week' })
  expect(reportQuery(filters)).toEqual({ first_day: '2027-03-01', last_day: '2027-03-31', resource_id: id, interval: 'week' })
  expect(reportQuery(readReportFilters(new URLSearchParams('from=today&interval=year')))).toEqual({})
  expect([undefined, 'lead-time', 'nonsense'].map(readReportName)).toEqual(['utilisation', 'lead-time', null])
})

it('stacks bars on those before them, and draws the tallest first', () => {
  expect(stackedValues([[1, null], [2, 3], [0, 4]])).toEqual([[1, 0], [3, 3], [3, 7]])
  expect(drawnOrder(['kept', 'cancelled'], true)).toEqual(['cancelled', 'kept'])
  expect(drawnOrder(['kept', 'cancelled'], false)).toEqual(['kept', 'cancelled'])
})
