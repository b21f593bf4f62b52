import { Type } from 'typebox'
import { expectedVersion, optionalVersion, withEtag } from '#kernel/http/etag'
import type { Pages } from '#kernel/http/page'
import type { Routes } from '#kernel/module'
import { Body, IdParams, PageOf, PageQuery } from '#kernel/schemas'
import { DryRunBody, DryRunSchema, RuleBody, RulePatch, RuleVersionSchema, RuleViewSchema, SimulationBody, SimulationSchema, workflows } from './contract.js'
import type { RuleService } from './rule.service.js'
import type { TrialService } from './trial.service.js'

const ListQuery = Body({ ...PageQuery, enabled: Type.Optional(Type.Boolean()), archived: Type.Optional(Type.Boolean({ default: false })) })
const { read, manage } = workflows.permissions

export function ruleRoutes(rules: RuleService, trials: TrialService, pages: Pages): Routes {
  return async (app) => {
    app.get(
      '/workflow-rules',
      { schema: { summary: 'Rules in the order they are asked', querystring: ListQuery, response: { 200: PageOf(RuleViewSchema) } }, config: { access: read } },
      async (request, reply) => {
        const { enabled, archived = false } = request.query
        const page = pages.close(request, reply, await rules.list({ archived, ...(enabled === undefined ? {} : { enabled }) }, pages.open(request)), ({ position }) => position)
        return { ...page, items: page.items.map(({ rule }) => rule) }
      },
    )
    app.post(
      '/workflow-rules',
      { schema: { summary: 'Write a rule', body: RuleBody, response: { 201: RuleViewSchema } }, config: { access: manage } },
      async (request, reply) => {
        const rule = await rules.create(request.body)
        return withEtag(reply.code(201).header('location', `/v1/workflow-rules/${rule.id}`), rule)
      },
    )
    app.get(
      '/workflow-rules/:id',
      { schema: { summary: 'One rule', params: IdParams, response: { 200: RuleViewSchema } }, config: { access: read } },
      async (request, reply) => withEtag(reply, await rules.get(request.params.id)),
    )
    app.patch(
      '/workflow-rules/:id',
      { schema: { summary: 'Change a rule: a new version', params: IdParams, body: RulePatch, response: { 200: RuleViewSchema } }, config: { access: manage, versioned: true } },
      async (request, reply) => withEtag(reply, await rules.change(request.params.id, request.body, expectedVersion(request))),
    )
    app.post(
      '/workflow-rules/:id/archival',
      { schema: { summary: 'Take a rule out of use, for good', params: IdParams, response: { 200: RuleViewSchema } }, config: { access: manage } },
      async (request, reply) => withEtag(reply, await rules.archive(request.params.id, optionalVersion(request))),
    )
    app.get(
      '/workflow-rules/:id/versions',
      { schema: { summary: 'What the rule was, newest first', params: IdParams, querystring: Body(PageQuery), response: { 200: PageOf(RuleVersionSchema) } }, config: { access: read } },
      async (request, reply) => pages.close(request, reply, await rules.versions(request.params.id, pages.open(request)), ({ version }) => [version]),
    )
    app.post(
      '/workflow-rules/dry-runs',
      { schema: { summary: 'What would happen with this booking?', description: 'Nothing is saved. Send a `rule` to try one that is not saved either.', body: DryRunBody, response: { 200: DryRunSchema } }, config: { access: manage } },
      async (request) => trials.dryRun(request.body),
    )
    app.post(
      '/workflow-rules/simulations',
      { schema: { summary: 'What would a rule have changed?', description: 'Tries it on past bookings, as they were when they were made.', body: SimulationBody, response: { 200: SimulationSchema } }, config: { access: manage } },
      async (request) => trials.simulate(request.body),
    )
  }
}
