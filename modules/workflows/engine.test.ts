import { fc } from '#kernel/testing/properties'
import { describe, expect, it } from 'vitest'
import type { BookingDraft } from '#modules/bookings/contract'
import { judge } from './conditions.js'
import type { Condition, Outcome } from './contract.js'
import { evaluate, trace, verdictOf, type Judgeable } from './engine.js'
import { draftOf, outcomes, someCondition } from './testing/drafts.js'

const met = (condition: Condition, draft: Partial<BookingDraft> & { resource?: never } = {}, resource = {}) => judge(condition, draftOf(draft, resource)).met

describe('conditions', () => {
  const lasting = (minutes: number) => ({ starts_at: '2027-06-01T08:00:00.000Z', ends_at: new Date(Date.parse('2027-06-01T08:00:00.000Z') + minutes * 60_000).toISOString() })
  it.each([
    ['more_than', 239, false], ['more_than', 240, false], ['more_than', 241, true],
    ['at_least', 239, false], ['at_least', 240, true], ['at_least', 241, true],
    ['less_than', 239, true], ['less_than', 240, false], ['less_than', 241, false],
    ['at_most', 239, true], ['at_most', 240, true], ['at_most', 241, false],
  ] as const)('duration %s 240 of %i minutes: %s', (is, minutes, expected) => {
    expect(met({ kind: 'duration', is, minutes: 240 }, lasting(minutes))).toBe(expected)
    expect(met({ kind: 'attendees', is, count: 24 }, { attendee_ids: Array.from({ length: minutes - 216 }, String) })).toBe(expected)
    expect(met({ kind: 'notice', is, minutes: 240 }, { now: '2027-06-01T08:00:00.000Z', starts_at: lasting(minutes).ends_at })).toBe(expected)
  })

  it('judges who, what and for whom', () => {
    expect(met({ kind: 'resource', in: ['r1', 'r2'] }, {}, { id: 'r2' })).toBe(true)
    expect(met({ kind: 'resource', in: ['r1'] }, {}, { id: 'r2' })).toBe(false)
    expect(met({ kind: 'resource_type', in: ['t1'] }, {}, { type_id: 't1', type: 'Lab' })).toBe(true)
    expect(met({ kind: 'resource_type', in: ['t1'] }, {}, { type_id: null, type: null })).toBe(false)
    expect(met({ kind: 'role', in: ['member', 'viewer'] }, { role: 'member' })).toBe(true)
    expect(met({ kind: 'role', in: ['member'] }, { role: 'owner' })).toBe(false)
    expect(met({ kind: 'person', in: ['u1'] }, { booked_by: 'u2', booked_for: 'u1' })).toBe(true)
    expect(met({ kind: 'person', in: ['u2'] }, { booked_by: 'u2', booked_for: 'u1' })).toBe(false)
    expect(met({ kind: 'on_behalf', is: true }, { booked_by: 'u2', booked_for: 'u1' })).toBe(true)
    expect(met({ kind: 'on_behalf', is: false }, { booked_by: 'u1', booked_for: 'u1' })).toBe(true)
  })

  it('compares attributes with their type and never finds what the resource inherited', () => {
    expect(met({ kind: 'attribute', name: 'floor', equals: 3 }, {}, { attributes: { floor: 3 } })).toBe(true)
    expect(met({ kind: 'attribute', name: 'floor', equals: '3' }, {}, { attributes: { floor: 3 } })).toBe(false)
    expect(met({ kind: 'attribute', name: 'video', equals: false }, {}, { attributes: {} })).toBe(false)
    for (const name of ['constructor', '__proto__', 'toString']) expect(met({ kind: 'attribute', name, equals: '' }, {}, { attributes: {} })).toBe(false)
  })

  it.each([
    ['Europe/Berlin', '2027-06-04T21:59:00Z', '2027-06-04T22:00:00Z', false, 'ends as Saturday begins'],
    ['Europe/Berlin', '2027-06-04T21:59:00Z', '2027-06-04T22:01:00Z', true, 'reaches into Saturday'],
    ['America/New_York', '2027-06-04T21:59:00Z', '2027-06-04T22:01:00Z', false, 'is Friday afternoon there'],
    ['Pacific/Auckland', '2027-06-04T13:00:00Z', '2027-06-04T14:00:00Z', true, 'is Saturday morning there'],
    ['Pacific/Auckland', '2027-06-01T13:00:00Z', '2027-06-07T14:00:00Z', true, 'spans it'],
  ])('weekday Saturday in %s: %s to %s', (timezone, starts_at, ends_at, expected) => {
    expect(met({ kind: 'weekday', in: ['sat'] }, { starts_at, ends_at }, { timezone })).toBe(expected)
  })

  it.each([
    ['2027-06-01T06:00:00Z', '2027-06-01T16:00:00Z', '08:00', '18:00', false],
    ['2027-06-01T05:59:00Z', '2027-06-01T16:00:00Z', '08:00', '18:00', true],
    ['2027-06-01T06:00:00Z', '2027-06-01T16:01:00Z', '08:00', '18:00', true],
    ['2027-06-01T08:00:00Z', '2027-06-02T08:00:00Z', '08:00', '18:00', true],
    ['2027-06-01T08:00:00Z', '2027-06-09T08:00:00Z', '00:00', '24:00', false],
    ['2027-06-01T20:00:00Z', '2027-06-02T04:00:00Z', '22:00', '06:00', false],
    ['2027-06-01T20:00:00Z', '2027-06-02T04:01:00Z', '22:00', '06:00', true],
    ['2027-06-01T22:00:00Z', '2027-06-02T04:00:00Z', '22:00', '06:00', false],
    // Berlin, the night without 02:00 to 03:00: 01:59 is followed by 03:00.
    ['2027-03-28T00:30:00Z', '2027-03-28T01:30:00Z', '00:00', '02:30', true],
    ['2027-03-28T00:30:00Z', '2027-03-28T01:00:00Z', '00:00', '02:30', false],
    ['2027-03-28T01:00:00Z', '2027-03-28T02:00:00Z', '02:30', '18:00', false],
    // The night with 02:00 to 03:00 twice: after 02:59 comes 02:00 again.
    ['2027-10-31T00:30:00Z', '2027-10-31T01:00:00Z', '02:30', '18:00', false],
    ['2027-10-31T00:30:00Z', '2027-10-31T01:01:00Z', '02:30', '18:00', true],
  ])('outside hours in Berlin: %s to %s against %s to %s', (starts_at, ends_at, from, to, expected) => {
    expect(met({ kind: 'outside_hours', from, to }, { starts_at, ends_at }, { timezone: 'Europe/Berlin' })).toBe(expected)
  })
})

