import { expect, it } from 'vitest'
import { countScopes, endOfLife, groupScopes } from './key-scopes.js'

it('groups scopes by module', () => {
  const scope = (name: string) => ({ name, module: name.split(':')[0] ?? '', description: name })
  expect(groupScopes([scope('bookings:read'), scope('bookings:create'), scope('orgs:read')])).toEqual([
    { module: 'bookings', scopes: [{ name: 'bookings:read', description: 'bookings:read' }, { name: 'bookings:create', description: 'bookings:create' }] },
    { module: 'orgs', scopes: [{ name: 'orgs:read', description: 'orgs:read' }] },
  ])
  expect(countScopes(['bookings:read', 'orgs:read', 'bookings:create'])).toEqual([{ module: 'bookings', count: 2 }, { module: 'orgs', count: 1 }])
})

it('ends a key a minute before REST would refuse it, and leaves other lives to REST', () => {
  const now = Date.parse('2027-01-01T00:00:00.000Z')
  expect(endOfLife(365, now)).toBe('2027-12-31T23:59:00.000Z')
  expect(endOfLife(7, now)).toBe('2027-01-07T23:59:00.000Z')
  for (const days of [0, -1, 366, Number.NaN]) expect(endOfLife(days, now)).toBeUndefined()
})
