import { auth, type OrganizationChoice } from '#modules/auth/contract'
import { orgs } from '#modules/orgs/contract'
import { eventRecorderToken } from '#kernel/events/recorder'
import { defineModule, extend } from '#kernel/module'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { membershipCheck } from './admission.js'
import { members } from './contract.js'
import { DirectoryService, directoryServiceToken } from './directory.service.js'
import { MembershipRepository, membershipRepositoryToken } from './membership.repository.js'
import { Memberships1795400000300 } from './migrations/1795400000300-memberships.js'

export const membersModule = defineModule({
  contract: members,
  required: true,
  migrations: [Memberships1795400000300],
  bind: (c) => {
    c.bind(membershipRepositoryToken, (c) => new MembershipRepository(c.resolve(transactionsToken)))
    c.bind(directoryServiceToken, (c) => new DirectoryService(c.resolve(membershipRepositoryToken), c.resolve(auth.port), c.resolve(eventRecorderToken)))
    c.bind(members.port, (c) => c.resolve(directoryServiceToken))
  },
  admits: () => [membershipCheck],
  extends: (c) => [
    extend(orgs.extensionPoints.founded, async ({ owner_id }) => void (await c.resolve(directoryServiceToken).add({ user_id: owner_id, role: 'owner' }))),
    extend(auth.extensionPoints.organizationsOf, ({ user_id }) =>
      c.resolve(transactionsToken).global((work) =>
        work.query<OrganizationChoice & Record<string, unknown>>({ name: 'members.organizations_of', text: 'select id, name, slug, role from organizations_of_person($1)', values: [user_id] }),
      ),
    ),
  ],
})
