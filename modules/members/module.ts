import { configToken } from '#kernel/boot'
import { auth, type OrganizationChoice } from '#modules/auth/contract'
import { orgs } from '#modules/orgs/contract'
import { eventRecorderToken } from '#kernel/events/recorder'
import { pagesToken } from '#kernel/http/page'
import { accountMailToken } from '#kernel/mail/account-mail'
import { mailTransportToken } from '#kernel/mail/mail'
import { defineModule, extend } from '#kernel/module'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { acceptanceRoutes } from './acceptance.routes.js'
import { AcceptanceService, acceptanceServiceToken } from './acceptance.service.js'
import { membershipCheck } from './admission.js'
import { members } from './contract.js'
import { DirectoryService, directoryServiceToken } from './directory.service.js'
import { german } from './german.js'
import { invitationChannel } from './invitation.mail.js'
import { InvitationRepository, invitationRepositoryToken } from './invitation.repository.js'
import { invitationRoutes } from './invitation.routes.js'
import { InvitationService, invitationServiceToken } from './invitation.service.js'
import { memberRoutes } from './member.routes.js'
import { MemberService, memberServiceToken } from './member.service.js'
import { MembershipRepository, membershipRepositoryToken } from './membership.repository.js'
import { Memberships1795400000300 } from './migrations/1795400000300-memberships.js'
import { Invitations1795400000301 } from './migrations/1795400000301-invitations.js'
import { SavedViews1795404000300 } from './migrations/1795404000300-saved-views.js'
import { SavedViewDefaults1795407000300 } from './migrations/1795407000300-saved-view-defaults.js'
import { MembersNarrowLookUps1795402000400 } from './migrations/1795402000400-narrow-look-ups.js'
import { savedViewRoutes } from './saved-views/saved-view.routes.js'
import { SavedViewService, savedViewServiceToken } from './saved-views/saved-view.service.js'

export const membersModule = defineModule({
  contract: members,
  german,
  required: true,
  migrations: [Memberships1795400000300, Invitations1795400000301, SavedViews1795404000300, MembersNarrowLookUps1795402000400, SavedViewDefaults1795407000300],
  bind: (c) => {
    c.bind(membershipRepositoryToken, (c) => new MembershipRepository(c.resolve(transactionsToken)))
    c.bind(invitationRepositoryToken, (c) => new InvitationRepository(c.resolve(transactionsToken)))
    c.bind(directoryServiceToken, (c) => new DirectoryService(c.resolve(membershipRepositoryToken), c.resolve(auth.port), c.resolve(eventRecorderToken)))
    c.bind(
      memberServiceToken,
      (c) => new MemberService(c.resolve(transactionsToken), c.resolve(membershipRepositoryToken), c.resolve(directoryServiceToken), c.resolve(auth.port), c.resolve(eventRecorderToken)),
    )
    c.bind(
      invitationServiceToken,
      (c) =>
        new InvitationService(
          c.resolve(transactionsToken),
          c.resolve(invitationRepositoryToken),
          c.resolve(membershipRepositoryToken),
          c.resolve(auth.port),
          c.resolve(accountMailToken),
          c.resolve(eventRecorderToken),
        ),
    )
    c.bind(
      acceptanceServiceToken,
      (c) => new AcceptanceService(c.resolve(transactionsToken), c.resolve(invitationRepositoryToken), c.resolve(directoryServiceToken), c.resolve(auth.port), c.resolve(orgs.port)),
    )
    c.bind(savedViewServiceToken, (c) => new SavedViewService(c.resolve(transactionsToken), c.resolve(eventRecorderToken)))
    c.bind(members.port, (c) => c.resolve(directoryServiceToken))
  },
  routes: (c) => async (app) => {
    await app.register(memberRoutes(c.resolve(memberServiceToken), c.resolve(pagesToken)))
    await app.register(invitationRoutes(c.resolve(invitationServiceToken), c.resolve(pagesToken)))
    await app.register(savedViewRoutes(c.resolve(savedViewServiceToken), c.resolve(pagesToken)))
    await app.register(acceptanceRoutes(c.resolve(acceptanceServiceToken), c.resolve(configToken).auth_attempts_per_minute))
  },
  channels: (c) => [
    invitationChannel({
      transactions: c.resolve(transactionsToken),
      invitations: c.resolve(invitationRepositoryToken),
      accounts: c.resolve(auth.port),
      organizations: c.resolve(orgs.port),
      mail: c.resolve(accountMailToken),
      transport: c.resolve(mailTransportToken),
      publicUrl: c.resolve(configToken).public_url,
    }),
  ],
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
