import { Type } from 'typebox'
import { withEtag } from '#kernel/http/etag'
import type { Pages } from '#kernel/http/page'
import type { Routes } from '#kernel/module'
import { Body, Id, IdParams, OneOf, PageOf, PageQuery } from '#kernel/schemas'
import type { ApprovalService } from './approval.service.js'
import { approvals, ApprovalSchema, approvalStatuses, DecisionBody, DecisionResultsSchema, DecisionsBody } from './contract.js'
import type { DecisionService } from './decision.service.js'

const ListQuery = Body({
  ...PageQuery,
  status: Type.Optional(OneOf(approvalStatuses)),
  mine: Type.Optional(Type.Unsafe<'to_decide' | 'requested'>({ ...OneOf(['to_decide', 'requested'] as const), description: '`to_decide`: those that wait for the caller; `requested`: those the caller made or that were made for them' })),
  booking_id: Type.Optional({ ...Id, description: 'Only the request of this booking' }),
})

export function approvalRoutes(service: ApprovalService, decisions: DecisionService, pages: Pages): Routes {
  return async (app) => {
    app.get(
      '/approvals',
      { schema: { summary: 'Requests for approval, newest first', querystring: ListQuery, response: { 200: PageOf(ApprovalSchema) } }, config: { access: approvals.permissions.read } },
      async (request, reply) => pages.close(request, reply, await service.list(request.query, pages.open(request)), ({ id }) => [id]),
    )
    app.get(
      '/approvals/:id',
      { schema: { summary: 'One request with its steps and decisions', params: IdParams, response: { 200: ApprovalSchema } }, config: { access: approvals.permissions.read } },
      async (request, reply) => withEtag(reply, await service.get(request.params.id)),
    )
    app.post(
      '/approvals/:id/decision',
      {
        schema: { summary: 'Decide on the open step', description: 'Once per person and step. Send `step` to be sure which one is meant.', params: IdParams, body: DecisionBody, response: { 200: ApprovalSchema } },
        config: { access: approvals.permissions.decide },
      },
      async (request, reply) => withEtag(reply, await decisions.decide(request.params.id, request.body)),
    )
    app.post(
      '/approvals/decisions',
      { schema: { summary: 'Decide on many requests', description: 'Each item succeeds or fails by itself; see its `problem`.', body: DecisionsBody, response: { 200: DecisionResultsSchema } }, config: { access: approvals.permissions.decide } },
      async (request) => ({ results: await decisions.decideAll(request.body.decisions) }),
    )
  }
}
