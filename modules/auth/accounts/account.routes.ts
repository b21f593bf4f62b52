import type { Routes } from '#kernel/module'
import { currentFlow } from '#kernel/tenancy/context'
import { AcceptedSchema, MailTokenBody, MeSchema, ProfileBody, SignUpBody, TokensSchema, UserSchema } from '../contract.js'
import type { MeService } from './me.service.js'
import type { SignUpService } from './sign-up.service.js'
import type { UserService } from './user.service.js'

export interface AccountRouteServices {
  signUp: SignUpService
  me: MeService
  users: UserService
}

/** @param attempts what one address may try in a minute */
export const accountRoutes =
  ({ signUp, me, users }: AccountRouteServices, attempts: number): Routes =>
  async (app) => {
    const credentials = { access: 'public', rateLimit: { max: attempts, timeWindow: '1 minute' }, idempotency: false } as const

    app.post(
      '/auth/sign-up',
      { schema: { body: SignUpBody, response: { 202: AcceptedSchema }, summary: 'Ask for an account; the answer is the same whether the address has one or not' }, config: credentials },
      async ({ body, ip }, reply) => {
        await signUp.request(body, ip)
        reply.code(202)
        return { status: 'accepted' as const }
      },
    )

    app.post(
      '/auth/verification',
      { schema: { body: MailTokenBody, response: { 200: TokensSchema }, summary: 'Prove the address: account, organisation and session come into being' }, config: credentials },
      async ({ body, headers }) => signUp.verify(body.token, headers['user-agent'] ?? null),
    )

    app.get(
      '/auth/me',
      { schema: { response: { 200: MeSchema }, summary: 'Who I am, where, and what I may do' }, config: { access: 'session' } },
      async ({ flow }) => me.read(flow.principal!, currentFlow()?.tenant ?? null),
    )

    app.patch(
      '/auth/me',
      { schema: { body: ProfileBody, response: { 200: UserSchema }, summary: 'Change my name, language or time zone' }, config: { access: 'session' } },
      async ({ body, flow }) => users.change(flow.principal!.user_id, body),
    )
  }
