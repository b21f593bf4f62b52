import { expect, it } from 'vitest'
import { filterState, noFilters, readDeliveryFilters } from './delivery-filters.js'
import { durationText, prettyBody } from './delivery-words.js'

it('lays out JSON and leaves the rest as it came', () => {
  expect(prettyBody('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}')
  expect(prettyBody('<h1>Bad gateway</h1>')).toBe('<h1>Bad gateway</h1>')
})

it('says how long an attempt took', () => {
  expect([durationText(0), durationText(999), durationText(1_000), durationText(15_000)]).toEqual(['0 ms', '999 ms', '1.0 s', '15.0 s'])
})

it('takes filters from the address, and nothing that cannot be one', () => {
  const id = '0192f7c0-0000-7000-8000-000000000001'
  const read = (query: string) => readDeliveryFilters(new URLSearchParams(query))
  expect(read(`endpoint=${id}&type=bookings.created&status=failed&message=${id}&from=2027-03-01&to=2027-03-02`)).toEqual({
    endpoint: id, type: 'bookings.created', status: 'failed', message: id, from: '2027-03-01', to: '2027-03-02', cursor: '',
  })
  expect(filterState(read('endpoint=all&type=x&status=dead&message=1&from=today&to='))).toBe(noFilters)
})
