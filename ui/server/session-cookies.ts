import type { Tokens } from './tokens.js'

export interface SessionCookieOptions {
  /** True when the public URL is https: then the names carry `__Host-` and the cookies `Secure`. */
  readonly secure: boolean
  /** How long an unused session lives, in seconds; the refresh token's idle life. */
  readonly idleSeconds: number
}

export interface SessionCookies {
  readonly access?: string
  readonly refresh?: string
}

/** Cookie names. REST reads the access token from the same name; `__Host-` (RFC 6265bis 4.1.3.2) never arrives over plain http. */
export function cookieNames(secure: boolean): { access: string; refresh: string } {
  const prefix = secure ? '__Host-' : ''
  return { access: `${prefix}bookflow_access`, refresh: `${prefix}bookflow_refresh` }
}

/** @param header the request's Cookie header, as received */
export function readSessionCookies(header: string | undefined, secure: boolean): SessionCookies {
  const names = cookieNames(secure)
  return { access: valueOf(header, names.access), refresh: valueOf(header, names.refresh) }
}

/** The Cookie header that brings an access token to REST. */
export function accessCookie(token: string, secure: boolean): string {
  return `${cookieNames(secure).access}=${encodeURIComponent(token)}`
}

/** Two Set-Cookie values that carry `tokens`. The access cookie dies with its token, so that "missing" means "refresh". */
export function openingCookies(tokens: Tokens, options: SessionCookieOptions): string[] {
  const names = cookieNames(options.secure)
  return [
    setCookie(names.access, tokens.access_token, tokens.expires_in, options.secure),
    setCookie(names.refresh, tokens.refresh_token, options.idleSeconds, options.secure),
  ]
}

/** Two Set-Cookie values that end the session in this browser. */
export function closingCookies(options: SessionCookieOptions): string[] {
  const names = cookieNames(options.secure)
  return [setCookie(names.access, '', 0, options.secure), setCookie(names.refresh, '', 0, options.secure)]
}

function setCookie(name: string, value: string, maxAge: number, secure: boolean): string {
  return `${name}=${encodeURIComponent(value)}; Max-Age=${maxAge}; Path=/; HttpOnly;${secure ? ' Secure;' : ''} SameSite=Lax`
}

/** The first cookie of that name; a value that is not properly encoded counts as none. */
function valueOf(header = '', name: string): string | undefined {
  const found = header.split(/;\s*/).find((pair) => pair.startsWith(`${name}=`))
  try {
    return decodeURIComponent(found?.slice(name.length + 1) ?? '') || undefined
  } catch {
    return undefined
  }
}
