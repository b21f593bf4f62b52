import { defineToken } from '#kernel/contract'
import type { EventRecorder } from '#kernel/events/recorder'
import type { Changes } from '#kernel/events/event'
import { versionMatches, type ExpectedVersion } from '#kernel/http/etag'
import { staleVersion, stateConflict } from '#kernel/http/problems'
import { say } from '#kernel/language'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import { orgs, type Organization, type OrganizationChange } from './contract.js'
import type { OrganizationEntity } from './organization.entity.js'
import type { OrganizationRepository } from './organization.repository.js'

/** Days between the owner's deletion and the moment nobody gets in any more. */
const graceDays = 14

/** The organisation itself: its settings, its deletion and the way back. */
export class OrganizationService {
  constructor(
    private readonly transactions: Transactions,
    private readonly organizations: OrganizationRepository,
    private readonly recorder: EventRecorder,
  ) {}

  /** The organisation of the current tenant. */
  async current(): Promise<Organization> {
    return this.organizations.get(currentTenant().org_id)
  }

  /** A change that changes nothing leaves version and history alone. @throws 412 */
  async change(change: OrganizationChange, expected: ExpectedVersion): Promise<Organization> {
    return this.transactions.run(async () => {
      const before = await this.lockExpected(expected)
      const changes = changesOf(before, change)
      if (Object.keys(changes).length === 0) return before
      const organization = await this.organizations.update(before.id, change, before.version)
      this.recorder.emit(orgs.events.updated, { subject: subjectOf(before), data: { organization }, changes })
      return organization
    })
  }

  /** Starts the grace period: everything works on until it ends, and the owner may withdraw. @throws 409 when it runs already, 412 */
  async requestDeletion(expected: ExpectedVersion): Promise<Organization> {
    return this.transactions.run(async ({ now }) => {
      const before = await this.lockExpected(expected)
      if (before.deletion_at !== null) throw stateConflict(say`The organisation is to be deleted at ${before.deletion_at} already. POST /v1/organization/restoration calls it off.`)
      const deletion_at = new Date(now.getTime() + graceDays * 86_400_000).toISOString()
      const organization = await this.organizations.update(before.id, { deletion_at }, before.version)
      this.recorder.emit(orgs.events.deletion_requested, { subject: subjectOf(before), data: { deletion_at }, changes: { deletion_at: { from: null, to: deletion_at } } })
      return organization
    })
  }

  /** @throws 409 when no deletion is under way */
  async withdrawDeletion(): Promise<Organization> {
    return this.transactions.run(async () => {
      const before = await this.organizations.lock()
      if (before.deletion_at === null) throw stateConflict(say`No deletion of the organisation is under way.`)
      const organization = await this.organizations.update(before.id, { deletion_at: null }, before.version)
      this.recorder.emit(orgs.events.deletion_withdrawn, { subject: subjectOf(before), data: {}, changes: { deletion_at: { from: before.deletion_at, to: null } } })
      return organization
    })
  }

  private async lockExpected(expected: ExpectedVersion): Promise<OrganizationEntity> {
    const organization = await this.organizations.lock()
    if (!versionMatches(expected, organization.version)) throw staleVersion('organisation')
    return organization
  }
}

function subjectOf({ id }: { id: string }) {
  return { kind: 'organization', id }
}

function changesOf(before: Organization, change: OrganizationChange): Changes {
  const fields = Object.entries(change) as [keyof OrganizationChange, unknown][]
  return Object.fromEntries(fields.filter(([field, to]) => before[field] !== to).map(([field, to]) => [field, { from: before[field], to }]))
}

export const organizationServiceToken = defineToken<OrganizationService>('orgs.organizations')
