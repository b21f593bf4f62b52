import { isRouteErrorResponse, useRouteError } from 'react-router'
import { EmptyState } from '../kit/empty-state.js'
import { LinkButton } from '../kit/button.js'
import type { IconName } from '../kit/icon.js'
import { isPageProblem, type PageProblem } from '../session/page-problem.js'

const icons: Record<string, IconName> = { forbidden: 'lock', module_disabled: 'ban', not_found: 'ban', unavailable: 'clock', rate_limited: 'clock' }

const advice: Record<string, string> = {
  forbidden: 'Ask an administrator of the organisation for the permission.',
  module_disabled: 'An owner can switch it on again; nothing that was in it is lost.',
  unavailable: 'The server is catching its breath. Try again in a moment.',
  rate_limited: 'That was too often in a short time. Try again in a moment.',
}

/** The error boundary of every screen: the navigation stays, the screen says what is the matter and what to do. */
export function ScreenError() {
  const error = useRouteError()
  const problem = problemOf(error)
  const retry = problem.code !== 'forbidden' && problem.code !== 'module_disabled' && problem.code !== 'not_found'
  return (
    <div className="mx-auto max-w-3xl px-4 py-10 sm:px-8">
      <EmptyState
        icon={icons[problem.code] ?? 'alert'}
        title={problem.title}
        action={
          retry ? (
            <LinkButton to="" reloadDocument>
              Try again
            </LinkButton>
          ) : (
            <LinkButton to="/app">Back to the start</LinkButton>
          )
        }
      >
        <p>{problem.detail}</p>
        {advice[problem.code] ? <p>{advice[problem.code]}</p> : null}
        {problem.requestId ? <p className="pt-2 font-mono text-xs text-ink-faint">Request {problem.requestId}</p> : null}
      </EmptyState>
    </div>
  )
}

/** @param error what a boundary caught. Anything but a REST problem is our own fault, and its text stays in the log. */
export function problemOf(error: unknown): PageProblem {
  if (isRouteErrorResponse(error) && isPageProblem(error.data)) return error.data
  if (isRouteErrorResponse(error) && error.status === 404) return { code: 'not_found', title: 'There is no such page', detail: 'The address may be mistyped.' }
  return { code: 'internal', title: 'This screen broke', detail: 'It is our fault, not yours, and it is in the log.' }
}
