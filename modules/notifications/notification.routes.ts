import { Type } from 'typebox'
import type { Pages } from '#kernel/http/page'
import type { Routes } from '#kernel/module'
import { Id, IdParams, PageOf, PageQuery, Body } from '#kernel/schemas'
import { MailboxSchema, MailSchema, notifications, OutboxItemSchema, OutboxQuery, PreferencesBody, PreferencesSchema, ReplayBody } from './contract.js'
import type { MailboxService } from './delivery/mailbox.service.js'
import type { OutboxService } from './delivery/outbox.service.js'
import type { PreferencesService } from './preferences/preferences.service.js'

const { preferences, mailbox, outbox, replay } = notifications.permissions

export function preferencesRoutes(service: PreferencesService): Routes {
  return async (app) => {
    app.get('/notifications/preferences', { schema: { summary: 'Which mail I get, and when', response: { 200: PreferencesSchema } }, config: { access: preferences } }, async () => service.mine())

    app.put(
      '/notifications/preferences',
      { schema: { summary: 'Choose which mail I get, and when', body: PreferencesBody, response: { 200: PreferencesSchema } }, config: { access: preferences } },
      async (request) => service.replaceMine(request.body),
    )
  }
}

/** @param transport what mail goes through; with a provider nothing new is kept */
export function mailboxRoutes(service: MailboxService, pages: Pages, transport: 'stub' | 'resend'): Routes {
  return async (app) => {
    app.get(
      '/mailbox',
      { schema: { summary: 'Mail kept instead of sent, newest first', querystring: Body(PageQuery), response: { 200: MailboxSchema } }, config: { access: mailbox } },
      async (request, reply) => ({ transport, ...pages.close(request, reply, await service.list(pages.open(request)), ({ id }) => [id]) }),
    )

    app.get('/mailbox/:id', { schema: { summary: 'One kept mail', params: IdParams, response: { 200: MailSchema } }, config: { access: mailbox } }, async (request) => service.get(request.params.id))
  }
}

export function outboxRoutes(service: OutboxService, pages: Pages): Routes {
  return async (app) => {
    app.get(
      '/outbox',
      { schema: { summary: 'What was sent, waits or failed, newest first', querystring: OutboxQuery, response: { 200: PageOf(OutboxItemSchema) } }, config: { access: outbox } },
      async (request, reply) => {
        const { limit: _limit, cursor: _cursor, ...filter } = request.query
        return pages.close(request, reply, await service.list(filter, pages.open(request)), ({ id }) => [id])
      },
    )

    app.post(
      '/outbox/replays',
      { schema: { summary: 'Send dead messages again', body: ReplayBody, response: { 200: Type.Object({ ids: Type.Array(Id) }) } }, config: { access: replay } },
      async (request) => {
        const { body } = request
        if ('ids' in body) return { ids: await service.sendAgain({ ids: body.ids }) }
        const { from, to, channel } = body
        return { ids: await service.sendAgain({ from, to, ...(channel === undefined ? {} : { channels: [channel] }) }) }
      },
    )
  }
}
