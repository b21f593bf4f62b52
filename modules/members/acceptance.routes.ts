import { OrganizationChoiceSchema, TokensSchema } from '#modules/auth/contract'
import type { Routes } from '#kernel/module'
import { currentFlow } from '#kernel/tenancy/context'
import type { AcceptanceService } from './acceptance.service.js'
import { AcceptInvitationBody, InvitationPreviewSchema, RegisterBody } from './contract.js'

/** For the invited. Tokens come in bodies only: a link in a mail opens a page, and only the page's button changes anything. */
export const acceptanceRoutes = (service: AcceptanceService, attemptsPerMinute: number): Routes => async (app) => {
  const rateLimit = { max: attemptsPerMinute, timeWindow: '1 minute' }

  app.post(
    '/invitations/preview',
    { schema: { summary: 'What a link leads to', body: AcceptInvitationBody, response: { 200: InvitationPreviewSchema } }, config: { access: 'public', idempotency: false, rateLimit } },
    async ({ body }) => service.preview(body.token),
  )

  app.post(
    '/invitations/acceptance',
    // It enters the inviting organisation in a transaction of its own, and must not hold one in the caller's meanwhile.
    { schema: { summary: 'Join with the account you are signed in with', body: AcceptInvitationBody, response: { 200: OrganizationChoiceSchema } }, config: { access: 'session', transaction: false, rateLimit } },
    async ({ body }) => service.accept(body.token, currentFlow()!.principal!.user_id),
  )

  app.post(
    '/invitations/registration',
    { schema: { summary: 'Create an account and join', body: RegisterBody, response: { 201: TokensSchema } }, config: { access: 'public', idempotency: false, rateLimit } },
    async ({ body }, reply) => {
      void reply.code(201)
      return service.register(body)
    },
  )
}
