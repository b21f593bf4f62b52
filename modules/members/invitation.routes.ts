import type { Pages } from '#kernel/http/page'
import type { Routes } from '#kernel/module'
import { IdParams, NoContent, PageOf } from '#kernel/schemas'
import { InvitationSchema, InvitationsQuery, InviteBody, members } from './contract.js'
import type { InvitationService } from './invitation.service.js'

const { manage } = members.permissions

export const invitationRoutes = (service: InvitationService, pages: Pages): Routes => async (app) => {
  app.get(
    '/invitations',
    { schema: { summary: 'Who was invited', querystring: InvitationsQuery, response: { 200: PageOf(InvitationSchema) } }, config: { access: manage } },
    async (request, reply) => pages.close(request, reply, await service.list(request.query.status, pages.open(request)), ({ id }) => [id]),
  )

  app.post('/invitations', { schema: { summary: 'Invite an address', body: InviteBody, response: { 201: InvitationSchema } }, config: { access: manage } }, async ({ body }, reply) => {
    void reply.code(201)
    return service.invite(body.email, body.role)
  })

  app.post('/invitations/:id/resending', { schema: { summary: 'Send it again with a new link', params: IdParams, response: { 200: InvitationSchema } }, config: { access: manage } }, async ({ params }) =>
    service.resend(params.id),
  )

  app.delete('/invitations/:id', { schema: { summary: 'Take an invitation back', params: IdParams, response: { 204: NoContent } }, config: { access: manage } }, async ({ params }, reply) => {
    await service.revoke(params.id)
    void reply.code(204)
    return null
  })
}
