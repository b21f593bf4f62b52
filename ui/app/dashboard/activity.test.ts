import { expect, it } from 'vitest'
import type { AuditEntry } from '#modules/audit/contract'
import { activityOf } from './activity.js'
import { phrasesIn } from '../language/phrases.js'

const entry = (over: Partial<AuditEntry>): AuditEntry => ({
  id: 'e', at: '2027-01-15T08:00:00Z', outcome: 'done', actor: { kind: 'user', id: 'ada', api_key_id: null }, action: 'bookings.created', subject: { kind: 'booking', id: 'b-1' }, changes: null, request_id: 'r', network: null, ...over,
})

it('tells who did what, with the page it happened to, and leaves out refusals and what follows from an act', () => {
  const entries = [entry({}), entry({ outcome: 'refused' }), entry({ action: 'approvals.requested' }), entry({ actor: { kind: 'system', id: 'job', api_key_id: null }, action: 'members.joined', subject: { kind: 'member', id: 'm' } })]
  expect(activityOf(entries, (id) => `<${id}>`, (at) => at.slice(11, 16), phrasesIn('en').t)).toEqual([
    { id: 'e', who: '<ada>', what: 'booked', to: '/app/bookings/b-1', when: '08:00' },
    { id: 'e', who: 'BookFlow', what: 'joined', to: null, when: '08:00' },
  ])
})
