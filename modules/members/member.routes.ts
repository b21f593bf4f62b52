import { expectedVersion, optionalVersion, withEtag } from '#kernel/http/etag'
import type { Pages } from '#kernel/http/page'
import type { Routes } from '#kernel/module'
import { IdParams, PageOf } from '#kernel/schemas'
import { ChangeMemberBody, members, MemberSchema, MembersQuery } from './contract.js'
import type { MemberService } from './member.service.js'

const { read, manage } = members.permissions
const member = { 200: MemberSchema }

export const memberRoutes = (service: MemberService, pages: Pages): Routes => async (app) => {
  app.get('/members', { schema: { summary: 'The people of the organisation', querystring: MembersQuery, response: { 200: PageOf(MemberSchema) } }, config: { access: read } }, async (request, reply) => {
    const { limit: _limit, cursor: _cursor, ...filter } = request.query
    const rows = await service.list(filter, pages.open(request))
    return pages.close(request, reply, rows, ({ id }) => [id])
  })

  app.get('/members/:id', { schema: { summary: 'One member', params: IdParams, response: member }, config: { access: read } }, async (request, reply) =>
    withEtag(reply, await service.get(request.params.id)),
  )

  app.patch(
    '/members/:id',
    { schema: { summary: 'Give another role', params: IdParams, body: ChangeMemberBody, response: member }, config: { access: manage, versioned: true } },
    async (request, reply) => withEtag(reply, await service.changeRole(request.params.id, request.body.role, expectedVersion(request))),
  )

  app.post('/members/:id/deactivation', { schema: { summary: 'Deactivate a member', params: IdParams, response: member }, config: { access: manage } }, async (request, reply) =>
    withEtag(reply, await service.deactivate(request.params.id, optionalVersion(request))),
  )

  app.post('/members/:id/reactivation', { schema: { summary: 'Let a deactivated member in again', params: IdParams, response: member }, config: { access: manage } }, async (request, reply) =>
    withEtag(reply, await service.reactivate(request.params.id, optionalVersion(request))),
  )
}
