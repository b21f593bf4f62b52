import { fc } from '#kernel/testing/properties'
import { describe, expect, it } from 'vitest'
import { roles, type Role } from '#kernel/contract'
import type { ApprovalStep } from '#modules/bookings/contract'
import { assign, type World } from './assignment.js'

const people = { ada: 'owner', bob: 'admin', cem: 'approver', dan: 'member', eve: 'viewer' } as const satisfies Record<string, Role>
const world = (excluded_ids: string[] = [], owner_ids: string[] = [], gone: string[] = []): World => ({ roles: new Map(Object.entries(people).filter(([id]) => !gone.includes(id))), owner_ids, excluded_ids })
const named = (mode: ApprovalStep['mode'], user_ids: string[], needed?: number): ApprovalStep => ({ mode, approvers: [{ kind: 'people', user_ids }], ...(needed === undefined ? {} : { needed }) })
const role = (mode: ApprovalStep['mode'], role: Role): ApprovalStep => ({ mode, approvers: [{ kind: 'role', role }] })
const owners: ApprovalStep = { mode: 'any', approvers: [{ kind: 'resource_owners' }] }

describe('who decides a step, and how many of them', () => {
  it.each<[string, ApprovalStep, World, string[], string, number, string[]]>([
    ['any of three', named('any', ['bob', 'cem', 'dan']), world(), [], 'bob cem dan', 1, []],
    ['all of three', named('all', ['bob', 'cem', 'dan']), world(), [], 'bob cem dan', 3, []],
    ['two of three', named('n_of_m', ['bob', 'cem', 'dan'], 2), world(), [], 'bob cem dan', 2, []],
    ['five of three', named('n_of_m', ['bob', 'cem', 'dan'], 5), world(), [], 'bob cem dan', 3, ['capped']],
    ['two of three, of whom one is the requester', named('n_of_m', ['bob', 'cem', 'dan'], 2), world(['dan']), [], 'bob cem', 2, []],
    ['three of three, of whom one is the requester', named('n_of_m', ['bob', 'cem', 'dan'], 3), world(['dan']), [], 'bob cem', 2, ['capped']],
    ['all, of whom one is the requester', named('all', ['bob', 'cem', 'dan']), world(['dan']), [], 'bob cem', 2, ['capped']],
    ['all, of whom one has left', named('all', ['bob', 'cem']), world([], [], ['cem']), [], 'bob', 1, ['capped']],
    ['all, of whom one approved and left', named('all', ['bob', 'cem']), world([], [], ['cem']), ['cem'], 'bob', 2, []],
    ['gone, and decided by an admin', named('any', ['cem']), world([], [], ['cem']), ['bob'], 'ada bob', 1, ['fell_to_admins']],
    ['any of people who may decide nothing', named('any', ['eve', 'dan']), world(), [], 'dan', 1, []],
    ['only the requester', named('any', ['dan']), world(['dan']), [], 'ada bob', 1, ['fell_to_admins']],
    ['all of those who left', named('all', ['cem', 'dan']), world([], [], ['cem', 'dan']), [], 'ada bob', 1, ['fell_to_admins']],
    ['a viewer', named('any', ['eve']), world(), [], 'ada bob', 1, ['fell_to_admins']],
    ['a viewer, asked by the owner', named('any', ['eve']), world(['ada']), [], 'bob', 1, ['fell_to_admins']],
    ['a viewer, asked by the only admin left', named('any', ['eve']), world(['ada', 'bob']), [], '', 1, ['nobody_left']],
    ['a role or above', role('any', 'approver'), world(), [], 'ada bob cem', 1, []],
    ['all of a role or above', role('all', 'admin'), world(), [], 'ada bob', 2, []],
    ['all of a role, asked by one of them', role('all', 'admin'), world(['bob']), [], 'ada', 1, ['capped']],
    ['the owner, asked by the owner', role('any', 'owner'), world(['ada']), [], 'bob', 1, ['fell_to_admins']],
    ['every role', role('any', 'viewer'), world(), [], 'ada bob cem dan', 1, []],
    ['owners of the resource', owners, world([], ['dan']), [], 'dan', 1, []],
    ['owners of a resource that has none', owners, world(), [], 'ada bob', 1, ['fell_to_admins']],
    ['the owner of the resource books it', owners, world(['dan'], ['dan']), [], 'ada bob', 1, ['fell_to_admins']],
    ['somebody in two groups counts once', { mode: 'all', approvers: [{ kind: 'people', user_ids: ['bob', 'cem'] }, { kind: 'role', role: 'admin' }] }, world(), [], 'ada bob cem', 3, []],
  ])('%s', (_, step, at, approved, approvers, needed, notices) => {
    expect(assign(step, at, approved)).toEqual({ approver_ids: approvers.split(' ').filter(Boolean), needed, notices })
  })

  it('never names the requester, always can be met, and says when it bends', () => {
    const ids = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5']
    const some = fc.subarray(ids)
    const step: fc.Arbitrary<ApprovalStep> = fc.record({
      mode: fc.constantFrom('any', 'all', 'n_of_m'),
      needed: fc.integer({ min: 1, max: 8 }),
      approvers: fc.array(
        fc.oneof(
          fc.subarray(ids, { minLength: 1 }).map((user_ids) => ({ kind: 'people' as const, user_ids })),
          fc.constantFrom(...roles).map((each) => ({ kind: 'role' as const, role: each })),
          fc.constant({ kind: 'resource_owners' as const }),
        ),
        { minLength: 1, maxLength: 3 },
      ),
    })
    const anyWorld = fc.record({ roles: fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...roles))).map((pairs) => new Map(pairs)), owner_ids: some, excluded_ids: fc.subarray(ids, { minLength: 1 }) })
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(step, anyWorld, (definition, at) => {
        const { approver_ids, needed, notices } = assign(definition, at, [])
        for (const id of approver_ids) {
          expect(at.excluded_ids).not.toContain(id)
          expect(['member', 'approver', 'admin', 'owner']).toContain(at.roles.get(id))
        }
        if (!notices.includes('nobody_left')) expect(approver_ids.length).toBeGreaterThanOrEqual(needed)
        else expect([...at.roles].filter(([id, has]) => ['admin', 'owner'].includes(has) && !at.excluded_ids.includes(id))).toEqual([])
        if (definition.mode === 'n_of_m' && notices.length === 0) expect(needed).toBe(definition.needed)
        seen.set(notices.join() || 'none', (seen.get(notices.join() || 'none') ?? 0) + 1)
      }),
      { numRuns: 2_000 },
    )
    expect([...seen.keys()].sort()).toEqual(['capped', 'fell_to_admins', 'nobody_left', 'none'])
  })
})
