import { Type } from 'typebox'
import type { FastifyRequest } from 'fastify'
import { Problem } from '#kernel/http/problem'
import { problems } from '#kernel/http/problems'
import { say } from '#kernel/language'
import type { Routes } from '#kernel/module'
import { IdParams, NoContent } from '#kernel/schemas'
import { LoginBody, OrganizationSwitchBody, RefreshBody, SessionSchema, TokensSchema } from '../contract.js'
import type { LoginService } from './login.service.js'
import type { RefreshService } from './refresh.service.js'
import type { SessionListService } from './session-list.service.js'
import type { SessionService } from './session.service.js'

export interface SessionRouteServices {
  login: LoginService
  refresh: RefreshService
  sessions: SessionService
  list: SessionListService
}

/** @param attempts what one address may try in a minute */
export const sessionRoutes =
  ({ login, refresh, sessions, list }: SessionRouteServices, attempts: number): Routes =>
  async (app) => {
    const credentials = { rateLimit: { max: attempts, timeWindow: '1 minute' }, idempotency: false } as const

    app.post(
      '/auth/login',
      { schema: { body: LoginBody, response: { 200: TokensSchema }, summary: 'Sign in with address and password' }, config: { access: 'public', ...credentials } },
      async ({ body, ip, headers }) => login.login({ ...body, ip, user_agent: headers['user-agent'] ?? null }),
    )

    app.post(
      '/auth/refresh',
      { schema: { body: RefreshBody, response: { 200: TokensSchema }, summary: 'Exchange a refresh token; each works once' }, config: { access: 'public', idempotency: false } },
      async ({ body }) => refresh.refresh(body.refresh_token),
    )

    // Public, because leaving must work when the access token has expired or the organisation is lost.
    app.post(
      '/auth/logout',
      {
        schema: { body: Type.Union([RefreshBody, Type.Null()]), response: { 204: NoContent }, summary: 'End this session, by its access token or its refresh token' },
        config: { access: 'public', idempotency: false },
      },
      async (request, reply) => {
        const { principal } = request.flow
        if (principal) await sessions.end(principal.user_id, principal.session_id, 'logout')
        else if (!request.body || !(await refresh.endByToken(request.body.refresh_token))) throw refusal(request)
        reply.code(204)
        return null
      },
    )

    app.post(
      '/auth/organization',
      { schema: { body: OrganizationSwitchBody, response: { 200: TokensSchema }, summary: 'Enter another organisation' }, config: { access: 'session', idempotency: false } },
      async ({ body, flow }) => refresh.enter(flow.principal!.user_id, flow.principal!.session_id, body.organization_id),
    )

    app.get(
      '/auth/sessions',
      { schema: { response: { 200: Type.Object({ items: Type.Array(SessionSchema) }) }, summary: 'Where I am signed in' }, config: { access: 'session' } },
      async ({ flow }) => ({ items: await list.list(flow.principal!) }),
    )

    app.delete(
      '/auth/sessions/:id',
      { schema: { params: IdParams, response: { 204: NoContent }, summary: 'Sign out one of my sessions' }, config: { access: 'session' } },
      async ({ flow, params }, reply) => {
        await list.end(flow.principal!, params.id)
        reply.code(204)
        return null
      },
    )
  }

function refusal({ credentialProblem }: FastifyRequest): unknown {
  return credentialProblem ?? new Problem(problems.unauthenticated, { detail: say`Send the access token or, in the body, the refresh token of the session that is to end.` })
}
