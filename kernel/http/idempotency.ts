/**
 * Idempotency-Key on POST: one execution per organisation, actor (a person, or one of their API keys), method, path and key; the stored answer is replayed byte for byte.
 * The row commits with the change it answers for. Without it a client that lost the answer would book twice.
 */
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { say } from '../language.js'
import { currentFlow, currentTenant } from '../tenancy/context.js'
import type { Statement, UnitOfWork } from '../tenancy/unit-of-work.js'
import { Problem } from './problem.js'
import { invalid, problems } from './problems.js'

export interface IdempotentRequest {
  key: string
  method: string
  path: string
  fingerprint: string
}

export interface StoredAnswer {
  status: number
  headers: Record<string, string>
  body: string | null
}

/** @returns null when the request carries no key. @throws 422 for a key that cannot be one */
export function idempotentRequest(request: FastifyRequest): IdempotentRequest | null {
  const key = request.headers['idempotency-key']
  if (key === undefined || request.method !== 'POST' || request.routeOptions.config.idempotency === false) return null
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) throw invalid({ pointer: 'header/idempotency-key', detail: say`Must be 1 to 255 visible ASCII characters.` })
  const fingerprint = createHash('sha256').update(JSON.stringify([request.query, request.body ?? null])).digest('base64url')
  return { key, method: request.method, path: request.url.split('?')[0]!, fingerprint }
}

/** For routes that belong to no organisation or work outside of the request's transaction, where an answer cannot be kept with its change. @throws 422 when a key was sent */
export function refuseKey(request: FastifyRequest): void {
  if (idempotentRequest(request) === null) return
  throw invalid({ pointer: 'header/idempotency-key', detail: say`This operation cannot keep its answer for a replay. Send it without Idempotency-Key and look at the state before repeating it.` })
}

const keyed = ({ key, method, path }: IdempotentRequest): readonly string[] => [currentTenant().org_id, actorId(), method, path, key]

/** True for the one transaction that holds the key, until it ends. */
const lock = (place: string) => `pg_try_advisory_xact_lock(hashtextextended(${place}, 0))`
const lockName = (values: readonly string[]) => values.join('\n')

/**
 * Takes the key for this transaction.
 * @returns the stored answer when the request was executed before
 * @throws 409 idempotency_in_progress at once while another request holds the key, 422 when the key was used for another body
 */
export async function claimKey(work: UnitOfWork, request: IdempotentRequest): Promise<StoredAnswer | null> {
  const values = keyed(request)
  const [locked, stored] = await Promise.all([
    work.query<{ held: boolean }>({ name: 'kernel.idempotency_lock', text: `select ${lock('$1')} as held`, values: [lockName(values)] }),
    work.query<StoredAnswer & { fingerprint: string }>({
      name: 'kernel.idempotency_find',
      text: `select fingerprint, status, headers, body from idempotency_keys where org_id = $1 and actor_id = $2 and method = $3 and path = $4 and key = $5`,
      values,
    }),
  ])
  const [answer] = stored
  if (answer) {
    if (answer.fingerprint === request.fingerprint) return answer
    throw new Problem(problems.idempotencyKeyReused, { detail: say`This Idempotency-Key was used with another body. Use a new key for a new request.` })
  }
  if (!locked[0]!.held) throw new Problem(problems.idempotencyInProgress, { detail: say`The first request with this Idempotency-Key is still being worked on. Repeat it shortly to get its answer.`, retry_after: 1 })
  return null
}

/** The row that answers the next request with this key; sent with the commit. */
export function storeAnswer(request: IdempotentRequest, { status, headers, body }: StoredAnswer): Statement {
  return {
    name: 'kernel.idempotency_store',
    text: `insert into idempotency_keys (org_id, actor_id, method, path, key, fingerprint, status, headers, body)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    values: [...keyed(request), request.fingerprint, status, JSON.stringify(headers), body],
  }
}

/**
 * The row that answers for a refused request, written in a transaction of its own: the refused one is gone, and with it its hold on the key. Whoever
 * took the key since then decides what is stored, or a request that was executed would be answered with a refusal ever after.
 */
export function storeRefusal(request: IdempotentRequest, { status, headers, body }: StoredAnswer): Statement {
  const values = keyed(request)
  return {
    name: 'kernel.idempotency_store_refusal',
    text: `insert into idempotency_keys (org_id, actor_id, method, path, key, fingerprint, status, headers, body)
           select $1::uuid, $2::uuid, $3, $4, $5, $6, $7::integer, $8::jsonb, $9 where ${lock('$10')} on conflict do nothing`,
    values: [...values, request.fingerprint, status, JSON.stringify(headers), body, lockName(values)],
  }
}

/** Which refusals are the same however often they are asked: those may be stored. */
export function isDeterministic(problem: Problem): boolean {
  const { status, code } = problem.type
  return (status === 409 || status === 422) && code !== problems.idempotencyInProgress.code && code !== problems.idempotencyKeyReused.code
}

/** Sends a stored answer as it was. */
export function replay(reply: FastifyReply, { status, headers, body }: StoredAnswer): FastifyReply {
  return reply.code(status).headers({ ...headers, 'idempotent-replayed': 'true' }).serializer(String).send(body ?? '')
}

function actorId(): string {
  const { actor, user_id } = currentTenant()
  return actor.api_key_id ?? user_id ?? currentFlow()!.principal!.session_id
}
