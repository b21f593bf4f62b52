/**
 * What happens around every handler, top to bottom: transaction, admission, module switch, permission, idempotency, the handler, commit, answer.
 * The answer leaves only after the database said COMMIT. Without it each route would have to remember all of that.
 */
import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import type { Permission } from '../contract.js'
import { say, spoken } from '../language.js'
import { currentFlow, runInFlow, type Flow, type Principal, type TenantContext } from '../tenancy/context.js'
import type { Transactions } from '../tenancy/transactions.js'
import type { UnitOfWork } from '../tenancy/unit-of-work.js'
import { claimKey, idempotentRequest, refuseKey, isDeterministic, replay, storeAnswer, storeRefusal, type IdempotentRequest, type StoredAnswer } from './idempotency.js'
import { expectedVersion } from './etag.js'
import { forbidden, problems } from './problems.js'
import type { Refusals } from './refusals.js'
import { Problem } from './problem.js'

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

/** Wraps a route's handler according to its policy. @param flow made by the onRequest hook */
export function withPipeline(transactions: Transactions, refusals: Refusals, handler: RouteHandlerMethod): Handler {
  const call = handler as unknown as Handler
  return async (request, reply) => {
    try {
      const answer = await runInFlow(request.flow, () => serve(transactions, call, request, reply))
      request.committed = true
      return answer
    } catch (error) {
      await refusals.note(request, error)
      throw error
    }
  }
}

/** An answer that leaves before the COMMIT would be a promise the database may not keep: a handler that sends by itself is turned into an error. */
export function assertCommitted(request: FastifyRequest, reply: FastifyReply): Error | null {
  const { access = 'public', transaction } = request.routeOptions.config
  if (access === 'public' || transaction === false || request.committed || reply.statusCode >= 400) return null
  return new Error(`${request.method} ${request.routeOptions.url ?? ''} answered before its transaction was committed. Return the answer instead of sending it.`)
}

async function serve(transactions: Transactions, handler: Handler, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { access, module, transaction, versioned, early, person } = request.routeOptions.config
  if (versioned) expectedVersion(request)
  if (access === 'public') return handler(request, reply)
  const principal = request.flow.principal!
  // After the admission, so that only a genuine key is told so, and noted.
  if (principal.kind === 'api_key' && (access === 'session' || person)) return transactions.asPrincipal(inOrganization(principal), refuseApiKey, async () => null)
  // Without a transaction of its own the admission commits before the handler runs, which then opens what it needs.
  const detached = async (admit: (fn: () => Promise<TenantContext | null>) => Promise<TenantContext | null>) => {
    const tenant = await admit(async () => currentFlow()!.tenant)
    return runInFlow({ ...request.flow, tenant, work: null }, () => handler(request, reply))
  }
  // A key that was taken silently would promise a replay that never comes.
  if (transaction === false || access === 'session') refuseKey(request)
  if (access === 'session') {
    const admit = <T>(fn: () => Promise<T>) => (principal.org_id === null ? transactions.asSession(principal, fn) : transactions.asPrincipal(inOrganization(principal), () => undefined, fn))
    return transaction === false ? detached(admit) : admit(() => handler(request, reply))
  }
  const gate = (tenant: TenantContext) => assertMayCall(tenant, module!, access!)
  if (transaction === false) return detached((fn) => transactions.asPrincipal(inOrganization(principal), gate, fn))
  const idempotent = idempotentRequest(request)
  if (!idempotent) return transactions.asPrincipal(inOrganization(principal), gate, async () => handler(request, reply), early ? { early, reads: request.method === 'GET' || request.method === 'HEAD' } : {})
  return once(transactions, inOrganization(principal), gate, handler, request, reply, idempotent)
}

/** One execution per Idempotency-Key; the answer is stored in the transaction of the change, a refusal in one of its own. */
async function once(
  transactions: Transactions,
  principal: Principal & { org_id: string },
  gate: (tenant: TenantContext) => void,
  handler: Handler,
  request: FastifyRequest,
  reply: FastifyReply,
  idempotent: IdempotentRequest,
): Promise<unknown> {
  let replayed = false
  const execute = async (work: UnitOfWork): Promise<StoredAnswer> => {
    const stored = await claimKey(work, idempotent)
    replayed = stored !== null
    if (stored) return stored
    const answer = answerOf(reply, await handler(request, reply))
    const kept = withoutSecrets(answer, request.routeOptions.config.secretFields ?? [])
    const statement = storeAnswer(idempotent, kept)
    work.atClose(() => [statement])
    return answer
  }
  try {
    const answer = await transactions.asPrincipal(principal, gate, execute, { early: request.routeOptions.config.early === true })
    request.committed = true
    return replayed ? replay(reply, answer) : reply.code(answer.status).headers(answer.headers).serializer(String).send(answer.body ?? '')
  } catch (error) {
    if (error instanceof Problem && isDeterministic(error)) {
      const body = JSON.stringify(error.toBody(request.url.split('?')[0]!, request.id))
      const answer = { status: error.type.status, headers: { 'content-type': 'application/problem+json; charset=utf-8' }, body }
      await transactions.asPrincipal(principal, gate, async (work) => work.execute(storeRefusal(idempotent, answer)))
    }
    throw error
  }
}

/** The answer as bytes, by the route's own serializer, so that the replay is equal byte for byte. */
function answerOf(reply: FastifyReply, payload: unknown): StoredAnswer {
  const headers: Record<string, string> = {}
  for (const name of ['etag', 'location', 'link']) {
    const value = reply.getHeader(name)
    if (typeof value === 'string') headers[name] = value
  }
  if (payload === null || payload === undefined) return { status: reply.statusCode, headers, body: null }
  return { status: reply.statusCode, headers: { ...headers, 'content-type': 'application/json; charset=utf-8' }, body: String(reply.serialize(payload)) }
}

function withoutSecrets(answer: StoredAnswer, fields: readonly string[]): StoredAnswer {
  if (fields.length === 0 || answer.body === null) return answer
  const body = JSON.parse(answer.body) as Record<string, unknown>
  for (const field of fields) delete body[field]
  return { ...answer, body: JSON.stringify(body) }
}

function assertMayCall(tenant: TenantContext, module: string, access: Permission | 'session' | 'public'): void {
  if (tenant.disabled_modules.has(module)) {
    throw new Problem(problems.moduleDisabled, { detail: say`The module '${spoken(module)}' is switched off for this organisation. An owner can switch it on in the settings.`, extensions: { module } })
  }
  if (typeof access !== 'string' && !tenant.permissions.has(access.name)) {
    throw forbidden(say`This needs the permission '${access.name}' (${spoken(access.description)}), which the role '${spoken(tenant.role ?? 'none')}' does not hold. Ask an admin of the organisation.`)
  }
}

function refuseApiKey(): never {
  throw forbidden(say`An API key cannot do this, whatever its scopes: accounts, sessions, keys, and the beginning and end of an organisation are for people. Sign in and do it there.`)
}

function inOrganization(principal: Principal): Principal & { org_id: string } {
  const { org_id } = principal
  if (org_id === null) throw forbidden(say`Choose an organisation first: POST /v1/auth/organization.`)
  return { ...principal, org_id }
}

declare module 'fastify' {
  interface FastifyRequest {
    flow: Flow
    /** The transaction around the handler is durable. */
    committed: boolean
  }
}
