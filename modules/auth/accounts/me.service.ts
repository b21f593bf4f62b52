import { defineToken } from '#kernel/contract'
import type { Extensions } from '#kernel/extensions'
import type { Principal, TenantContext } from '#kernel/tenancy/context'
import { auth, type Me } from '../contract.js'
import type { OrganizationChoices } from '../sessions/organization-choice.js'
import type { InstallationOwners } from './installation-owners.js'
import type { UserService } from './user.service.js'

/** Who is signed in, where, and what they may do there: read live, never from the token. */
export class MeService {
  /** @param modules names of the product's modules */
  constructor(
    private readonly users: UserService,
    private readonly choices: OrganizationChoices,
    private readonly extensions: Extensions,
    private readonly modules: readonly string[],
    private readonly installationOwners: InstallationOwners,
  ) {}

  /** @param tenant null while no organisation is chosen */
  async read({ user_id }: Principal, tenant: TenantContext | null): Promise<Me> {
    const user = (await this.users.byIds([user_id])).get(user_id)
    if (!user) throw new Error(`User ${user_id} was admitted and is gone.`)
    const organizations = [...(await this.choices.of(user_id))]
    const installation_owner = this.installationOwners.includes(user)
    if (!tenant) return { user, organization: null, role: null, permissions: [], modules: [], organizations, installation_owner }
    const [organization = null] = await this.extensions.ask(auth.extensionPoints.currentOrganization, { org_id: tenant.org_id })
    return {
      user,
      organization,
      role: tenant.role,
      permissions: [...tenant.permissions].sort(),
      modules: this.modules.filter((name) => !tenant.disabled_modules.has(name)),
      organizations,
      installation_owner,
    }
  }
}

export const meServiceToken = defineToken<MeService>('auth.me')