describe('rules', () => {
  const rule = (name: string, outcome: Outcome, conditions: Condition[] = []): Judgeable => ({ id: name, name, version: 1, conditions, outcome })
  const never: Condition = { kind: 'attendees', is: 'less_than', count: 0 }

  it('lets the first matching deciding rule decide and adds up all that notify', () => {
    const rules = [rule('n1', outcomes.notify), rule('no', outcomes.refuse, [never]), rule('ask', outcomes.require_approval), rule('refuse', outcomes.refuse), rule('n2', outcomes.notify), rule('n3', outcomes.notify, [never])]
    const { deciding, notifying } = evaluate(rules, draftOf())
    expect(deciding?.name).toBe('ask')
    expect(notifying.map(({ name }) => name)).toEqual(['n1', 'n2'])
    expect(trace(rules, draftOf()).map(({ rule: { name }, matched, applied }) => [name, matched, applied])).toEqual([
      ['n1', true, true], ['no', false, false], ['ask', true, true], ['refuse', true, false], ['n2', true, true], ['n3', false, false],
    ])
  })

  it('confirms when no rule decides', () => {
    expect(verdictOf(evaluate([rule('n', outcomes.notify)], draftOf()).deciding)).toEqual({ outcome: 'confirm', rule: null })
    expect(verdictOf(evaluate([], draftOf()).deciding)).toEqual({ outcome: 'confirm', rule: null })
  })

  it('agrees with its own trace, for any rules', () => {
    const someRule = fc.record({ id: fc.uuid(), name: fc.string(), version: fc.integer({ min: 1 }), conditions: fc.array(someCondition, { maxLength: 4 }), outcome: fc.constantFrom(...Object.values(outcomes)) })
    const seen = { applied: 0, unmatched: 0 }
    fc.assert(
      fc.property(fc.array(someRule, { maxLength: 8 }), fc.integer({ min: 1, max: 3_000 }), (rules, minutes) => {
        const draft = draftOf({ ends_at: new Date(Date.parse(draftOf().starts_at) + minutes * 60_000).toISOString() })
        const story = trace(rules, draft)
        const { deciding, notifying } = evaluate(rules, draft)
        const first = story.find(({ matched, rule: { outcome } }) => matched && outcome.kind !== 'notify')
        expect(deciding).toBe(first?.rule ?? null)
        for (const entry of story) {
          const failed = entry.conditions.filter((condition) => !condition.met)
          expect(entry.matched).toBe(failed.length === 0)
          expect(entry.applied).toBe(entry.rule === deciding || notifying.includes(entry.rule))
          seen[entry.applied ? 'applied' : 'unmatched'] += 1
          for (const { reason } of entry.conditions) expect(reason).toMatch(/^[A-Z].*\.$/)
        }
      }),
      { numRuns: 500 },
    )
    expect(Math.min(seen.applied, seen.unmatched)).toBeGreaterThan(100)
  })
})
