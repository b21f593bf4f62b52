import { expect, it } from 'vitest'
import { readProblem } from '../../server/problem.js'
import { fieldErrors, resourceRefusal } from './resource-refusal.server.js'

it('puts each pointer on the field of the form that shows it, the first sentence first', () => {
  const errors = [
    { pointer: '/name', detail: 'too long' },
    { pointer: '/opening_hours/mon/0', detail: 'opens late' },
    { pointer: '/opening_hours/mon/1', detail: 'overlaps' },
    { pointer: '/exceptions/2/date', detail: 'twice' },
    { pointer: '/attributes/floor', detail: 'odd' },
  ]
  expect(fieldErrors(errors)).toEqual({ name: 'too long', 'hours.mon': 'opens late', 'exceptions.2': 'twice', attributes: 'odd' })
})

it('lists the bookings in the way on the clock of the resource', () => {
  const problem = readProblem(409, { code: 'state_conflict', bookings: [{ id: 'b-1', unit: 1, starts_at: '2027-01-15T23:30:00Z', ends_at: '2027-01-16T00:30:00Z' }] })
  expect(resourceRefusal(problem, 'Asia/Tokyo').bookings).toEqual([{ id: 'b-1', label: 'Sat 16 Jan, 08:30\u00a0–\u00a009:30' }])
})

it('lists none for a refusal that names none', () => {
  expect(resourceRefusal(readProblem(412, { code: 'precondition_failed', detail: 'x' }), 'UTC')).toMatchObject({ title: 'Somebody changed this resource meanwhile', bookings: [] })
})
