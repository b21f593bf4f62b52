/**
 * The live check behind every request with an organisation: is this person an active member, and with which role? The token's word is never enough.
 * Refuses with 401 rather than 403: the credential names an organisation it no longer opens, and the remedy is to sign in again.
 */
import type { Role } from '#kernel/contract'
import { Problem } from '#kernel/http/problem'
import { problems } from '#kernel/http/problems'
import { say } from '#kernel/language'
import type { AdmissionCheck } from '#kernel/tenancy/admission'

export const membershipCheck: AdmissionCheck = {
  name: 'members',
  scope: 'tenant',
  question: `select m.role from memberships m join organizations o on o.org_id = m.org_id
    where m.org_id = principal.org_id and m.user_id = principal.user_id and m.status = 'active' and (o.deletion_at is null or o.deletion_at > now())`,
  admit: (role, _principal, draft) => {
    if (role === null) throw new Problem(problems.unauthenticated, { detail: say`This session is no longer valid for this organisation. Sign in again to choose another.` })
    draft.role = role as Role
  },
}
