import { Type } from 'typebox'
import { OrganizationChoiceSchema } from '#modules/auth/contract'
import { expectedVersion, withEtag } from '#kernel/http/etag'
import type { Routes } from '#kernel/module'
import { currentFlow } from '#kernel/tenancy/context'
import { ChangeOrganizationBody, FoundOrganizationBody, OrganizationSchema, orgs } from './contract.js'
import type { FoundingService } from './founding.service.js'
import type { OrganizationService } from './organization.service.js'

const { read, manage } = orgs.permissions
const organization = { 200: OrganizationSchema }

/** The current organisation, and the ones a person may enter. */
export const organizationRoutes = (organizations: OrganizationService, founding: FoundingService): Routes => async (app) => {
  app.get('/organization', { schema: { summary: 'The current organisation', response: organization }, config: { access: read } }, async (_request, reply) =>
    withEtag(reply, await organizations.current()),
  )

  app.patch(
    '/organization',
    { schema: { summary: 'Change name, time zone, language or accent', body: ChangeOrganizationBody, response: organization }, config: { access: manage, versioned: true } },
    async (request, reply) => withEtag(reply, await organizations.change(request.body, expectedVersion(request))),
  )

  app.delete(
    '/organization',
    { schema: { summary: 'Delete the organisation after a grace period of 14 days', response: { 202: OrganizationSchema } }, config: { access: manage, versioned: true, person: true } },
    async (request, reply) => {
      void reply.code(202)
      return withEtag(reply, await organizations.requestDeletion(expectedVersion(request)))
    },
  )

  app.post('/organization/restoration', { schema: { summary: 'Call the deletion off', response: organization }, config: { access: manage, person: true } }, async (_request, reply) =>
    withEtag(reply, await organizations.withdrawDeletion()),
  )

  app.get(
    '/organizations',
    { schema: { summary: 'The organisations you may enter', response: { 200: Type.Object({ items: Type.Array(OrganizationChoiceSchema) }) } }, config: { access: 'session' } },
    async () => ({ items: await founding.organizationsOf(personAsking()) }),
  )

  app.post(
    '/organizations',
    // It opens the new organisation's own transaction, and must not hold the caller's meanwhile.
    { schema: { summary: 'Found another organisation and own it', body: FoundOrganizationBody, response: { 201: OrganizationChoiceSchema } }, config: { access: 'session', transaction: false } },
    async ({ body }, reply) => {
      void reply.code(201)
      return founding.found({ ...body, owner_id: personAsking() })
    },
  )
}

/** A session need not have an organisation, hence not currentUserId(). */
function personAsking(): string {
  return currentFlow()!.principal!.user_id
}
