import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Condition, Outcome } from './contract.js'
import { clauseOf } from './condition-words.js'
import { sentenceOf } from './sentence.js'
import { outcomes, someCondition } from './testing/drafts.js'

const names = new Map([['r1', 'Lab 1'], ['r2', 'Lab 2'], ['t1', 'Lab'], ['u1', 'Mia'], ['u2', 'Tom']])
const say = (conditions: Condition[], outcome: Outcome) => sentenceOf({ conditions, outcome }, names)

describe('the sentence of a rule', () => {
  it.each<[Condition[], Outcome, string]>([
    [[], outcomes.confirm, 'For every booking, confirm it at once.'],
    [[{ kind: 'duration', is: 'more_than', minutes: 240 }], outcomes.require_approval, 'When a booking is placed and it lasts more than 4 hours, ask one of the admins and owners to approve it.'],
    [
      [{ kind: 'resource', in: ['r1', 'r2'] }, { kind: 'outside_hours', from: '08:00', to: '18:00' }, { kind: 'weekday', in: ['sat', 'sun'] }],
      { kind: 'refuse', reason: 'The labs are closed.' },
      'When a booking is placed and it is for Lab 1 or Lab 2, some of it is outside 08:00 to 18:00 and some of it is on a Saturday or Sunday, refuse it with the words "The labs are closed."',
    ],
    [
      [{ kind: 'person', in: ['u2'] }, { kind: 'attendees', is: 'at_least', count: 1 }],
      { kind: 'require_approval', steps: [{ mode: 'n_of_m', needed: 2, approvers: [{ kind: 'people', user_ids: ['u1', 'gone'] }, { kind: 'resource_owners' }] }, { mode: 'all', approvers: [{ kind: 'role', role: 'owner' }] }, { mode: 'any', approvers: [{ kind: 'role', role: 'member' }] }] },
      'When a booking is placed and the person it is for is Tom and it has at least 1 attendee, ask 2 of Mia and (unknown) and the owners of the resource, then all of the owners, then one of everybody who may book to approve it.',
    ],
    [[{ kind: 'on_behalf', is: true }, { kind: 'resource_type', in: ['t1'] }, { kind: 'role', in: ['viewer', 'member'] }], { kind: 'notify', user_ids: ['u1', 'u2'] }, 'When a booking is placed and it is made on behalf of somebody else, the resource is of type Lab and the role of the person it is for is viewer or member, tell Mia and Tom.'],
    [[{ kind: 'notice', is: 'less_than', minutes: 1_530 }, { kind: 'attribute', name: 'floor', equals: 3 }], outcomes.confirm, 'When a booking is placed and it starts less than 1 day 1 hour 30 minutes ahead and the resource\'s "floor" is 3, confirm it at once.'],
  ])('reads well (%#)', (conditions, outcome, expected) => {
    expect(say(conditions, outcome)).toBe(expected)
  })

  it('leaves no condition out', () => {
    fc.assert(
      fc.property(fc.array(someCondition, { maxLength: 6 }), fc.constantFrom(...Object.values(outcomes)), (conditions, outcome) => {
        const sentence = say(conditions, outcome)
        for (const condition of conditions) expect(sentence).toContain(clauseOf(condition, names))
        expect(sentence).not.toMatch(/undefined|null|NaN|\[object/)
      }),
    )
  })
})
