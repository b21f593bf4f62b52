import type { AuthPort } from '#modules/auth/contract'
import { defineToken, type Role } from '#kernel/contract'
import type { EventRecorder } from '#kernel/events/recorder'
import { alreadyExists, invalid } from '#kernel/http/problems'
import { say } from '#kernel/language'
import { members, type Member, type MembersPort } from './contract.js'
import { rolesFrom, type Membership, type MembershipRepository } from './membership.repository.js'

/** Who is who in the current organisation: what other modules ask of members. */
export class DirectoryService implements MembersPort {
  constructor(
    private readonly memberships: MembershipRepository,
    private readonly people: AuthPort,
    private readonly recorder: EventRecorder,
  ) {}

  async add({ user_id, role }: { user_id: string; role: Role }): Promise<Member> {
    const membership = await this.memberships.addOrRevive(user_id, role)
    if (!membership) throw alreadyExists(say`This person is a member of the organisation already.`)
    const [event, status] = membership.version === 1 ? [members.events.joined, null] : [members.events.reactivated, 'deactivated']
    this.recorder.emit(event, { subject: { kind: 'member', id: user_id }, data: { user_id, role }, people: [user_id], changes: { status: { from: status, to: 'active' }, role: { from: null, to: role } } })
    const [member] = await this.describe([membership])
    return member!
  }

  async byIds(ids: readonly string[]): Promise<ReadonlyMap<string, Member>> {
    const found = await this.describe(await this.memberships.byIds(ids))
    return new Map(found.map((member) => [member.id, member]))
  }

  async withRole(role: Role, { orAbove = false }: { orAbove?: boolean } = {}): Promise<readonly Member[]> {
    return this.describe(await this.memberships.activeWithRole(orAbove ? rolesFrom(role) : [role]))
  }

  async assertActive(ids: readonly string[], pointer: string): Promise<void> {
    const found = await this.memberships.byIds(ids)
    const active = new Set(found.filter(({ status }) => status === 'active').map(({ user_id }) => user_id))
    const strangers = [...new Set(ids)].filter((id) => !active.has(id))
    if (strangers.length > 0) throw invalid({ pointer, detail: say`No active member of the organisation has the id ${strangers.join(', ')}.` })
  }

  /** Memberships with the names auth knows; the order is kept. */
  async describe(memberships: readonly Membership[]): Promise<Member[]> {
    const users = await this.people.usersById(memberships.map(({ user_id }) => user_id))
    return memberships.flatMap(({ user_id, ...membership }) => {
      const user = users.get(user_id)
      return user ? [{ id: user_id, name: user.name, email: user.email, ...membership }] : []
    })
  }
}

export const directoryServiceToken = defineToken<DirectoryService>('members.directory')
