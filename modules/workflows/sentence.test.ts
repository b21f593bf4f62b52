import { fc } from '#kernel/testing/properties'
import { describe, expect, it } from 'vitest'
import type { Condition, Outcome } from './contract.js'
import { clauseOf } from './condition-words.js'
import { sentenceOf } from './sentence.js'
import { learn } from '#kernel/language'
import { runInFlow } from '#kernel/tenancy/context'
import { judge } from './conditions.js'
import { german } from './german.js'
import { draftOf, outcomes, someCondition } from './testing/drafts.js'

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

describe('in German', () => {
  learn('workflows', german)
  const inGerman = <Result>(tell: () => Result): Result => runInFlow({ request_id: 'r', ip: null, principal: null, tenant: null, work: null, language: 'de' }, tell)

  it.each<[Condition[], Outcome, string]>([
    [[], outcomes.confirm, 'Wenn eine Buchung entsteht, wird sie sofort bestätigt.'],
    [[{ kind: 'duration', is: 'more_than', minutes: 240 }], outcomes.require_approval, 'Wenn eine Buchung entsteht und sie mehr als 4 Stunden dauert, braucht sie die Freigabe von einer Person (Admins und Inhaber).'],
    [
      [{ kind: 'resource', in: ['r1', 'r2'] }, { kind: 'outside_hours', from: '08:00', to: '18:00' }, { kind: 'weekday', in: ['sat', 'sun'] }],
      { kind: 'refuse', reason: 'Die Labore sind geschlossen.' },
      'Wenn eine Buchung entsteht und sie Lab 1 oder Lab 2 betrifft, sie zum Teil außerhalb von 08:00 bis 18:00 Uhr liegt und sie zum Teil auf einen Samstag oder Sonntag fällt, wird sie abgelehnt mit den Worten „Die Labore sind geschlossen.“',
    ],
    [
      [{ kind: 'person', in: ['u2'] }, { kind: 'role', in: ['viewer', 'member'] }],
      { kind: 'require_approval', steps: [{ mode: 'any', approvers: [{ kind: 'people', user_ids: ['u1'] }] }, { mode: 'n_of_m', needed: 2, approvers: [{ kind: 'people', user_ids: ['u1', 'u2'] }, { kind: 'resource_owners' }] }, { mode: 'all', approvers: [{ kind: 'role', role: 'owner' }] }] },
      'Wenn eine Buchung entsteht und sie für Tom ist und die Person, für die sie ist, die Rolle Lesend oder Mitglied hat, braucht sie die Freigabe von Mia, dann von 2 Personen (Mia und Tom und die Verantwortlichen der Ressource), dann von allen (Inhaber).',
    ],
    [[{ kind: 'notice', is: 'less_than', minutes: 1_530 }, { kind: 'attribute', name: 'Beamer', equals: true }], { kind: 'notify', user_ids: ['u1', 'u2'] }, 'Wenn eine Buchung entsteht und sie weniger als 1 Tag 1 Stunde 30 Minuten im Voraus gebucht wird und das Merkmal „Beamer“ der Ressource ja ist, geht eine Nachricht an Mia und Tom.'],
  ])('reads well too (%#)', (conditions, outcome, expected) => {
    expect(inGerman(() => say(conditions, outcome))).toBe(expected)
  })

  it('leaves no English word in a sentence or a reason', () => {
    fc.assert(
      fc.property(fc.array(someCondition, { maxLength: 6 }), fc.constantFrom(...Object.values(outcomes)), (conditions, outcome) => {
        const told = inGerman(() => [say(conditions, { ...outcome, ...(outcome.kind === 'refuse' ? { reason: 'Nein.' } : {}) }), ...conditions.map((condition) => judge(condition, draftOf({}, { type: 'Raum', name: 'Spree' })).reason)].join(' '))
        expect(told.match(/\b(the|it|is|of|and|or|at|than|days?|hours?|role|member|owners?|named|asked|which|not)\b/gi) ?? []).toEqual([])
      }),
    )
  })
})
