import { modulesToken } from '#kernel/boot'
import { auth } from '#modules/auth/contract'
import { eventRecorderToken } from '#kernel/events/recorder'
import { replayToken } from '#kernel/events/replay'
import { extensionsToken } from '#kernel/extensions'
import { defineModule, extend } from '#kernel/module'
import { moduleSwitchesToken } from '#kernel/tenancy/module-switches'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { orgs } from './contract.js'
import { FoundingService, foundingServiceToken } from './founding.service.js'
import { german } from './german.js'
import { Organizations1795400000200 } from './migrations/1795400000200-organizations.js'
import { OrganizationPurge1795400000201 } from './migrations/1795400000201-organization-purge.js'
import { OrgsNarrowLookUps1795402000401 } from './migrations/1795402000401-narrow-look-ups.js'
import { moduleSwitchRoutes } from './module-switch.routes.js'
import { ModuleSwitchService, moduleSwitchServiceToken } from './module-switch.service.js'
import { OrganizationEntity } from './organization.entity.js'
import { OrganizationRepository, organizationRepositoryToken } from './organization.repository.js'
import { organizationRoutes } from './organization.routes.js'
import { OrganizationService, organizationServiceToken } from './organization.service.js'
import { purgeSchedule } from './purge.schedule.js'

export const orgsModule = defineModule({
  contract: orgs,
  german,
  required: true,
  entities: [OrganizationEntity],
  migrations: [Organizations1795400000200, OrganizationPurge1795400000201, OrgsNarrowLookUps1795402000401],
  globalTables: { organization_slugs: 'A slug is unique over all organisations; the application can reserve one and cannot read the list.' },
  bind: (c) => {
    c.bind(organizationRepositoryToken, (c) => new OrganizationRepository(c.resolve(transactionsToken)))
    c.bind(organizationServiceToken, (c) => new OrganizationService(c.resolve(transactionsToken), c.resolve(organizationRepositoryToken), c.resolve(eventRecorderToken)))
    c.bind(
      foundingServiceToken,
      (c) => new FoundingService(c.resolve(transactionsToken), c.resolve(organizationRepositoryToken), c.resolve(auth.port), c.resolve(extensionsToken), c.resolve(eventRecorderToken)),
    )
    c.bind(
      moduleSwitchServiceToken,
      (c) =>
        new ModuleSwitchService(
          c.resolve(transactionsToken),
          c.resolve(modulesToken),
          c.resolve(moduleSwitchesToken),
          c.resolve(organizationRepositoryToken),
          c.resolve(extensionsToken),
          c.resolve(replayToken),
          c.resolve(eventRecorderToken),
        ),
    )
    c.bind(orgs.port, (c) => ({
      found: (input) => c.resolve(foundingServiceToken).found(input),
      current: () => c.resolve(organizationServiceToken).current(),
    }))
  },
  routes: (c) => async (app) => {
    await app.register(organizationRoutes(c.resolve(organizationServiceToken), c.resolve(foundingServiceToken)))
    await app.register(moduleSwitchRoutes(c.resolve(moduleSwitchServiceToken)))
  },
  schedules: (c) => [purgeSchedule(c.resolve(transactionsToken))],
  extends: (c) => [
    extend(auth.extensionPoints.currentOrganization, async () => {
      const { id, name, slug, timezone, accent } = await c.resolve(organizationServiceToken).current()
      return { id, name, slug, timezone, accent }
    }),
    extend(auth.extensionPoints.registered, ({ user, organization }) => c.resolve(foundingServiceToken).found({ ...organization, owner_id: user.id })),
  ],
})
