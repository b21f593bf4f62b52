/** Drafts and conditions for tests. */
import fc from 'fast-check'
import type { BookingDraft } from '#modules/bookings/contract'
import type { Condition, Outcome } from '../contract.js'

type Resource = BookingDraft['resource']

export function draftOf(draft: Partial<Omit<BookingDraft, 'resource'>> = {}, resource: Partial<Resource> = {}): BookingDraft {
  return {
    starts_at: '2027-06-01T08:00:00.000Z',
    ends_at: '2027-06-01T09:00:00.000Z',
    title: 'Review',
    booked_by: 'u1',
    booked_for: 'u1',
    role: 'member',
    attendee_ids: ['u2', 'u3'],
    now: '2027-05-31T08:00:00.000Z',
    booking_id: null,
    ...draft,
    resource: {
      id: 'r1', name: 'Room', type_id: 't1', type: 'Room', description: '', location: '', timezone: 'Europe/Berlin', units: 1, seats: null, shows_titles: false, opening_hours: null, exceptions: [],
      buffer_before_minutes: 0, buffer_after_minutes: 0, min_notice_minutes: 0, horizon_days: 365, min_duration_minutes: 1, max_duration_minutes: 44_640, attributes: { floor: 3, video: true }, owner_ids: [],
      archived_at: null, version: 1, created_at: '2027-01-01T00:00:00.000Z', updated_at: '2027-01-01T00:00:00.000Z', ...resource,
    },
  }
}

export const outcomes = {
  confirm: { kind: 'confirm' },
  refuse: { kind: 'refuse', reason: 'Not here.' },
  notify: { kind: 'notify', user_ids: ['00000000-0000-4000-8000-000000000001'] },
  require_approval: { kind: 'require_approval', steps: [{ mode: 'any', approvers: [{ kind: 'role', role: 'admin' }] }] },
} as const satisfies Record<string, Outcome>

const comparison = fc.constantFrom('more_than', 'at_least', 'less_than', 'at_most')
const minutes = fc.integer({ min: 0, max: 3_000 })
const times = fc.tuple(fc.integer({ min: 0, max: 47 }), fc.integer({ min: 1, max: 48 })).filter(([from, to]) => from !== to)

export const wallTime = (halfHours: number): string => `${String(Math.floor(halfHours / 2)).padStart(2, '0')}:${halfHours % 2 ? '30' : '00'}`

/** Conditions that need no id, over ranges in which both answers occur. */
export const someCondition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ kind: fc.constant('duration'), is: comparison, minutes }),
  fc.record({ kind: fc.constant('notice'), is: comparison, minutes }),
  fc.record({ kind: fc.constant('attendees'), is: comparison, count: fc.integer({ min: 0, max: 4 }) }),
  fc.record({ kind: fc.constant('role'), in: fc.uniqueArray(fc.constantFrom('viewer', 'member', 'approver', 'admin', 'owner'), { minLength: 1 }) }),
  fc.record({ kind: fc.constant('weekday'), in: fc.uniqueArray(fc.constantFrom('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'), { minLength: 1 }) }),
  times.map(([from, to]) => ({ kind: 'outside_hours' as const, from: wallTime(from), to: wallTime(to) })),
  fc.record({ kind: fc.constant('on_behalf'), is: fc.boolean() }),
  fc.record({ kind: fc.constant('attribute'), name: fc.constantFrom('floor', 'video', 'none'), equals: fc.oneof(fc.integer({ min: 2, max: 4 }), fc.boolean(), fc.constant('3')) }),
)
