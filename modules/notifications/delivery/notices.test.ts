import { describe, expect, it } from 'vitest'
import type { RecordedEvent } from '#kernel/events/event'
import { subscriptions } from './notices.js'

const people = { asker: '01a2069f-0000-7000-8000-000000000001', owner: '01a2069f-0000-7000-8000-000000000002', guest: '01a2069f-0000-7000-8000-000000000003' }
const { asker, owner, guest } = people
const booking = (status: string, more: object = {}) => ({ id: 'b', booked_by: asker, booked_for: asker, attendee_ids: [guest], starts_at: '2026-12-01T08:00:00Z', ends_at: '2026-12-01T09:00:00Z', status, ...more })

function told(type: string, data: Record<string, unknown>, options: { actor?: string; from?: string; attended?: readonly string[]; moved?: boolean } = {}): unknown[][] {
  const event: RecordedEvent = {
    id: 'e', type, org_id: 'o', at: '', request_id: '', subject: { kind: 'booking', id: 'b' }, people: [], data: { booking_id: 'b', ...data },
    actor: options.actor ? { kind: 'user', id: options.actor } : { kind: 'system', id: 'bookings.expiry' },
    changes: options.from ? { status: { from: options.from, to: 'x' } } : options.attended ? { attendee_ids: { from: options.attended, to: [] } } : options.moved ? { starts_at: { from: 'x', to: 'y' } } : { note: { from: null, to: 'x' } },
  }
  const found = subscriptions.filter((subscription) => subscription.event !== '*' && subscription.event.name === type)
  expect(found).toHaveLength(1)
  return found[0]!.messages(event).map(({ channel, payload }) => {
    expect(channel).toBe('notifications.email')
    expect(JSON.stringify(payload)).not.toContain('title')
    return [payload['kind'], payload['recipient_user_id'], ...(payload['own'] === true ? ['own'] : [])]
  })
}

