import { defineToken } from '#kernel/contract'
import { currentTenant } from '#kernel/tenancy/context'
import type { Organization } from './contract.js'
import type { OrganizationRepository } from './organization.repository.js'

export class OrganizationService {
  constructor(private readonly organizations: OrganizationRepository) {}

  /** The organisation of the current tenant. */
  async current(): Promise<Organization> {
    return this.organizations.get(currentTenant().org_id)
  }
}

export const organizationServiceToken = defineToken<OrganizationService>('orgs.organizations')
