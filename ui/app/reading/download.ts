import { redirect } from 'react-router'
import type { Route } from './+types/download.js'
import { askedDownload } from './download-path.js'
import { words } from '../language/words.server.js'
import { pageProblem } from '../session/page-problem.js'
import { readProblem } from '../../server/problem.js'

/**
 * `GET /app/download?of=/v1/...`: sends the browser to a file of REST with a session that is good for it. A link straight to REST would meet an access
 * token that ended a quarter of an hour after the page was read; the check of the person, which every page passes, renews it.
 */
export function loader({ url }: Route.LoaderArgs) {
  const t = words()
  const path = askedDownload(url.searchParams)
  if (path === null) throw pageProblem(readProblem(404, { code: 'not_found', title: t('There is no such file'), detail: t('The address may be mistyped.') }))
  return redirect(path)
}
