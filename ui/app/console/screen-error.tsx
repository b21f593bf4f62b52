import { useTranslation } from 'react-i18next'
import { isRouteErrorResponse, useRouteError } from 'react-router'
import { EmptyState } from '../kit/empty-state.js'
import { LinkButton } from '../kit/button.js'
import type { IconName } from '../kit/icon.js'
import { phrase } from '../language/phrases.js'
import { isPageProblem, type PageProblem } from '../session/page-problem.js'

interface State {
  readonly icon: IconName
  readonly title: string
  readonly advice: string
  /** Trying again may help. */
  readonly retry: boolean
}

/** What a person is told instead of REST's own words, where the code says enough. */
const states: Readonly<Record<string, State>> = {
  forbidden: { icon: 'lock', title: phrase('You may not see this'), advice: phrase('Ask an administrator of the organisation for the permission.'), retry: false },
  module_disabled: { icon: 'ban', title: phrase('This is switched off here'), advice: phrase('An owner can switch it on again; nothing that was in it is lost.'), retry: false },
  not_found: { icon: 'ban', title: phrase('There is no such page'), advice: phrase('The address may be mistyped, or what it showed is gone.'), retry: false },
  unavailable: { icon: 'clock', title: phrase('The server is busy'), advice: phrase('It is catching its breath. Try again in a moment.'), retry: true },
  rate_limited: { icon: 'clock', title: phrase('That was too often'), advice: phrase('Wait a moment, then try again.'), retry: true },
  internal: { icon: 'alert', title: phrase('This screen broke'), advice: phrase('It is our fault, not yours, and it is in the log.'), retry: true },
}

/** The error boundary of every screen: the navigation stays, the screen says what is the matter and what to do. */
export function ScreenError() {
  const { t } = useTranslation()
  const problem = problemOf(useRouteError())
  const state = states[problem.code]
  return (
    <div className="mx-auto max-w-3xl px-4 py-10 sm:px-8">
      <EmptyState
        heading="h1"
        icon={state?.icon ?? 'alert'}
        title={state ? t(state.title) : problem.title}
        action={state?.retry === false ? <LinkButton to="/app">{t('Back to the start')}</LinkButton> : <LinkButton to="" reloadDocument>{t('Try again')}</LinkButton>}
      >
        {state ? <p>{t(state.advice)}</p> : <p>{problem.detail}</p>}
        {problem.requestId ? <p className="pt-2 font-mono text-xs text-ink-faint">{t('Request {{id}}', { id: problem.requestId })}</p> : null}
      </EmptyState>
    </div>
  )
}

/** @param error what a boundary caught. Anything but a REST problem is our own fault, and its text stays in the log. */
export function problemOf(error: unknown): PageProblem {
  if (isRouteErrorResponse(error) && isPageProblem(error.data)) return error.data
  if (isRouteErrorResponse(error) && error.status === 404) return { code: 'not_found', title: phrase('There is no such page'), detail: phrase('The address may be mistyped, or what it showed is gone.') }
  return { code: 'internal', title: phrase('This screen broke'), detail: phrase('It is our fault, not yours, and it is in the log.') }
}
