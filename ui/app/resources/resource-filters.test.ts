import { expect, it } from 'vitest'
import { isFiltered, readFilters } from './resource-filters.js'

it('takes what REST would take, and leaves out what it would refuse', () => {
  const id = '019f8b2a-7c11-7d41-9c6f-0c2f9a6b1d22'
  const good = readFilters(new URLSearchParams({ q: ' room ', type_id: id, min_seats: '8', archived: 'true' }))
  expect(good).toEqual({ q: 'room', typeId: id, minSeats: '8', ownerId: '', archived: true, cursor: '' })
  const bad = readFilters(new URLSearchParams({ q: '  ', type_id: 'x', min_seats: '-1', owner_id: "'", archived: 'yes' }))
  expect(bad).toEqual({ q: '', typeId: '', minSeats: '', ownerId: '', archived: false, cursor: '' })
  expect([isFiltered(good), isFiltered(bad)]).toEqual([true, false])
})
