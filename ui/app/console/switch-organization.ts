import { redirect } from 'react-router'
import type { Route } from './+types/switch-organization.js'
import { consoleContext } from '../session/console-context.js'
import { textOf } from '../session/form-problem.js'
import { pageProblem } from '../session/page-problem.js'

/** A session belongs to one organisation at a time: the switch answers with new tokens. */
export async function action({ request, context }: Route.ActionArgs) {
  const { session } = context.get(consoleContext)
  const organizationId = textOf(await request.formData(), 'organization_id')
  const answer = await session.send('POST', '/v1/auth/organization', { body: { organization_id: organizationId } })
  if (!answer.ok) throw pageProblem(answer.problem)
  session.open(answer.body)
  return redirect('/app')
}

export function loader() {
  return redirect('/app')
}
