/**
 * Who may decide about whom. Owners about everybody; admins about everybody below admin; nobody raises themselves, whoever lowers or removes
 * themselves may. Nobody else gets here: the routes ask for `members:manage`.
 */
import { roleReaches, roles, type Role } from '#kernel/contract'
import { forbidden } from '#kernel/http/problems'
import { say, spoken } from '#kernel/language'
import { currentTenant } from '#kernel/tenancy/context'

/** May somebody of the role `own` decide about people of this role, and give it? */
export function mayGive(own: Role, role: Role): boolean {
  return own === 'owner' || (roleReaches(own, 'admin') && !roleReaches(role, 'admin'))
}

function reaches(role: Role): boolean {
  const own = currentTenant().role
  // Null is the system, which acts for somebody whose right was checked when the work was ordered.
  return own === null || mayGive(own, role)
}

/** @throws 403 */
export function assertMayGive(role: Role): void {
  if (reaches(role)) return
  throw forbidden(say`The role '${spoken(currentTenant().role ?? 'none')}' gives the roles below admin; only an owner gives '${spoken(role)}'.`)
}

/** @throws 403 */
export function assertMayManage(member: { user_id: string; role: Role }): void {
  if (member.user_id === currentTenant().user_id || reaches(member.role)) return
  throw forbidden(say`The role '${spoken(currentTenant().role ?? 'none')}' decides about the roles below admin; only an owner decides about '${spoken(member.role)}'.`)
}

/** @throws 403 */
export function assertMayChange(member: { user_id: string; role: Role }, to: Role): void {
  assertMayManage(member)
  const ownAndLower = member.user_id === currentTenant().user_id && roles.indexOf(to) <= roles.indexOf(member.role)
  if (!ownAndLower) assertMayGive(to)
}
