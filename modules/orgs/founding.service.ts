import { auth, type AuthPort, type OrganizationChoice } from '#modules/auth/contract'
import type { EventRecorder } from '#kernel/events/recorder'
import type { Extensions } from '#kernel/extensions'
import { newId } from '#kernel/ids'
import { currentFlow, currentTenant, runInFlow } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { UnitOfWork } from '#kernel/tenancy/unit-of-work'
import { defineToken } from '#kernel/contract'
import { orgs, type Organization } from './contract.js'
import type { OrganizationRepository } from './organization.repository.js'
import { slugCandidate } from './slug.js'

export interface Founding {
  name: string
  timezone: string
  owner_id: string
  /** The owner's own when it is left out. */
  locale?: string | undefined
}

const slugAttempts = 8

/** Brings organisations into being: row, slug, first owner and the event, all or nothing. */
export class FoundingService {
  constructor(
    private readonly transactions: Transactions,
    private readonly organizations: OrganizationRepository,
    private readonly accounts: Pick<AuthPort, 'usersById'>,
    private readonly extensions: Extensions,
    private readonly recorder: EventRecorder,
  ) {}

  /**
   * Inside a `global` unit of work (a sign-up being verified) the organisation is born in that transaction, else in one of its own. Not to be
   * called while another organisation's is open: one transaction sees one organisation.
   * @returns the way into it, as its owner
   */
  async found({ name, timezone, owner_id, locale }: Founding): Promise<OrganizationChoice> {
    const id = newId()
    return this.transactions.asSystem(id, 'orgs.founding', (work) =>
      asFounder(owner_id, async () => {
        const spoken = locale ?? (await this.accounts.usersById([owner_id])).get(owner_id)?.locale
        const slug = await this.reserveSlug(work, id, name)
        const organization: Organization = await this.organizations.insert({ id, name, slug, timezone, ...(spoken === undefined ? {} : { locale: spoken }) })
        this.recorder.emit(orgs.events.created, { subject: { kind: 'organization', id }, data: { name } })
        await this.extensions.ask(orgs.extensionPoints.founded, { organization, owner_id })
        return { id, name, slug, role: 'owner' as const }
      }),
    )
  }

  /** The organisations a person may enter. */
  async organizationsOf(userId: string): Promise<OrganizationChoice[]> {
    return (await this.extensions.ask(auth.extensionPoints.organizationsOf, { user_id: userId })).flat()
  }

  private async reserveSlug(work: UnitOfWork, id: string, name: string): Promise<string> {
    for (let attempt = 0; attempt < slugAttempts; attempt += 1) {
      const slug = slugCandidate(name, attempt)
      const { rowCount } = await work.execute({ text: 'insert into organization_slugs (slug, organization_id) values ($1, $2) on conflict do nothing', values: [slug, id] })
      if (rowCount === 1) return slug
    }
    throw new Error(`No free slug for an organisation after ${slugAttempts} random ones: organization_slugs is fuller than it can be.`)
  }
}

/** What happens while founding is the founder's doing, and the audit log shall say so; the permissions stay the system's. */
function asFounder<T>(userId: string, fn: () => Promise<T>): Promise<T> {
  return runInFlow({ ...currentFlow()!, tenant: { ...currentTenant(), actor: { kind: 'user', id: userId } } }, fn)
}

export const foundingServiceToken = defineToken<FoundingService>('orgs.founding')
