import type { Routes } from '#kernel/module'
import { DecisionLinkBody, DecisionLinkPreviewSchema, DecisionLinkResultSchema, LinkTokenBody } from '../contract.js'
import type { DecidingService } from './deciding.service.js'

/** For people with a mail in their hand. Tokens come in bodies only: the link opens a page, and only the page's button changes anything. */
export const linkRoutes = (service: DecidingService, attemptsPerMinute: number): Routes => async (app) => {
  const rateLimit = { max: attemptsPerMinute, timeWindow: '1 minute' }

  app.post(
    '/decision-links/preview',
    { schema: { summary: 'What a link from a mail would decide on', body: LinkTokenBody, response: { 200: DecisionLinkPreviewSchema } }, config: { access: 'public', idempotency: false, rateLimit } },
    async ({ body }) => service.preview(body.token),
  )

  app.post(
    '/decision-links/decision',
    {
      schema: { summary: 'Decide by a link from a mail', description: 'Once, as the person the link was made for, under the rules of a decision over the API.', body: DecisionLinkBody, response: { 200: DecisionLinkResultSchema } },
      config: { access: 'public', idempotency: false, rateLimit },
    },
    async ({ body: { token, ...decision } }) => service.decide(token, decision),
  )
}
