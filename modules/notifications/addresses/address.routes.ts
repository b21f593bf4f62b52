import type { Pages } from '#kernel/http/page'
import type { Routes } from '#kernel/module'
import { IdParams, NoContent, PageOf } from '#kernel/schemas'
import { MailAddressesQuery, MailAddressSchema, notifications, OwnAddressSchema } from '../contract.js'
import type { AddressService } from './address.service.js'

const { preferences, addresses } = notifications.permissions

export function addressRoutes(service: AddressService, pages: Pages): Routes {
  return async (app) => {
    app.get('/notifications/address', { schema: { summary: 'Whether mail reaches me', response: { 200: OwnAddressSchema } }, config: { access: preferences } }, async () => service.mine())

    app.post(
      '/notifications/address/confirmation',
      { schema: { summary: 'Say that mail reaches me again', description: 'After a bounce or a complaint nothing is sent to my address until then.', response: { 200: OwnAddressSchema } }, config: { access: preferences } },
      async () => service.confirmMine(),
    )

    app.get(
      '/mail-addresses',
      { schema: { summary: 'Members whose mail is stopped because it bounced or they complained', querystring: MailAddressesQuery, response: { 200: PageOf(MailAddressSchema) } }, config: { access: addresses } },
      async (request, reply) => pages.close(request, reply, await service.list(request.query.user_id, pages.open(request)), ({ id }) => [id]),
    )

    app.post(
      '/mail-addresses/:id/confirmation',
      { schema: { summary: 'Say that mail reaches a member again', description: 'Not after a complaint: that is theirs to take back.', params: IdParams, response: { 204: NoContent } }, config: { access: addresses } },
      async (request, reply) => {
        await service.confirmFor(request.params.id)
        void reply.code(204)
        return null
      },
    )
  }
}
