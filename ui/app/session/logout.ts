import { redirect } from 'react-router'
import type { Route } from './+types/logout.js'
import { consoleContext } from './console-context.js'

/** The browser forgets the session even when REST cannot be reached to revoke it. */
export async function action({ context }: Route.ActionArgs) {
  const { session, logError } = context.get(consoleContext)
  const answer = await session.send('POST', '/v1/auth/logout')
  if (!answer.ok && answer.status >= 500) logError(new Error(`Logout could not revoke the session: ${answer.problem.detail}`))
  session.close()
  return redirect('/login?notice=logged-out')
}

export function loader() {
  return redirect('/')
}
