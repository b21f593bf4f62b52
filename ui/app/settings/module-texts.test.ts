import { expect, it } from 'vitest'
import { moduleTitle, switchHindrance } from './module-texts.js'
import { phrasesIn } from '../language/phrases.js'

const hindrance = (module: Parameters<typeof switchHindrance>[0], all: Parameters<typeof switchHindrance>[1]) => switchHindrance(module, all, phrasesIn('en').t, 'en')
const state = (module: string, enabled: boolean, more: { depends_on?: string[]; dependents?: string[]; required?: boolean } = {}) => ({
  module, enabled, required: false, depends_on: [], dependents: [], settings: {}, settings_schema: null, version: 0, ...more,
})

it('says what must be switched off before, and only what is on', () => {
  const approvals = state('approvals', true, { dependents: ['workflows', 'lockers'] })
  expect(hindrance(approvals, [approvals, state('workflows', true), state('lockers', false)])).toBe('Rules needs it: switch it off first.')
  expect(hindrance(approvals, [approvals, state('workflows', false), state('lockers', false)])).toBeNull()
})

it('says what must be switched on before, and that some are part of every organisation', () => {
  const rules = state('workflows', false, { depends_on: ['approvals', 'bookings'] })
  expect(hindrance(rules, [rules, state('approvals', false), state('bookings', true)])).toBe('It needs Approvals: switch that on first.')
  expect(hindrance(state('bookings', true, { required: true }), [])).toBe('Part of every organisation.')
})

it('names modules it has never heard of by their own name', () => {
  expect(moduleTitle('desk-lockers')).toBe('Desk lockers')
})
