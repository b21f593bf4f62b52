/**
 * The write path's points K0-K15, each as the place where a real process is made to stand still. The names are those of the product's statements:
 * one that was renamed is never reached, and a round that does not reach a point fails.
 */
import type { Match } from './database-proxy.js'

export const actors = ['web', 'worker', 'postgres'] as const
export type Actor = (typeof actors)[number]

/** `error` is thrown in the process that works on the point: its connection is cut, or the server (provider) answers with an error. */
export const kinds = ['SIGKILL', 'error', 'black hole'] as const
export type Kind = (typeof kinds)[number]

/** Who is at work at the point, and therefore held. */
export type Holder = 'client' | 'web' | 'worker' | 'provider'

export interface Point {
  name: `K${number}`
  what: string
  holder: Holder
  /** What must be so before anybody tries again: nothing of the request is there, or all of it. */
  leaves: 'nothing' | 'everything'
  /** How the statement is known; absent where no statement passes. @param mails ids of the messages that become mail */
  match?: (org: string, mails: ReadonlySet<string>) => Match
  /** Held before it reaches the server, or after the server has answered and before the process hears. */
  when: 'before' | 'after'
}

const named =
  (name: string | RegExp) =>
  (org: string): Match =>
  (passing) =>
    (typeof name === 'string' ? passing.name === name : name.test(passing.name)) && passing.seen.has(org)

const commitAfter =
  (name: string) =>
  (org: string): Match =>
  ({ text, names, seen }) =>
    text === 'commit' && names.has(name) && seen.has(org)

/** Of all messages of an organisation only those that somebody outside receives. */
const ofMail =
  (inner: (org: string) => Match) =>
  (org: string, mails: ReadonlySet<string>): Match =>
  (passing) =>
    inner(org)(passing) && [...passing.seen].some((value) => mails.has(value))

export const points: readonly Point[] = [
  { name: 'K0', what: 'socket accepted', holder: 'client', leaves: 'nothing', when: 'before' },
  { name: 'K1', what: 'authenticated, membership read', holder: 'web', leaves: 'nothing', when: 'after', match: named(/^kernel\.admission_tenant/) },
  { name: 'K2', what: 'BEGIN, organisation set', holder: 'web', leaves: 'nothing', when: 'after', match: (org) => ({ text, seen }) => text.includes('app.org_id') && seen.has(org) },
  { name: 'K3', what: 'idempotency key taken', holder: 'web', leaves: 'nothing', when: 'after', match: named('kernel.idempotency_find') },
  { name: 'K4', what: 'resource and its limits read', holder: 'web', leaves: 'nothing', when: 'after', match: named('resources.find_for_share') },
  { name: 'K5', what: 'booking inserted', holder: 'web', leaves: 'nothing', when: 'after', match: named(/^bookings\.place/) },
  { name: 'K6', what: 'workflow evaluated, approval steps inserted', holder: 'web', leaves: 'nothing', when: 'after', match: named('approvals.write_step') },
  { name: 'K7', what: 'outbox and event rows inserted', holder: 'web', leaves: 'nothing', when: 'after', match: named('kernel.insert_outbox') },
  { name: 'K8', what: 'audit row and answer stored, COMMIT sent', holder: 'web', leaves: 'nothing', when: 'before', match: commitAfter('kernel.idempotency_store') },
  { name: 'K9', what: 'COMMIT durable, no answer yet', holder: 'web', leaves: 'everything', when: 'after', match: commitAfter('kernel.idempotency_store') },
  { name: 'K10', what: 'answer sent', holder: 'client', leaves: 'everything', when: 'after' },
  { name: 'K11', what: 'wake-up on its way', holder: 'web', leaves: 'everything', when: 'before', match: () => ({ text, values }) => text.includes('pg_notify') && /^e?m:/.test(values[1] ?? '') },
  { name: 'K12', what: 'worker fetched the message', holder: 'worker', leaves: 'everything', when: 'before', match: ofMail(named('outbox.lock.outbox')) },
  { name: 'K13', what: 'provider called', holder: 'provider', leaves: 'everything', when: 'before' },
  { name: 'K14', what: 'provider answered', holder: 'worker', leaves: 'everything', when: 'before', match: ofMail(named('outbox.sent.outbox')) },
  { name: 'K15', what: 'row marked sent', holder: 'worker', leaves: 'everything', when: 'after', match: ofMail(commitAfter('outbox.sent.outbox')) },
]

/** Why a combination cannot exist; null when it does. */
export function impossible({ name, holder }: Point, actor: Actor, kind: Kind): string | null {
  if (kind === 'SIGKILL') return null
  if (actor === 'web' && (holder === 'worker' || holder === 'provider')) return 'web has no part in delivery: it has no statement or socket there that could fail (SIGKILL shows that its end does not matter)'
  if (actor === 'worker' && (holder === 'web' || holder === 'client')) return 'the worker has no part in the request (SIGKILL shows that its end does not matter)'
  if (actor === 'postgres' && holder === 'provider') return 'PostgreSQL has no part in the call to the provider; its loss shows at K14'
  if (name === 'K0' && kind === 'error') return actor === 'postgres' ? 'no statement has been sent yet' : 'nothing runs yet that could throw; a client that breaks off is the black hole of this point'
  if (name === 'K10' && kind === 'error') return 'the answer is out: nothing is left to fail'
  return null
}

/** Every combination that exists. */
export const combinations = points.flatMap((point) => actors.flatMap((actor) => kinds.flatMap((kind) => (impossible(point, actor, kind) === null ? [{ point, actor, kind }] : []))))
