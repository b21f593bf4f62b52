import { redirect } from 'react-router'
import type { Route } from './+types/keep-view.js'
import { redirectSaying } from '../flash/flash.server.js'
import { words } from '../language/words.server.js'
import { consoleContext } from '../session/console-context.js'
import { textOf } from '../session/form-problem.js'
import { ownPath } from '../session/own-path.js'

/** Keeps a view of a list under a name, or forgets one; then back to the list. */
export async function action({ request, context }: Route.ActionArgs) {
  const { session } = context.get(consoleContext)
  const form = await request.formData()
  const t = words()
  const back = ownPath(form.get('return_to'), '/app')
  const remove = textOf(form, 'remove')
  if (remove) {
    const answer = await session.send('DELETE', `/v1/saved-views/${encodeURIComponent(remove)}`)
    return answer.ok ? redirectSaying(back, { tone: 'good', text: t('The view is forgotten.') }) : redirectSaying(back, { tone: 'bad', text: t('That did not work'), detail: answer.problem.detail })
  }
  const name = textOf(form, 'name')
  const answer = await session.send('POST', '/v1/saved-views', { body: { screen: textOf(form, 'screen'), name, query: textOf(form, 'query') } })
  if (answer.ok) return redirectSaying(back, { tone: 'good', text: t('The view “{{name}}” is kept.', { name }) })
  return redirectSaying(back, { tone: 'bad', text: t('That did not work'), detail: answer.problem.code === 'already_exists' ? t('You have a view of that name here already.') : answer.problem.detail })
}

export function loader() {
  return redirect('/app')
}
