import { TenantRepository } from '#kernel/tenancy/repository'
import type { Transactions } from '#kernel/tenancy/transactions'
import { OrganizationEntity } from './organization.entity.js'

export class OrganizationRepository extends TenantRepository<OrganizationEntity> {
  constructor(transactions: Transactions) {
    super(transactions, OrganizationEntity, 'organisation')
  }
}
