/** INV-2 and INV-11: one booking at a time, along the declared machine. */
import { edit, sql, test, type Removals } from '../removal.js'

const table = 'config/invariants/overlap.test.ts'
const storm = 'modules/bookings/storm.test.ts'
const states = 'modules/bookings/booking-states.test.ts'
const races = 'modules/approvals/races.test.ts'
const migration = 'modules/bookings/migrations/1795405000500-attendee-count.ts'
const exclusion = (statuses: string) =>
  sql(`alter table bookings drop constraint bookings_no_overlap; alter table bookings add constraint bookings_no_overlap exclude using gist (org_id with =, resource_id with =, unit with =, occupied with &&) where (status in (${statuses}))`)
const refuses = (what: string) => test(table, 'INV-2: the table refuses', what)

export const bookingRemovals: Removals = {
  'INV-2': [
    { guard: 'The exclusion constraint refuses the second of two.', remove: [exclusion(`'expired'`)], test: test(storm, 'INV-2:', 'requests, fifty at a time', 'for one slot: one wins') },
    { guard: 'A thousand sockets for one slot give one booking because of it.', remove: [exclusion(`'expired'`)], test: test('config/storm.test.ts', 'INV-2: exactly one of 1,000') },
    { guard: 'What is answered to people who act at once has an order because of it.', remove: [exclusion(`'expired'`)], test: test('config/invariants/linearizable.test.ts', 'INV-2: concurrent histories') },
    { guard: 'A hold takes its time.', remove: [exclusion(`'pending_approval', 'confirmed', 'checked_in'`)], test: refuses('a second booking beside one that is') },
    { guard: 'A request that waits for approval takes its time.', remove: [exclusion(`'held', 'confirmed', 'checked_in'`)], test: refuses('a second booking beside one that is') },
    { guard: 'A booking somebody checked in to takes its time.', remove: [exclusion(`'held', 'pending_approval', 'confirmed'`)], test: refuses('a second booking beside one that is') },
    {
      guard: 'Ranges are half-open, so that one begins when another ends.',
      remove: [sql(`alter table bookings drop constraint bookings_no_overlap; alter table bookings drop column occupied; alter table bookings add column occupied tstzrange generated always as (tstzrange(occupied_from, occupied_to, '[]')) stored;
        alter table bookings add constraint bookings_no_overlap exclude using gist (org_id with =, resource_id with =, unit with =, occupied with &&) where (status in ('held', 'pending_approval', 'confirmed', 'checked_in'))`)],
      test: refuses('what overlaps and lets touching stand'),
    },
    { guard: 'An empty or endless range is refused by its length.', remove: [sql('alter table bookings drop constraint bookings_length')], test: refuses('what would slip past the constraint') },
    { guard: 'A booking takes at least its own time.', remove: [sql('alter table bookings drop constraint bookings_buffers')], test: refuses('what would slip past the constraint') },
    { guard: 'Times have milliseconds, as the API tells them.', remove: [sql('alter table bookings drop constraint bookings_milliseconds')], test: refuses('what would slip past the constraint') },
    { guard: 'A lost race is an answer: the insert arbitrates on the constraint.', remove: [edit('modules/bookings/booking.repository.ts', ' on conflict on constraint bookings_no_overlap do nothing returning', ' returning')], test: test(storm, 'INV-2:', 'requests, fifty at a time', 'for one slot: one wins') },
    { guard: 'So it does on several units.', remove: [edit(migration, '          on conflict on constraint bookings_no_overlap do nothing\n', '')], test: test(storm, 'INV-2:', 'for a resource of five units') },
    { guard: 'What was lost a moment ago is refused again only while it is taken.', remove: [edit('modules/bookings/availability/foregone.service.ts', 'if (version !== seen.version || taken.size < units) return null', 'if (taken.size > units) return null')], test: test('modules/bookings/availability/foregone.test.ts', 'INV-2: a wish that was lost a moment ago', 'succeeds as soon as the time is free') },
    { guard: 'Every unit is tried.', remove: [edit(migration, 'for candidate in 1..p_units loop', 'for candidate in 1..1 loop')], test: test(storm, 'INV-2:', 'for a resource of five units') },
    { guard: 'One mover at a time per resource.', remove: [edit('modules/bookings/changing.service.ts', '    await this.repository.lockResources([before.resource_id, wish.resource_id])\n', ''), edit('modules/bookings/changing.service.ts', '      await this.repository.lockResources([seen, resource_id?.toLowerCase() ?? seen])\n', '')], test: test('modules/bookings/changing.test.ts', 'INV-2: movers of one resource', 'wait for each other') },
    { guard: 'Archiving waits for a booking under way.', remove: [edit('modules/resources/resource.repository.ts', 'and r.id = $2 for share of r`', 'and r.id = $2`')], test: test(storm, 'INV-2: archiving against booking') },
  ],
  'INV-11': [
    { guard: 'What ended stays ended.', remove: [edit('modules/bookings/booking-status.ts', '  cancelled: [],', "  cancelled: ['confirmed'],")], test: test('modules/bookings/rules.test.ts', 'INV-11: the life of a booking') },
    { guard: 'A change of status is a compare-and-swap.', remove: [edit('modules/bookings/booking.repository.ts', 'where b.org_id = $1 and b.id = $2 and b.version = $3 and b.status = $4 returning', 'where b.org_id = $1 and b.id = $2 and $3::int is not null and $4::text is not null returning')], test: test(states, 'INV-11: the port', 'of approving, cancelling and expiring at once') },
    { guard: 'Twenty cancellations at once are one, by the same swap.', remove: [edit('modules/bookings/booking.repository.ts', 'where b.org_id = $1 and b.id = $2 and b.version = $3 and b.status = $4 returning', 'where b.org_id = $1 and b.id = $2 and $3::int is not null and $4::text is not null returning')], test: test(states, 'INV-11: cancelling, checking in, missing', 'twenty cancellations at once') },
    { guard: 'Only what may become something becomes it.', remove: [edit('modules/bookings/booking-progress.service.ts', 'if (!mayBecome(before.status, to)) throw', 'if (before.id === to) throw')], test: test(states, 'INV-11: the port', 'confirms or rejects what waits, once') },
    { guard: 'A hold that ran out stands in nobody’s way, worker or no worker.', remove: [edit('modules/bookings/placing.service.ts', 'this.repository.expireInTheWay(resource.id, occupied_from, occupied_to, null)', 'Promise.resolve([])')], test: test(states, 'INV-11: a hold', 'that ran out stands in nobody') },
    { guard: 'A request is decided by one at a time: its row is locked.', remove: [edit('modules/approvals/approval.repository.ts', 'where org_id = $1 and id = any ($2) for update`', 'where org_id = $1 and id = any ($2)`'), edit('modules/approvals/decision.service.ts', 'const booking = await this.bookings.lock(found.booking_id)', "const booking = { status: 'pending_approval' }")], test: test(races, 'INV-11: at the same moment', 'one of eight approvers decides') },
    { guard: 'A decision is for the step it was meant for.', remove: [edit('modules/approvals/machine.ts', 'if (step !== null && step !== open.position) return', 'if (step !== null && step === -1) return')], test: test(races, 'INV-11: at the same moment', 'a decision is never taken for the next step') },
    { guard: 'Everybody decides a step once.', remove: [edit('modules/approvals/machine.ts', 'if (open.decisions.some(({ user_id }) => user_id === userId)) return', "if (open.decisions.some(({ user_id }) => user_id === '')) return")], test: test('modules/approvals/machine.test.ts', 'INV-11: keeps to the model') },
    { guard: 'A rejection ends the request.', remove: [edit('modules/approvals/machine.ts', "return decision.decision === 'reject' ? close({ ...state, steps }, 'rejected') : settle", 'return settle')], test: test('modules/approvals/machine.test.ts', 'INV-11: keeps to the model') },
    { guard: 'The booking is locked before its request, so that a cancellation waits for the decision.', remove: [edit('modules/approvals/decision.service.ts', 'const booking = await this.bookings.lock(found.booking_id)', "const booking = { status: 'pending_approval' }")], test: test(races, 'INV-11: at the same moment', 'approve and cancel') },
  ],
}
