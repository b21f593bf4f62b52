import { expect, it } from 'vitest'
import { moduleTitle, switchHindrance } from './module-texts.js'

const state = (module: string, enabled: boolean, more: { depends_on?: string[]; dependents?: string[]; required?: boolean } = {}) => ({
  module, enabled, required: false, depends_on: [], dependents: [], settings: {}, settings_schema: null, version: 0, ...more,
})

it('says what must be switched off before, and only what is on', () => {
  const approvals = state('approvals', true, { dependents: ['workflows', 'lockers'] })
  expect(switchHindrance(approvals, [approvals, state('workflows', true), state('lockers', false)])).toBe('Rules needs it: switch off Rules first.')
  expect(switchHindrance(approvals, [approvals, state('workflows', false), state('lockers', false)])).toBeNull()
})

it('says what must be switched on before, and that some are part of every organisation', () => {
  const rules = state('workflows', false, { depends_on: ['approvals', 'bookings'] })
  expect(switchHindrance(rules, [rules, state('approvals', false), state('bookings', true)])).toBe('It needs Approvals: switch on Approvals first.')
  expect(switchHindrance(state('bookings', true, { required: true }), [])).toBe('Part of every organisation.')
})

it('names modules it has never heard of by their own name', () => {
  expect(moduleTitle('desk-lockers')).toBe('Desk lockers')
})
