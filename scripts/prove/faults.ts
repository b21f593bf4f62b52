/** Rows B, T, A, I, W, S, L and F of the table of faults and abuses, each with the tests that show its result; what needs real processes to die is played by `npm run chaos`. */
import { test, type TestName } from './removal.js'

export interface Fault {
  row: string
  what: string
  tests: readonly TestName[]
}

const app = 'kernel/http/app.test.ts'
const booking = 'modules/bookings/booking.test.ts'
const clock = 'config/invariants/clock.test.ts'
const login = 'modules/auth/sessions/login.test.ts'
const signUp = 'modules/auth/sign-up.test.ts'
const passwords = 'modules/auth/passwords/passwords.test.ts'
const tokens = 'modules/auth/sessions/access-tokens.test.ts'
const refresh = 'modules/auth/sessions/refresh.test.ts'
const members = 'modules/members/members.test.ts'
const stream = 'modules/sse/stream.test.ts'
const life = 'modules/sse/stream-life.test.ts'
const abuse = 'config/invariants/abuse.test.ts'
const inbound = 'modules/webhooks/inbound.test.ts'
const egress = 'modules/webhooks/egress.test.ts'
const deliveries = 'modules/webhooks/deliveries.test.ts'
const delivery = 'kernel/events/delivery.test.ts'
const kills = test('config/kill-points.test.ts', 'whoever is struck at whichever point')

