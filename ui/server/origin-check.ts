import type { IncomingHttpHeaders } from 'node:http'

/**
 * Decides whether a state-changing request comes from the console's own pages (OWASP CSRF cheat sheet, "Verifying Origin").
 * `Sec-Fetch-Site` decides when the browser sends it (https and localhost); else `Origin` must name this host or the public URL.
 * A request with neither is refused: every browser that runs the console sends one of them with a POST.
 * @param publicOrigin e.g. `https://book.example.org`
 */
export function comesFromOwnPages(headers: IncomingHttpHeaders, publicOrigin: string): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const origin = headers.origin
  if (!origin || origin === 'null') return false
  return origin === publicOrigin || URL.parse(origin)?.host === headers.host
}
