import { describe, expect, it } from 'vitest'
import { actsOf } from './booking-acts.js'

const noon = Date.parse('2027-01-15T12:00:00Z')
const booking = { booked_by: 'u-1', booked_for: 'u-1', status: 'confirmed', starts_at: '2027-01-15T12:10:00Z', ends_at: '2027-01-15T13:00:00Z' } as const
const viewer = (id: string, ...permissions: string[]) => ({ user: { id, email: '', name: '', locale: 'en', timezone: 'UTC' }, permissions })
const member = viewer('u-1', 'bookings:create')

describe('actsOf', () => {
  it('offers one’s own booking to change, cancel and, from a quarter of an hour before, check in', () => {
    expect(actsOf(booking, member, noon)).toEqual({ change: true, cancel: true, checkIn: true, confirm: false, noShow: false })
    expect(actsOf(booking, member, noon - 6 * 60_000).checkIn).toBe(false)
  })

  it('offers nothing of another’s booking, unless one manages all of them', () => {
    expect(Object.values(actsOf(booking, viewer('u-2', 'bookings:create'), noon))).not.toContain(true)
    expect(actsOf(booking, viewer('u-2', 'bookings:create', 'bookings:manage'), noon).cancel).toBe(true)
  })

  it('offers nothing to change once it is over; whoever manages may say that nobody came', () => {
    const after = Date.parse('2027-01-15T14:00:00Z')
    expect(Object.values(actsOf(booking, member, after))).not.toContain(true)
    const manager = viewer('u-2', 'bookings:create', 'bookings:manage')
    expect(actsOf({ ...booking, status: 'completed' }, manager, after)).toEqual({ change: false, cancel: false, checkIn: false, confirm: false, noShow: true })
  })

  it('offers a hold to be confirmed', () => {
    expect(actsOf({ ...booking, status: 'held' }, member, noon)).toMatchObject({ confirm: true, checkIn: false })
  })
})
