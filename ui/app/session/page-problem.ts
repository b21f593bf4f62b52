import { data } from 'react-router'
import type { Problem } from '../../server/problem.js'

/** What an error page or a refused panel shows. */
export interface PageProblem {
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly requestId?: string
}

/** Throw it from a loader: the nearest error boundary shows the state that belongs to the code. */
export function pageProblem(problem: Problem) {
  const { title, detail, request_id } = problem
  // An id that is none names nothing: that the address is malformed is REST's way of putting it.
  const missing = problem.status === 422 && problem.errors.length > 0 && problem.errors.every(({ pointer }) => pointer.startsWith('path/'))
  const body: PageProblem = { code: missing ? 'not_found' : problem.code, title, detail, ...(request_id ? { requestId: request_id } : {}) }
  return data(body, { status: missing ? 404 : problem.status })
}

/** @param value what a boundary caught */
export function isPageProblem(value: unknown): value is PageProblem {
  return typeof value === 'object' && value !== null && 'code' in value && 'title' in value && 'detail' in value
}
