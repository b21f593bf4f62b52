/**
 * Who may call a route. Deny by default: a route without `config.access` or without a response schema does not boot.
 */
import type { RouteOptions } from 'fastify'
import type { Permission } from '../contract.js'

/** `public`: anybody. `session`: anybody signed in, no organisation needed. A permission: members who hold it, in a switched-on module. */
export type Access = 'public' | 'session' | Permission

export interface RoutePolicy {
  access?: Access
  /** A PATCH, PUT or DELETE of a versioned resource: If-Match is required (428), stale is 412. */
  versioned?: true
  /** No transaction around the handler: streams, slow work such as hashing a password, and public routes that do not touch the database. */
  transaction?: false
  /** For hot routes: the handler's first statements travel with the admission. It must not ask for the transaction's time before one of them is answered; a GET changes nothing at all. */
  early?: true
  /** Only for people who are signed in: an API key is refused (403), whatever its scopes. Every `session` route is such a one. */
  person?: true
  /** Tokens are not replayed: Idempotency-Key is ignored on the auth token routes. */
  idempotency?: false
  /** Top-level fields of the answer left out when it is replayed, because they are shown once. */
  secretFields?: readonly string[]
  /** Its own limit instead of the general one. */
  rateLimit?: { max: number; timeWindow: string } | false
}

declare module 'fastify' {
  interface FastifyContextConfig extends Omit<RoutePolicy, 'rateLimit'> {
    /** The module whose route it is; set by the kernel. */
    module?: string
  }
}

/** @throws naming the route and the fix */
export function assertPolicy(route: RouteOptions, module: string): void {
  const where = `Route ${String(route.method)} ${route.url} of module '${module}'`
  const access = route.config?.access
  if (!access) throw new Error(`${where} says nothing about access. Add config: { access: <a permission of the module> | 'session' | 'public' }.`)
  if (typeof access !== 'string' && !access.name.startsWith(`${module}:`)) {
    throw new Error(`${where} asks for '${access.name}', a permission of another module. Declare one in its own contract.`)
  }
  const responses = Object.keys((route.schema?.response as Record<string, unknown> | undefined) ?? {})
  if (!responses.some((status) => /^2|^3/.test(status))) throw new Error(`${where} has no response schema. Add schema.response with its 2xx answer.`)
  const mutates = [route.method].flat().some((method) => ['PATCH', 'PUT', 'DELETE'].includes(method))
  if (route.config?.versioned && !mutates) throw new Error(`${where} is 'versioned', which is for PATCH, PUT and DELETE.`)
}
