/** What is promised, in one sentence each; the page shows it beside the guards that were taken away. */
import type { Invariant } from './removal.js'

export const statements: Readonly<Record<Invariant, string>> = {
  'INV-1': 'Every row of an organisation carries its id, every statement names it, and row-level security stands behind both; no context is an exception, never all rows.',
  'INV-2': 'For one resource and unit no two bookings that take time overlap, also after a move, an approval, a restore, a migration or raw SQL.',
  'INV-3': 'What comes in from a provider is verified over its raw bytes before it is parsed, looked up or logged.',
  'INV-4': 'A message from a provider has at most one effect, however often it comes.',
  'INV-5': 'A committed change has exactly its events, audit rows and messages; a rolled-back one has none.',
  'INV-6': 'Only the worker sends: at least once, under one id, five attempts, then dead and visible.',
  'INV-7': 'Every refusal is application/problem+json, whose status is that of the answer and which tells nothing of the inside.',
  'INV-8': 'Every change and every refusal is in the log of its organisation, in the same transaction; nobody changes the log.',
  'INV-9': 'An access token lives for a quarter of an hour, a refresh token is used once; what ends a session ends it at once.',
  'INV-10': 'Nothing is allowed that no rule allows; roles are read at each request; nobody gives more than they hold or decides for themselves; an owner remains.',
  'INV-11': 'Bookings and requests move along one declared machine; each step is decided once.',
  'INV-12': 'A stream tells committed events of its organisation that its person may see, in order, without gap or repetition, or says reset.',
  'INV-13': 'A 2xx answer is committed and on disk; a process that stops loses no request it accepted.',
  'INV-14': 'What belongs to another organisation cannot be told from what never was.',
  'INV-15': 'One Idempotency-Key of one person is one execution, replayed byte for byte.',
  'INV-16': 'Nobody’s change is lost to somebody who did not see it.',
  'INV-17': 'Every request has bounds: bytes, depth, values, pages, time, streams, attempts.',
  'INV-18': 'A webhook goes to public addresses over https and nowhere else, and its answer is bounded.',
  'INV-19': 'Secrets are in no URL, log, table, message, job, stream, metric or refusal.',
  'INV-21': 'Instants are kept in UTC, wall clocks are the resource’s, and the database’s clock decides.',
}
