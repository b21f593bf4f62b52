import { expect, it } from 'vitest'
import { readMemberFilters, rolesFor, rolesGivenBy } from './member-filters.js'

const ada = { id: 'u-1', role: 'admin' } as const

it('offers only the roles REST would let somebody give', () => {
  expect(rolesGivenBy('owner')).toEqual(['owner', 'admin', 'approver', 'member', 'viewer'])
  expect(rolesGivenBy('admin')).toEqual(['approver', 'member', 'viewer'])
  expect(rolesGivenBy('member')).toEqual([])
})

it('offers nothing for people above or beside oneself, and the way down for oneself', () => {
  expect(rolesFor({ id: 'u-2', role: 'owner' }, ada)).toEqual([])
  expect(rolesFor({ id: 'u-2', role: 'admin' }, ada)).toEqual([])
  expect(rolesFor({ id: 'u-2', role: 'member' }, ada)).toEqual(['approver', 'member', 'viewer'])
  expect(rolesFor({ id: 'u-1', role: 'admin' }, ada)).toEqual(['admin', 'approver', 'member', 'viewer'])
})

it('reads filters from the address and drops what it does not know', () => {
  expect(readMemberFilters(new URLSearchParams('q= ada &role=king&status=active'))).toEqual({ q: 'ada', role: '', status: 'active', cursor: '' })
})