export const faults: readonly Fault[] = [
  { row: 'B1', what: 'a thousand requests for one slot', tests: [test('config/storm.test.ts', 'INV-2: exactly one of 1,000')] },
  { row: 'B2', what: 'offsets, nested ranges, cancellations and moves at once', tests: [test('config/storm.test.ts', 'INV-2: offset, nested'), test('modules/bookings/storm.test.ts', 'INV-2: moves, cancellations and bookings at once'), test('config/invariants/linearizable.test.ts', 'INV-2: concurrent histories')] },
  { row: 'B3', what: 'two requests for one slot, both approved', tests: [test('config/invariants/overlap.test.ts', 'INV-2: the table refuses', 'a second booking beside one that is'), test(abuse, 'B3: a second request')] },
  { row: 'B4', what: 'an end that is the start, or before it, or missing', tests: [test(booking, 'what is no booking is refused, naming the field')] },
  { row: 'B5', what: 'what PostgreSQL would take for a time', tests: [test(clock, 'INV-21: instants'), test(app, 'INV-7: every refusal is a problem', '422 names the field')] },
  { row: 'B6', what: 'a hundred years', tests: [test(booking, 'rules of the resource', 'refuse a hundred years at once')] },
  { row: 'B7', what: 'the hour that is skipped, the hour that comes twice', tests: [test(clock, 'INV-21: B7'), test('modules/resources/opening-hours.test.ts', 'INV-21: an hour the clock skips or repeats')] },
  { row: 'B8', what: 'approving, cancelling and expiring at once', tests: [test('modules/bookings/booking-states.test.ts', 'INV-11: the port', 'of approving, cancelling and expiring at once'), test('modules/approvals/races.test.ts', 'INV-11: at the same moment', 'approve and expiry')] },
  { row: 'B9', what: 'an approver who leaves, a resource that goes', tests: [test('modules/approvals/decision.test.ts', 'people who come and go'), test('modules/bookings/storm.test.ts', 'INV-2: archiving against booking')] },
  { row: 'T1', what: 'a foreign id in every place that takes one', tests: [test('config/isolation.test.ts', 'INV-14: what belongs to another organisation')] },
  { row: 'T2', what: 'another organisation named in body, query or header', tests: [test(abuse, 'T2: an organisation named')] },
  { row: 'T3', what: 'an Idempotency-Key of another organisation', tests: [test('kernel/http/pipeline.test.ts', 'INV-15: idempotency keys', 'belong to the organisation'), test('config/isolation.test.ts', 'INV-14: what belongs to another organisation')] },
  { row: 'T4', what: 'a membership that ended a second ago', tests: [test(members, 'INV-10: deactivation', 'refuses a live token'), test(life, 'INV-12: while somebody looks', 'tells a deactivated member nothing')] },
  { row: 'T5', what: 'requests cut off in the middle, connections killed', tests: [test('config/isolation-soak.test.ts', 'INV-1: (T5)')] },
  { row: 'T6', what: 'context that gets lost', tests: [test('kernel/http/pipeline.test.ts', 'INV-1: a statement without a tenant'), test(abuse, 'T6: context lost')] },
  { row: 'T7', what: 'finding out who has an account', tests: [test(signUp, 'INV-14: (T7)'), test(passwords, 'A7: every byte of a password counts', 'costs an unknown address the same work')] },
  { row: 'A1', what: 'forged access tokens', tests: [test(tokens, 'INV-9: forged access tokens (A1)')] },
  { row: 'A2', what: 'refresh tokens that come back', tests: [test(refresh, 'INV-9: a refresh token', 'that comes back after the grace'), test(refresh, 'INV-9: a refresh token', 'has one active child'), test(refresh, 'INV-9: a session', 'is over after logout')] },
  { row: 'A3', what: 'fields nobody may set', tests: [test(signUp, 'A3: fields nobody may set'), test(abuse, 'A3: fields nobody may set')] },
  { row: 'A4', what: 'raising oneself', tests: [test(members, 'INV-10: who may give what (A4)'), test('modules/members/invitations.test.ts', 'inviting')] },
  { row: 'A5', what: 'the last two owners at once', tests: [test(members, 'INV-10: the last owner (A5)', 'stays when both owners')] },
  { row: 'A6', what: 'guessing passwords', tests: [test(login, 'INV-17: guessing (A6)')] },
  { row: 'A7', what: 'odd passwords', tests: [test(passwords, 'A7: every byte of a password counts')] },
  { row: 'A8', what: 'changes sent by other sites', tests: [test(login, 'A8: cookies', 'change nothing when another site'), test(login, 'A8: cookies', 'cannot be had by a form')] },
  { row: 'A9', what: 'text that would become markup, a header or a formula', tests: [test('kernel/mail/mail.test.ts', 'header injection'), test('modules/members/invitations.test.ts', 'A9: the mail escapes'), test('modules/notifications/letters/letter.test.ts', 'lets no text of a person become markup'), test('modules/notifications/calendar/calendar-file.test.ts', 'keeps whatever people write inside its line (A9)'), test('modules/audit/audit-export.test.ts', 'as CSV has a header, quotes, and no formula')] },
  { row: 'I1', what: 'NUL in text', tests: [test(app, 'INV-7: every refusal is a problem', '422 names the field'), test(abuse, 'I1, I2: text')] },
  { row: 'I2', what: 'halves of characters', tests: [test(app, 'INV-7: every refusal is a problem', '422 names the field'), test(abuse, 'I1, I2: text')] },
  { row: 'I3', what: 'poisoned prototypes, depth, numbers that are none', tests: [test(abuse, 'I3: JSON'), test(app, 'INV-7: every refusal is a problem', 'refuses what is nested too deep')] },
  { row: 'I4', what: 'bodies that are too large, compressed, slow or endless', tests: [test(abuse, 'I4: bodies'), test(abuse, 'I4: bodies', 'come a byte a second'), test('config/invariants/bounds.test.ts', 'INV-17: bounds', 'let ')] },
  { row: 'I5', what: 'odd media types', tests: [test(abuse, 'I5: media types')] },
  { row: 'I6', what: 'limits and cursors', tests: [test('config/invariants/bounds.test.ts', 'INV-17: bounds', 'of a page: limit='), test('kernel/http/pipeline.test.ts', 'INV-14: cursor pages', 'refuse a cursor that is forged')] },
  { row: 'I7', what: 'SQL and expressions in every field', tests: [test(abuse, 'I7: SQL'), test('config/fuzz.test.ts', 'answers whatever it is sent')] },
  { row: 'S1', what: 'too many streams, slow readers', tests: [test(stream, 'INV-17: bounds of streams', 'give a person five streams'), test(stream, 'INV-17: bounds of streams', 'drop a reader that takes nothing'), test(life, 'a process', 'holds so many streams and no more')] },
  { row: 'S2', what: 'a token in a URL', tests: [test(stream, 'INV-17: bounds of streams', 'keep tokens out of URLs'), test('config/invariants/canaries.test.ts', 'INV-19: what is secret')] },
  { row: 'S3', what: 'places in the feed that are foreign, old or no places', tests: [test('config/isolation-soak.test.ts', 'INV-14: (S3)'), test(stream, 'INV-12: resuming', 'answers an id older than a day with reset'), test(stream, 'INV-12: resuming', 'tells nothing of another organisation')] },
  { row: 'S4', what: 'a stream whose right ends', tests: [test(life, 'INV-12: while somebody looks', 'ends when the token expires'), test(life, 'INV-12: while somebody looks', 'ends soon after the session does'), test(life, 'INV-12: while somebody looks', 'shows a lowered role')] },
  { row: 'W1', what: 'reports of a provider that are forged, late, early or malformed', tests: [test('modules/webhooks/signature.test.ts', 'INV-3: who is believed (W1)', 'is not:'), test(inbound, 'INV-3: a forgery', 'is answered 401 before anything'), test(inbound, 'INV-3: a forgery', 'of more than 256 kB')] },
  { row: 'W2', what: 'reports that come again', tests: [test(inbound, 'INV-4: a copy', 'a hundred at once'), test(inbound, 'INV-4: a copy', 'after 29 days'), test(inbound, 'INV-4: a copy', 'with another body')] },
  { row: 'W3', what: 'addresses nobody may have the worker call', tests: [test(egress, 'INV-18: an address that is not public', 'is refused in every literal spelling'), test(egress, 'INV-18: an address that is not public', 'is refused at the connection'), test(egress, 'INV-18: an address that is not public', 'stays out of reach of a name')] },
  { row: 'W4', what: 'receivers that redirect, never end, hang, swell or lie about who they are', tests: [test(egress, 'INV-18: a receiver that misbehaves', 'is not followed'), test(egress, 'INV-18: a receiver that misbehaves', 'is read no further than 64 kB'), test(egress, 'INV-18: a receiver that misbehaves', 'is left when the time is up'), test(egress, 'INV-18: a receiver that misbehaves', 'cannot make it expand'), test(egress, 'INV-18: a receiver that misbehaves', 'is not sent anything under a certificate'), test('modules/webhooks/pressure.test.ts', 'a dead endpoint with a backlog')] },
  { row: 'W5', what: 'receivers that are gone, busy or failing for days', tests: [test(deliveries, 'an endpoint', 'that answers 410'), test(deliveries, 'gives way to 429 with Retry-After'), test(deliveries, 'an endpoint', 'that has failed for five days')] },
  { row: 'W6', what: 'one dead endpoint with ten thousand events beside nine healthy ones', tests: [test('modules/webhooks/pressure.test.ts', 'a dead endpoint with a backlog')] },
  { row: 'W7', what: 'a change of the signing secret under load', tests: [test(deliveries, 'W7: a rotation under load')] },
  { row: 'L3', what: 'text that would become lines of the log', tests: [test('kernel/logger.test.ts', 'INV-19: a line of the log', 'is one JSON object whatever'), test('kernel/logger.test.ts', 'INV-19: a line of the log', 'is short whatever')] },
  { row: 'F1-F6', what: 'web and worker killed on the way of a booking and of its mail', tests: [kills] },
  { row: 'F7', what: 'a message that kills its worker five times', tests: [test(delivery, 'INV-6: delivery', 'an attempt that killed the worker five times'), test('kernel/events/sweeper.test.ts', 'a job that ran out of retries by crashing')] },
  { row: 'F8-F13, F15', what: 'PostgreSQL killed, stopped, silent, out of connections or of disk; web out of memory; clocks that are wrong', tests: [kills, test(clock, 'INV-21: a clock that is wrong')] },
  { row: 'F14', what: 'a stop under load', tests: [test('kernel/http/lingering-connections.test.ts', 'INV-13: (F14)'), test('config/faults.test.ts', 'F14: a request that reaches a stopping process'), test(life, 'a process', 'that stops says so')] },
]
