import { describe, expect, it } from 'vitest'
import type { Approval } from '#modules/approvals/contract'
import type { AuditEntry } from '#modules/audit/contract'
import { phrasesIn } from '../language/phrases.js'
import { historyFromAudit, historyFromFacts, type HistoryWords } from './booking-history.js'

const words: HistoryWords = { name: (id) => `<${id}>`, when: (at) => at.slice(0, 10), resource: (id) => `room ${id}`, t: phrasesIn('en').t }
const entry = (over: Partial<AuditEntry>): AuditEntry => ({
  id: 'e',
  at: '2027-01-15T08:00:00.000Z',
  outcome: 'done',
  actor: { kind: 'user', id: 'ada', api_key_id: null },
  action: 'bookings.changed',
  subject: { kind: 'booking', id: 'b' },
  changes: {},
  request_id: 'r',
  network: null,
  ...over,
})

describe('historyFromAudit', () => {
  it('says who did what, and what it was before', () => {
    const moved = entry({ changes: { starts_at: { from: '2027-01-20T08:00:00Z', to: '2027-01-21T08:00:00Z' }, resource_id: { from: 'a', to: 'b' }, status: { from: 'confirmed', to: 'pending_approval' }, title: { from: { length: 3 }, to: { length: 4 } } } })
    expect(historyFromAudit([moved], words)).toEqual([
      {
        id: 'e',
        when: '2027-01-15',
        who: '<ada>',
        what: 'changed it',
        details: ['Status: Confirmed → Waiting for approval', 'Resource: room a → room b', 'Start: 2027-01-20 → 2027-01-21', 'Another title'],
      },
    ])
  })

  it('leaves out refused attempts and the first values, which the page shows anyway', () => {
    const created = entry({ action: 'bookings.created', changes: { status: { from: null, to: 'confirmed' } } })
    const lines = historyFromAudit([entry({ outcome: 'refused', action: 'audit.refused' }), created], words)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({ what: 'booked it', details: [] })
  })

  it('names those who are no people', () => {
    const actors = [{ kind: 'system', id: 'bookings.expire', api_key_id: null }, { kind: 'user', id: 'ada', api_key_id: 'k' }] as const
    expect(historyFromAudit(actors.map((actor) => entry({ actor })), words).map(({ who }) => who)).toEqual(['BookFlow', '<ada>, by API key'])
  })
})

it('tells those without the audit log who booked and who decided, newest first', () => {
  const decision = { user_id: 'bo', decision: 'reject' as const, comment: 'Too long', decided_at: '2027-01-16T08:00:00.000Z' }
  const approval = { steps: [{ position: 1, decisions: [decision] }] } as unknown as Approval
  const lines = historyFromFacts({ id: 'b', booked_by: 'ada', created_at: '2027-01-15T08:00:00.000Z' }, approval, words)
  expect(lines.map(({ who, what, details }) => [who, what, ...details])).toEqual([
    ['<bo>', 'rejected it', '“Too long”'],
    ['<ada>', 'booked it'],
  ])
})
