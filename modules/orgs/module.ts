import { auth } from '#modules/auth/contract'
import { eventRecorderToken } from '#kernel/events/recorder'
import { extensionsToken } from '#kernel/extensions'
import { defineModule, extend } from '#kernel/module'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { orgs } from './contract.js'
import { FoundingService, foundingServiceToken } from './founding.service.js'
import { Organizations1795400000200 } from './migrations/1795400000200-organizations.js'
import { OrganizationEntity } from './organization.entity.js'
import { OrganizationRepository } from './organization.repository.js'
import { OrganizationService, organizationServiceToken } from './organization.service.js'

export const orgsModule = defineModule({
  contract: orgs,
  required: true,
  entities: [OrganizationEntity],
  migrations: [Organizations1795400000200],
  globalTables: { organization_slugs: 'A slug is unique over all organisations; the application can reserve one and cannot read the list.' },
  bind: (c) => {
    c.bind(organizationServiceToken, (c) => new OrganizationService(new OrganizationRepository(c.resolve(transactionsToken))))
    c.bind(
      foundingServiceToken,
      (c) => new FoundingService(c.resolve(transactionsToken), new OrganizationRepository(c.resolve(transactionsToken)), c.resolve(extensionsToken), c.resolve(eventRecorderToken)),
    )
    c.bind(orgs.port, (c) => ({
      found: (input) => c.resolve(foundingServiceToken).found(input),
      current: () => c.resolve(organizationServiceToken).current(),
    }))
  },
  extends: (c) => [
    extend(auth.extensionPoints.registered, ({ user, organization }) => c.resolve(foundingServiceToken).found({ ...organization, owner_id: user.id })),
  ],
})
