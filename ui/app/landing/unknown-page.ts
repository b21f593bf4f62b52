import { pageProblem } from '../session/page-problem.js'
import { readProblem } from '../../server/problem.js'
import { words } from '../language/words.server.js'

/** A miss outside the console. */
export function loader() {
  throw pageProblem(readProblem(404, { code: 'not_found', title: words()('There is no such page'), detail: words()('The address may be mistyped, or what it showed is gone.') }))
}

export default function UnknownPage() {
  return null
}
