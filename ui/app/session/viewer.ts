import type { Me } from '#modules/auth/contract'
import { createContext, redirect, type MiddlewareFunction } from 'react-router'
import { consoleContext } from './console-context.js'
import { pageProblem } from './page-problem.js'
import { speakTo } from '../language/words.server.js'

/** `GET /v1/auth/me`: who looks at the console, where, and what they may do. */
export type Viewer = Me
export type SignedInViewer = Viewer & { readonly organization: NonNullable<Viewer['organization']> }

export const viewerContext = createContext<SignedInViewer>()

/** Guards everything under /app: asks REST who this is, on every request, so that a removed member is out at once. */
export const requireViewer: MiddlewareFunction<Response> = async ({ url, context }) => {
  const answer = await context.get(consoleContext).session.send<Viewer>('GET', '/v1/auth/me')
  if (answer.ok && answer.body.organization) {
    speakTo(answer.body.user.locale, answer.body.user.timezone)
    return context.set(viewerContext, answer.body as SignedInViewer)
  }
  if (answer.ok) throw redirect('/login?notice=no-organization')
  if (answer.status !== 401) throw pageProblem(answer.problem)
  const { pathname, search } = url
  throw redirect(`/login?${new URLSearchParams({ next: pathname + search })}`)
}
