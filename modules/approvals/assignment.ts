/** Who may decide a step, and how many of them it takes. Pure. */
import { roleReaches, type Role } from '#kernel/contract'
import type { ApprovalStep } from '#modules/bookings/contract'
import { approvals, type StepNotice } from './contract.js'

/** The organisation as far as a request is concerned, at one moment. */
export interface World {
  /** Active members by id; at least everybody a step may mean, and the owners and admins. */
  roles: ReadonlyMap<string, Role>
  /** Owners of the resource. */
  owner_ids: readonly string[]
  /** Who made the request, changed the booking, or gets it: they decide nothing, whatever their role. */
  excluded_ids: readonly string[]
}

export interface Assignment {
  approver_ids: readonly string[]
  needed: number
  notices: readonly StepNotice[]
}

/**
 * A role means that role or above, as everywhere: whoever stands above may do what those below may. A step whose people cannot decide falls to any one
 * owner or admin; more approvals than there are people are never asked for. Both are said in `notices`.
 * @param approvedBy who approved this step already: their decisions stand, also of those who left
 */
export function assign(step: ApprovalStep, world: World, approvedBy: readonly string[]): Assignment {
  const meant = meantBy(step, world)
  const eligible = meant.filter((id) => mayDecide(id, world))
  if (eligible.length === 0 && !approvedBy.some((id) => meant.includes(id))) return fallen(world)
  const able = new Set([...eligible, ...approvedBy])
  const needed = { any: 1, all: able.size, n_of_m: Math.min(step.needed ?? 1, able.size) }[step.mode]
  const capped = step.mode === 'all' ? meant.some((id) => !able.has(id)) : step.mode === 'n_of_m' && needed < (step.needed ?? 1)
  return { approver_ids: eligible, needed, notices: capped ? ['capped'] : [] }
}

function fallen(world: World): Assignment {
  const admins = [...world.roles].filter(([id, role]) => roleReaches(role, 'admin') && mayDecide(id, world)).map(([id]) => id)
  return { approver_ids: admins.sort(), needed: 1, notices: [admins.length === 0 ? 'nobody_left' : 'fell_to_admins'] }
}

function meantBy(step: ApprovalStep, world: World): string[] {
  const ids = step.approvers.flatMap((group) => {
    switch (group.kind) {
      case 'people':
        return group.user_ids
      case 'role':
        return [...world.roles].filter(([, role]) => roleReaches(role, group.role)).map(([id]) => id)
      case 'resource_owners':
        return world.owner_ids
    }
  })
  return [...new Set(ids)].sort()
}

/** Active, of a role that may decide at all, and not deciding for oneself. */
function mayDecide(id: string, { roles, excluded_ids }: World): boolean {
  const role = roles.get(id)
  return role !== undefined && roleReaches(role, approvals.permissions.decide.from) && !excluded_ids.includes(id)
}
