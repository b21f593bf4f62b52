import type { Route } from './+types/keep-session.js'
import { consoleContext } from './console-context.js'

/**
 * `POST /session`: the live feed asks here when REST refuses its cookie. 204 with fresh cookies while the session lives, else 401.
 */
export async function action({ context }: Route.ActionArgs) {
  const answer = await context.get(consoleContext).session.send('GET', '/v1/auth/me')
  return new Response(null, { status: answer.ok ? 204 : answer.status })
}
