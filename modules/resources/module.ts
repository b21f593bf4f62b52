import { members } from '#modules/members/contract'
import { orgs } from '#modules/orgs/contract'
import { eventRecorderToken } from '#kernel/events/recorder'
import { extensionsToken } from '#kernel/extensions'
import { pagesToken } from '#kernel/http/page'
import { notFound } from '#kernel/http/problems'
import { defineModule } from '#kernel/module'
import { TenantRepository } from '#kernel/tenant-repository'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { resources } from './contract.js'
import { german } from './german.js'
import { Resources1795400000400 } from './migrations/1795400000400-resources.js'
import { openIntervals } from './opening-hours.js'
import { ResourceTypeEntity } from './resource-type.entity.js'
import { ResourceEntity } from './resource.entity.js'
import { ResourceRepository, resourceRepositoryToken } from './resource.repository.js'
import { resourceRoutes } from './resource.routes.js'
import { ResourceService, resourceServiceToken } from './resource.service.js'
import { typeRoutes } from './type.routes.js'
import { TypeService, typeServiceToken } from './type.service.js'

export const resourcesModule = defineModule({
  contract: resources,
  german,
  required: true,
  entities: [ResourceEntity, ResourceTypeEntity],
  migrations: [Resources1795400000400],
  bind: (c) => {
    c.bind(resourceRepositoryToken, (c) => new ResourceRepository(c.resolve(transactionsToken)))
    c.bind(typeServiceToken, (c) => {
      const transactions = c.resolve(transactionsToken)
      return new TypeService(transactions, new TenantRepository(transactions, ResourceTypeEntity, 'resource type'), c.resolve(resourceRepositoryToken), c.resolve(eventRecorderToken))
    })
    c.bind(
      resourceServiceToken,
      (c) =>
        new ResourceService(
          c.resolve(resourceRepositoryToken),
          c.resolve(typeServiceToken),
          c.resolve(members.port),
          c.resolve(orgs.port),
          c.resolve(transactionsToken),
          c.resolve(extensionsToken),
          c.resolve(eventRecorderToken),
        ),
    )
    c.bind(resources.port, (c) => {
      const repository = c.resolve(resourceRepositoryToken)
      return {
        forBooking: async (id) => {
          const resource = await repository.findForShare(id)
          if (!resource) throw notFound('resource')
          return resource
        },
        byIds: async (ids) => new Map((ids.length === 0 ? [] : await repository.byIds(ids)).map((resource) => [resource.id, resource])),
        showingTitles: async (ids) => new Set(ids.length === 0 ? [] : await repository.showingTitles(ids)),
        typesByIds: async (ids) => new Map((ids.length === 0 ? [] : await repository.typesByIds(ids)).map((type) => [type.id, type])),
        everyOne: () => repository.everyOne(),
        search: (filter) => repository.search(filter),
        openIntervals,
      }
    })
  },
  routes: (c) => async (app) => {
    const pages = c.resolve(pagesToken)
    await app.register(typeRoutes(c.resolve(typeServiceToken), pages))
    await app.register(resourceRoutes(c.resolve(resourceServiceToken), pages))
  },
  console: { nav: [{ label: 'Resources', to: '/resources', permission: resources.permissions.read }] },
})
