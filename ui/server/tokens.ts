import type { Tokens as RestTokens } from '#modules/auth/contract'

/** The part of every REST answer that opens a session: login, verification, refresh, switch of organisation. */
export type Tokens = Pick<RestTokens, 'access_token' | 'expires_in' | 'refresh_token'>

/** True for a body that carries a session. Guards against writing `undefined` into a cookie should REST change under the console. */
export function isTokens(body: unknown): body is Tokens {
  if (typeof body !== 'object' || body === null) return false
  const { access_token, expires_in, refresh_token } = body as Record<string, unknown>
  return typeof access_token === 'string' && typeof refresh_token === 'string' && typeof expires_in === 'number'
}
