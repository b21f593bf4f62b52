/**
 * Who is asking, for which organisation: carried by AsyncLocalStorage through one request, job or schedule.
 * Refuses to answer outside of one: a missing context is an exception, never "all rows".
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Permission, Role } from '../contract.js'
import type { UnitOfWork } from './unit-of-work.js'

/** Who did it, as written to events and the audit log. */
export interface Actor {
  kind: 'user' | 'system'
  /** The user's id; for `system` the name of the job or rule. */
  id: string
  /** The API key the person acted through; absent for a person at the console. */
  api_key_id?: string
}

/**
 * What a credential says, before the database was asked. An access token's signature proves it; what an API key says is only claimed until the
 * admission has compared its proof.
 */
export interface Principal {
  kind: 'user' | 'api_key'
  user_id: string
  /** The session's id, or the key's. */
  session_id: string
  /** Null while the person has not chosen an organisation. */
  org_id: string | null
  /** Seconds since the epoch. */
  expires_at: number
  /** Of an API key: the hash of the secret that came with it. */
  proof?: string
  /** Of an API key: this process has seen this proof hold before. Says whom to count, never who may come in. */
  proven?: boolean
}

/** The actor a principal is, in the organisation it names. */
export function actorOf({ kind, user_id, session_id }: Principal): Actor {
  return kind === 'user' ? { kind, id: user_id } : { kind: 'user', id: user_id, api_key_id: session_id }
}

/** A live, admitted view of one organisation. */
export interface TenantContext {
  org_id: string
  actor: Actor
  /** Null for the system. */
  user_id: string | null
  /** Null for the system, which holds every permission. */
  role: Role | null
  /** Names of the permissions held, of switched-on modules only. */
  permissions: ReadonlySet<string>
  /** Modules this organisation switched off. */
  disabled_modules: ReadonlySet<string>
  /** Modules asked on demand that listen in this organisation. */
  listening_modules: ReadonlySet<string>
}

/** What travels with one asynchronous flow. */
export interface Flow {
  request_id: string
  ip: string | null
  /** In which the caller wants to be told things; absent for English. */
  language?: 'de' | undefined
  principal: Principal | null
  tenant: TenantContext | null
  work: UnitOfWork | null
}

const storage = new AsyncLocalStorage<Flow>()

export class TenantContextMissing extends Error {
  constructor(what: string) {
    super(`${what} was called outside of a tenant context. Open one with transactions.tenant(...), or crossTenant(reason, ...) for work across organisations.`)
    this.name = 'TenantContextMissing'
  }
}

export function runInFlow<T>(flow: Flow, fn: () => T): T {
  return storage.run(flow, fn)
}

export function currentFlow(): Flow | undefined {
  return storage.getStore()
}

/** The admitted tenant of this flow. @throws TenantContextMissing */
export function currentTenant(): TenantContext {
  const tenant = storage.getStore()?.tenant
  if (!tenant) throw new TenantContextMissing('currentTenant()')
  return tenant
}

/** True when the caller holds the permission in this organisation; the system holds all of switched-on modules. */
export function holds(permission: Permission, tenant: TenantContext = currentTenant()): boolean {
  return tenant.permissions.has(permission.name)
}

/** The id of the person asking. @throws TenantContextMissing when the system or nobody is */
export function currentUserId(): string {
  const id = currentTenant().user_id
  if (id === null) throw new TenantContextMissing('currentUserId()')
  return id
}
