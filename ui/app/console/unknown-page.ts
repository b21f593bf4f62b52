import { pageProblem } from '../session/page-problem.js'
import { readProblem } from '../../server/problem.js'

/** A miss inside the console keeps its navigation. */
export function loader() {
  throw pageProblem(readProblem(404, { code: 'not_found', title: 'There is no such page', detail: 'The address may be mistyped, or what it showed is gone.' }))
}

export default function UnknownPage() {
  return null
}

export { ScreenError as ErrorBoundary } from './screen-error.js'
