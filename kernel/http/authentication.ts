/**
 * The slot for authentication: a credential is read from the header or the cookie and verified without the database.
 * The header goes before the cookie, and a token in a URL is not read at all. Refuses a cookie on a change that another site could have sent.
 */
import type { FastifyRequest } from 'fastify'
import { defineToken } from '../contract.js'
import { say } from '../language.js'
import type { Principal } from '../tenancy/context.js'
import { forbidden, problems } from './problems.js'
import { Problem } from './problem.js'

/** Bound by the auth module. */
export interface Authenticator {
  /** Checks signature and expiry of an access token, shape and checksum of an API key; nothing live. @throws unauthenticated, token_expired */
  verify(token: string): Principal
}

export const authenticatorToken = defineToken<Authenticator>('kernel.authenticator')

/** Names of the console's cookies. Browsers keep `__Host-` cookies for https only, so plain-http origins get the plain name. */
export function cookieNames(publicUrl: string): { access: string; refresh: string; secure: boolean } {
  const secure = publicUrl.startsWith('https://')
  const prefix = secure ? '__Host-' : ''
  return { access: `${prefix}bookflow_access`, refresh: `${prefix}bookflow_refresh`, secure }
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * @returns null without a credential
 * @throws Problem when the credential is not acceptable
 */
export function authenticate(request: FastifyRequest, authenticator: Authenticator, publicUrl: string): Principal | null {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const match = /^Bearer ([A-Za-z0-9._~+/=-]{1,4096})$/i.exec(authorization)
    if (!match) throw new Problem(problems.unauthenticated, { detail: say`Authorization must be: Bearer <access token or API key>.` })
    return authenticator.verify(match[1]!)
  }
  const cookie = request.cookies[cookieNames(publicUrl).access]
  if (cookie === undefined || cookie === '') return null
  if (!safeMethods.has(request.method)) assertSameOrigin(request, publicUrl)
  const principal = authenticator.verify(cookie)
  // A browser would send it along with whatever page asks.
  if (principal.kind !== 'user') throw new Problem(problems.unauthenticated, { detail: say`API keys do not belong into cookies. Send Authorization: Bearer <API key>.` })
  return principal
}

/** A browser says where a request comes from; one that says nothing may not change anything with a cookie. */
function assertSameOrigin({ headers }: FastifyRequest, publicUrl: string): void {
  const site = headers['sec-fetch-site']
  const sameSite = site === undefined || site === 'same-origin' || site === 'none'
  if (headers.origin !== new URL(publicUrl).origin || !sameSite) {
    throw forbidden(say`A change by cookie must carry Origin: ${new URL(publicUrl).origin}. From elsewhere use a bearer token.`)
  }
}
