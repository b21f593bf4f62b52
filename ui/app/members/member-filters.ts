import { phrase } from '../language/phrases.js'
import type { Role } from '#modules/auth/contract'

export const memberRoles = ['owner', 'admin', 'approver', 'member', 'viewer'] as const satisfies readonly Role[]

/** Each role as the name of a choice; inside a sentence it is written small, as REST says it. */
export const roleNames: Record<Role, string> = { owner: phrase('Owner'), admin: phrase('Administrator'), approver: phrase('Approver'), member: phrase('Member'), viewer: phrase('Viewer') }

/** What each role is for, in one line. */
export const roleTexts: Record<Role, string> = {
  owner: phrase('Everything, and the organisation itself'),
  admin: phrase('Resources, members, rules and all bookings'),
  approver: phrase('Books, and decides on requests'),
  member: phrase('Books for themselves'),
  viewer: phrase('Sees when things are taken'),
}

export interface MemberFilters {
  readonly q: string
  readonly role: Role | ''
  readonly status: 'active' | 'deactivated' | ''
  readonly cursor: string
}

/** The list as its address says; unknown words count as absent. */
export function readMemberFilters(search: URLSearchParams): MemberFilters {
  return {
    q: (search.get('q') ?? '').trim().slice(0, 100),
    role: memberRoles.find((role) => role === search.get('role')) ?? '',
    status: (['active', 'deactivated'] as const).find((status) => status === search.get('status')) ?? '',
    cursor: search.get('cursor') ?? '',
  }
}

/** Roles somebody may give: an owner all of them, an admin those below admin, nobody else any. */
export function rolesGivenBy(own: Role | null): readonly Role[] {
  if (own === 'owner') return memberRoles
  return own === 'admin' ? memberRoles.slice(memberRoles.indexOf('approver')) : []
}

/** What the role of this member may become: somebody may always step down themselves. */
export function rolesFor(member: { readonly id: string; readonly role: Role }, viewer: { readonly id: string; readonly role: Role | null }): readonly Role[] {
  const given = rolesGivenBy(viewer.role)
  if (member.id === viewer.id) return memberRoles.slice(memberRoles.indexOf(member.role))
  return given.includes(member.role) ? given : []
}
