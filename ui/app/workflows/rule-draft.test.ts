import { describe, expect, it } from 'vitest'
import { ruleBody } from './rule-body.js'
import { amountOf, draftOf, emptyRule } from './rule-draft.js'
import { editDraft, readRuleForm } from './rule-form-data.js'

type Rule = Parameters<typeof draftOf>[0]

const rule: Rule = {
  id: 'r-1', name: 'Long ones', description: 'Why', priority: 20, enabled: true, trigger: 'booking.placed', version: 3, archived_at: null, created_at: '', updated_at: '',
  conditions: [
    { kind: 'duration', is: 'more_than', minutes: 240 },
    { kind: 'notice', is: 'at_most', minutes: 2880 },
    { kind: 'attendees', is: 'at_least', count: 8 },
    { kind: 'resource_type', in: ['t-1'] },
    { kind: 'weekday', in: ['sat', 'sun'] },
    { kind: 'outside_hours', from: '08:00', to: '24:00' },
    { kind: 'on_behalf', is: false },
    { kind: 'attribute', name: 'floor', equals: 3 },
    { kind: 'attribute', name: 'door', equals: '3' },
    { kind: 'attribute', name: 'wing', equals: 'east' },
  ],
  outcome: { kind: 'require_approval', steps: [{ mode: 'n_of_m', needed: 2, approvers: [{ kind: 'resource_owners' }, { kind: 'role', role: 'admin' }, { kind: 'people', user_ids: ['u-1', 'u-2'] }] }] },
}

it('gives back the very rule it was made of', () => {
  const { name, description, priority, enabled, conditions, outcome } = rule
  expect(ruleBody(draftOf(rule))).toEqual({ name, description, priority, enabled, conditions, outcome })
})

it('shows whole hours and days as such', () => {
  expect(amountOf(240)).toEqual({ amount: '4', unit: 'hours' })
  expect(amountOf(2880)).toEqual({ amount: '2', unit: 'days' })
  expect(amountOf(90)).toEqual({ amount: '90', unit: 'minutes' })
  expect(amountOf(0)).toEqual({ amount: '0', unit: 'minutes' })
})

it('leaves what is no number for REST to name', () => {
  expect(ruleBody({ ...emptyRule, priority: 'first' })).toMatchObject({ priority: 'first' })
})

describe('the form', () => {
  const form = (entries: readonly [string, string][]): FormData => {
    const data = new FormData()
    for (const [name, value] of entries) data.append(name, value)
    return data
  }

  it('is read back row by row, whatever rows are left', () => {
    const draft = readRuleForm(form([
      ['name', 'Weekend'], ['priority', '10'], ['enabled', 'on'], ['condition', '0'], ['condition', '4'], ['condition.0.kind', 'weekday'], ['condition.0.values', 'sat'], ['condition.0.values', 'sun'],
      ['condition.4.kind', 'duration'], ['condition.4.is', 'at_least'], ['condition.4.amount', '1.5'], ['condition.4.unit', 'hours'], ['outcome', 'refuse'], ['reason', 'Closed'],
    ]))
    expect(ruleBody(draft)).toEqual({
      name: 'Weekend', description: '', priority: 10, enabled: true, outcome: { kind: 'refuse', reason: 'Closed' },
      conditions: [{ kind: 'weekday', in: ['sat', 'sun'] }, { kind: 'duration', is: 'at_least', minutes: 90 }],
    })
  })

  it('grows and shrinks by its buttons', () => {
    const more = editDraft(emptyRule, 'add-condition', form([['new_condition', 'person']]))
    expect(more?.conditions.map(({ kind }) => kind)).toEqual(['person'])
    expect(editDraft(more!, 'remove-condition:0', form([]))?.conditions).toEqual([])
    expect(editDraft(emptyRule, 'add-step', form([]))?.steps).toHaveLength(2)
    expect(editDraft(emptyRule, 'remove-step:0', form([]))?.steps).toEqual([])
    expect(editDraft(emptyRule, 'save', form([]))).toBeNull()
  })
})
