import { describe, expect, it } from 'vitest'
import type { Condition, Outcome } from './contract.js'
import { mentionsOf } from './mentions.js'
import { shapeFaultsOf } from './rule-faults.js'

describe('what a rule mentions', () => {
  it('finds every id, and points at it', () => {
    const conditions: Condition[] = [{ kind: 'duration', is: 'at_least', minutes: 1 }, { kind: 'resource', in: ['r1', 'r2'] }, { kind: 'resource_type', in: ['t1'] }, { kind: 'person', in: ['u1'] }]
    const outcome: Outcome = {
      kind: 'require_approval',
      steps: [{ mode: 'any', approvers: [{ kind: 'role', role: 'admin' }] }, { mode: 'all', approvers: [{ kind: 'resource_owners' }, { kind: 'people', user_ids: ['u2', 'u3'] }] }],
    }
    expect(mentionsOf({ conditions, outcome })).toEqual([
      { kind: 'resource', id: 'r1', pointer: '/conditions/1/in/0' },
      { kind: 'resource', id: 'r2', pointer: '/conditions/1/in/1' },
      { kind: 'type', id: 't1', pointer: '/conditions/2/in/0' },
      { kind: 'person', id: 'u1', pointer: '/conditions/3/in/0' },
      { kind: 'approver', id: 'u2', pointer: '/outcome/steps/1/approvers/1/user_ids/0' },
      { kind: 'approver', id: 'u3', pointer: '/outcome/steps/1/approvers/1/user_ids/1' },
    ])
    expect(mentionsOf({ outcome: { kind: 'notify', user_ids: ['u4'] } })).toEqual([{ kind: 'person', id: 'u4', pointer: '/outcome/user_ids/0' }])
    expect(mentionsOf({})).toEqual([])
  })
})

describe('faults of a rule', () => {
  const step = (mode: 'any' | 'all' | 'n_of_m', needed?: number): Outcome => ({ kind: 'require_approval', steps: [{ mode: 'any', approvers: [{ kind: 'resource_owners' }] }, { mode, approvers: [{ kind: 'resource_owners' }], ...(needed === undefined ? {} : { needed }) }] })
  it.each([
    [{ outcome: step('n_of_m', 2) }, []],
    [{ outcome: step('n_of_m') }, ['/outcome/steps/1/needed']],
    [{ outcome: step('any', 1) }, ['/outcome/steps/1/needed']],
    [{ outcome: step('all', 1) }, ['/outcome/steps/1/needed']],
    [{ outcome: step('any') }, []],
    [{ conditions: [{ kind: 'outside_hours', from: '08:00', to: '08:00' } as const] }, ['/conditions/0/to']],
    [{ conditions: [{ kind: 'outside_hours', from: '00:00', to: '24:00' } as const] }, []],
    [{ conditions: [{ kind: 'outside_hours', from: '22:00', to: '06:00' } as const] }, []],
  ])('%j', (rule, pointers) => {
    expect(shapeFaultsOf(rule).map(({ pointer }) => pointer)).toEqual(pointers)
  })
})
