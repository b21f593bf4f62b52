/** Reads the part of the organisation that deciding on a request depends on, as it is now. */
import { defineToken, roles, type Role } from '#kernel/contract'
import type { Member, MembersPort } from '#modules/members/contract'
import type { ApprovalStep } from '#modules/bookings/contract'
import type { ResourcesPort } from '#modules/resources/contract'
import type { World } from './assignment.js'

export class WorldReader {
  constructor(
    private readonly members: MembersPort,
    private readonly resources: ResourcesPort,
  ) {}

  /** @param steps what the request asks for; only people these may mean are read, and the owners and admins */
  async read(resourceId: string, steps: readonly ApprovalStep[], excludedIds: readonly string[]): Promise<World> {
    const groups = steps.flatMap(({ approvers }) => approvers)
    const named = groups.flatMap((group) => (group.kind === 'people' ? group.user_ids : []))
    const least = lowest(['admin', ...groups.flatMap((group) => (group.kind === 'role' ? [group.role] : []))])
    const owner_ids = groups.some(({ kind }) => kind === 'resource_owners') ? ((await this.resources.byIds([resourceId])).get(resourceId)?.owner_ids ?? []) : []
    const [holders, people] = await Promise.all([this.members.withRole(least, { orAbove: true }), this.members.byIds([...new Set([...named, ...owner_ids])])])
    const active = [...holders, ...people.values()].filter(({ status }) => status === 'active')
    return { roles: new Map(active.map(({ id, role }: Member) => [id, role])), owner_ids, excluded_ids: excludedIds }
  }
}

function lowest(asked: readonly Role[]): Role {
  // A viewer decides nothing, so nobody below the role that may is read.
  const least = Math.min(...asked.map((role) => roles.indexOf(role)))
  return roles[Math.max(least, roles.indexOf('member'))] ?? 'admin'
}

export const worldReaderToken = defineToken<WorldReader>('approvals.worldReader')