describe('who is told what', () => {
  it.each([
    ['a confirmed booking: everybody on it, its maker too', 'bookings.created', { booking: booking('confirmed') }, { actor: asker }, [['booking_confirmed', asker], ['booking_confirmed', guest]]],
    ['a booking made for another: both', 'bookings.created', { booking: booking('confirmed', { booked_by: owner, attendee_ids: [] }) }, { actor: owner }, [['booking_confirmed', asker], ['booking_confirmed', owner]]],
    ['a waiting booking: who asked, not the guests', 'bookings.created', { booking: booking('pending_approval') }, { actor: asker }, [['booking_pending', asker]]],
    ['a hold: nobody', 'bookings.created', { booking: booking('held') }, { actor: asker }, []],
    ['an approved booking', 'bookings.confirmed', { booking: booking('confirmed') }, { actor: owner, from: 'pending_approval' }, [['booking_approved', asker], ['booking_approved', guest]]],
    ['a hold that is taken: as a new booking', 'bookings.confirmed', { booking: booking('confirmed') }, { actor: asker, from: 'held' }, [['booking_confirmed', asker], ['booking_confirmed', guest]]],
    ['a hold that is taken and waits', 'bookings.changed', { booking: booking('pending_approval'), previous: { ...booking('held') } }, { actor: asker }, [['booking_pending', asker]]],
    ['a rejected booking', 'bookings.rejected', { booking: booking('rejected') }, { actor: owner }, [['booking_rejected', asker], ['booking_rejected', guest]]],
    ['a change by another', 'bookings.changed', { booking: booking('confirmed'), previous: booking('confirmed') }, { actor: owner }, [['booking_changed', asker], ['booking_changed', guest]]],
    ['a change by oneself: the others', 'bookings.changed', { booking: booking('confirmed'), previous: booking('confirmed') }, { actor: asker }, [['booking_changed', guest]]],
    ['somebody taken off a booking: they too', 'bookings.changed', { booking: booking('confirmed', { attendee_ids: [] }), previous: booking('confirmed') }, { actor: asker, attended: [guest] }, [['booking_left', guest]]],
    ['somebody who took themselves off: nobody but the others', 'bookings.changed', { booking: booking('confirmed', { attendee_ids: [] }), previous: booking('confirmed') }, { actor: guest, attended: [guest] }, [['booking_changed', asker]]],
    ['an attendee whom it is for now', 'bookings.changed', { booking: booking('confirmed', { attendee_ids: [] }), previous: booking('confirmed') }, { actor: owner, attended: [asker] }, [['booking_changed', asker]]],
    ['a move by oneself: one’s own calendar too', 'bookings.changed', { booking: booking('confirmed'), previous: booking('confirmed', { starts_at: '2026-12-01T07:00:00Z' }) }, { actor: asker, moved: true }, [['booking_changed', guest], ['booking_changed', asker, 'own']]],
    ['a cancellation by oneself: one’s own calendar too', 'bookings.cancelled', { booking: booking('cancelled') }, { actor: guest, from: 'confirmed' }, [['booking_cancelled', asker], ['booking_cancelled', guest, 'own']]],
    ['a cancellation by somebody who is not on it', 'bookings.cancelled', { booking: booking('cancelled') }, { actor: owner, from: 'confirmed' }, [['booking_cancelled', asker], ['booking_cancelled', guest]]],
    ['a released hold: nobody', 'bookings.cancelled', { booking: booking('cancelled') }, { actor: owner, from: 'held' }, []],
    ['an undecided request that ran out', 'bookings.expired', { booking: booking('expired') }, { from: 'pending_approval' }, [['booking_expired', asker], ['booking_expired', guest]]],
    ['a hold that ran out: nobody', 'bookings.expired', { booking: booking('expired') }, { from: 'held' }, []],
    ['a step that opens', 'approvals.requested', { approval_id: 'a', approver_ids: [owner, guest, owner] }, { actor: asker }, [['approval_needed', owner], ['approval_needed', guest]]],
    ['a step reassigned: those added', 'approvals.reassigned', { approval_id: 'a', approver_ids: [owner, guest], added_ids: [guest] }, { actor: owner }, [['approval_needed', guest]]],
    ['an endpoint that failed: the owners, once each', 'webhooks.endpoint_disabled', { endpoint: { id: 'w', origin: 'https://x.test', description: '' }, reason: 'failing', owner_ids: [owner, guest, owner] }, {}, [['webhook_disabled', owner], ['webhook_disabled', guest]]],
    ['an endpoint somebody switched off: nobody', 'webhooks.endpoint_disabled', { endpoint: { id: 'w', origin: 'https://x.test', description: '' }, reason: 'manual', owner_ids: [owner] }, {}, []],
    ['a rule that notifies: all but who did it', 'workflows.notified', { rule_id: 'r', user_ids: [owner, asker] }, { actor: asker }, [['rule_notice', owner]]],
  ])('%s', (_, type, data, options, expected) => {
    expect(told(type, data as Record<string, unknown>, options)).toEqual(expected)
  })

  it('carries the former time only when it moved', () => {
    const changed = subscriptions.find((subscription) => subscription.event !== '*' && subscription.event.name === 'bookings.changed')!
    const payloadOf = (previous: object) =>
      changed.messages({ id: 'e', type: 'bookings.changed', org_id: 'o', at: '', request_id: '', subject: { kind: 'booking', id: 'b' }, people: [], changes: null, actor: { kind: 'system', id: 'x' }, data: { booking: booking('confirmed'), previous } })[0]?.payload
    expect(payloadOf({ ...booking('confirmed') })).not.toHaveProperty('previous')
    expect(payloadOf({ ...booking('confirmed'), starts_at: '2026-12-01T07:00:00Z' })).toMatchObject({ previous: { starts_at: '2026-12-01T07:00:00Z', ends_at: '2026-12-01T09:00:00Z' } })
  })
})
