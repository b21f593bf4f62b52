import { Type } from 'typebox'
import { expectedVersion, withEtag } from '#kernel/http/etag'
import type { Routes } from '#kernel/module'
import { ModuleStateSchema, orgs, SwitchModuleBody } from './contract.js'
import type { ModuleSwitchService } from './module-switch.service.js'

const params = Type.Object({ module: Type.String({ maxLength: 63 }) })

export const moduleSwitchRoutes = (switches: ModuleSwitchService): Routes => async (app) => {
  app.get(
    '/organization/modules',
    { schema: { summary: 'The modules and their state here', response: { 200: Type.Object({ items: Type.Array(ModuleStateSchema) }) } }, config: { access: orgs.permissions.read } },
    async () => ({ items: await switches.list() }),
  )

  app.get('/organization/modules/:module', { schema: { summary: 'One module', params, response: { 200: ModuleStateSchema } }, config: { access: orgs.permissions.read } }, async (request, reply) =>
    withEtag(reply, await switches.get(request.params.module)),
  )

  app.put(
    '/organization/modules/:module',
    { schema: { summary: 'Switch a module on or off, give it settings', params, body: SwitchModuleBody, response: { 200: ModuleStateSchema } }, config: { access: orgs.permissions.modules, versioned: true } },
    async (request, reply) => withEtag(reply, await switches.change(request.params.module, request.body, expectedVersion(request))),
  )
}
