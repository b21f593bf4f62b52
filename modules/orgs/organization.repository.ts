import { defineToken } from '#kernel/contract'
import { notFound } from '#kernel/http/problems'
import { currentTenant } from '#kernel/tenancy/context'
import { TenantRepository } from '#kernel/tenant-repository'
import type { Transactions } from '#kernel/tenancy/transactions'
import { OrganizationEntity } from './organization.entity.js'

const noun = 'organisation'

export class OrganizationRepository extends TenantRepository<OrganizationEntity> {
  constructor(private readonly units: Transactions) {
    super(units, OrganizationEntity, noun)
  }

  /** The organisation of the current tenant; others who want to change it or its modules wait for this transaction. */
  async lock(): Promise<OrganizationEntity> {
    const { org_id } = currentTenant()
    const found = await this.units.run(({ manager }) => manager.findOne(OrganizationEntity, { where: { org_id, id: org_id }, lock: { mode: 'pessimistic_write' } }))
    if (!found) throw notFound(noun)
    return found
  }
}

export const organizationRepositoryToken = defineToken<OrganizationRepository>('orgs.repository')
