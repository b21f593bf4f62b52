import type { Routes } from '#kernel/module'
import { NoContent } from '#kernel/schemas'
import { AcceptedSchema, PasswordChangeBody, ResetBody, ResetConfirmationBody } from '../contract.js'
import type { PasswordService } from './password.service.js'

/** @param attempts what one address may try in a minute */
export const passwordRoutes =
  (passwords: PasswordService, attempts: number): Routes =>
  async (app) => {
    const credentials = { rateLimit: { max: attempts, timeWindow: '1 minute' }, idempotency: false } as const

    app.post(
      '/auth/password',
      {
        schema: { body: PasswordChangeBody, response: { 204: NoContent }, summary: 'Change my password; all my other sessions end' },
        config: { access: 'session', transaction: false, ...credentials },
      },
      async ({ body, flow }, reply) => {
        await passwords.change(flow.principal!.user_id, flow.principal!.session_id, { current: body.current_password, next: body.new_password }, body.revoke_api_keys)
        reply.code(204)
        return null
      },
    )

    app.post(
      '/auth/password-reset',
      { schema: { body: ResetBody, response: { 202: AcceptedSchema }, summary: 'Ask for a link by mail; the answer is the same whether there is an account or not' }, config: { access: 'public', ...credentials } },
      async ({ body }, reply) => {
        await passwords.requestReset(body.email)
        reply.code(202)
        return { status: 'accepted' as const }
      },
    )

    app.post(
      '/auth/password-reset/confirmation',
      { schema: { body: ResetConfirmationBody, response: { 204: NoContent }, summary: 'Choose a new password; all my sessions end' }, config: { access: 'public', ...credentials } },
      async ({ body }, reply) => {
        await passwords.reset(body.token, body.password, body.revoke_api_keys)
        reply.code(204)
        return null
      },
    )
  }
