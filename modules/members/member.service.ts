import type { AuthPort } from '#modules/auth/contract'
import { defineToken, type Role } from '#kernel/contract'
import type { EventRecorder } from '#kernel/events/recorder'
import { versionMatches, type ExpectedVersion } from '#kernel/http/etag'
import type { PageRequest } from '#kernel/http/page'
import { notFound, staleVersion, stateConflict } from '#kernel/http/problems'
import { say } from '#kernel/language'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import { assertMayChange, assertMayManage } from './authority.js'
import { members, type Member } from './contract.js'
import type { DirectoryService } from './directory.service.js'
import { lastOwner } from './errors.js'
import type { Membership, MembershipFilter, MembershipRepository } from './membership.repository.js'

/** What admins and owners do with members. */
export class MemberService {
  constructor(
    private readonly transactions: Transactions,
    private readonly memberships: MembershipRepository,
    private readonly directory: DirectoryService,
    private readonly accounts: AuthPort,
    private readonly recorder: EventRecorder,
  ) {}

  /** @returns up to `limit + 1` members in the order of their ids */
  async list({ q, ...filter }: MembershipFilter & { q?: string }, { limit, after }: PageRequest): Promise<Member[]> {
    return this.transactions.run(async () => {
      const position = after === null ? null : String(after[0])
      const page = q === undefined ? this.memberships.page(filter, position, limit + 1) : this.memberships.search(filter, q.toLocaleLowerCase('en'), position, limit + 1)
      return this.directory.describe(await page)
    })
  }

  /** @throws 404 */
  async get(id: string): Promise<Member> {
    const member = (await this.directory.byIds([id])).get(id)
    if (!member) throw notFound('member')
    return member
  }

  /** @throws 403, 404, 409 last_owner, 412 */
  async changeRole(id: string, role: Role, expected: ExpectedVersion): Promise<Member> {
    return this.transactions.run(async () => {
      const { person, owners } = await this.locked(id, expected)
      assertMayChange(person, role)
      if (person.role === role) return this.described(person)
      if (person.role === 'owner' && person.status === 'active' && owners === 1) throw lastOwner()
      const after = await this.memberships.update(id, { role, status: person.status })
      this.recorder.emit(members.events.role_changed, { ...emission(after), changes: { role: { from: person.role, to: role } } })
      return this.described(after)
    })
  }

  /** Keeps the person's name on what they did and ends their sessions here. @throws 403, 404, 409 last_owner or already deactivated, 412 */
  async deactivate(id: string, expected: ExpectedVersion | undefined): Promise<Member> {
    return this.transactions.run(async () => {
      const { person, owners } = await this.locked(id, expected)
      assertMayManage(person)
      if (person.status === 'deactivated') throw stateConflict(say`This member is deactivated already.`)
      if (person.role === 'owner' && owners === 1) throw lastOwner()
      const after = await this.memberships.update(id, { role: person.role, status: 'deactivated' })
      await this.accounts.revokeSessions(id, currentTenant().org_id)
      this.recorder.emit(members.events.deactivated, { ...emission(after), changes: { status: { from: 'active', to: 'deactivated' } } })
      return this.described(after)
    })
  }

  /** @throws 403, 404, 409 when active, 412 */
  async reactivate(id: string, expected: ExpectedVersion | undefined): Promise<Member> {
    return this.transactions.run(async () => {
      const { person } = await this.locked(id, expected)
      assertMayManage(person)
      if (person.status === 'active') throw stateConflict(say`This member is active.`)
      const after = await this.memberships.update(id, { role: person.role, status: 'active' })
      this.recorder.emit(members.events.reactivated, { ...emission(after), changes: { status: { from: 'deactivated', to: 'active' } } })
      return this.described(after)
    })
  }

  private async locked(id: string, expected: ExpectedVersion | undefined): Promise<{ person: Membership; owners: number }> {
    const { person, owners } = await this.memberships.lockWithOwners(id)
    if (!person) throw notFound('member')
    if (!versionMatches(expected, person.version)) throw staleVersion('member')
    return { person, owners }
  }

  private async described(membership: Membership): Promise<Member> {
    const [member] = await this.directory.describe([membership])
    return member!
  }
}

function emission({ user_id, role }: Membership) {
  return { subject: { kind: 'member', id: user_id }, data: { user_id, role }, people: [user_id] }
}

export const memberServiceToken = defineToken<MemberService>('members.service')
