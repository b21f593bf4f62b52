/** The live check behind every authenticated request: a signature says who, only the database says whether the session still stands. */
import { Problem } from '#kernel/http/problem'
import { problems } from '#kernel/http/problems'
import { say } from '#kernel/language'
import type { AdmissionCheck } from '#kernel/tenancy/admission'

export const sessionCheck: AdmissionCheck = {
  name: 'auth',
  scope: 'session',
  credential: 'user',
  question: `select true from sessions s join users u on u.id = s.user_id
    where s.id = principal.session_id::uuid and s.user_id = principal.user_id and s.revoked_at is null and s.expires_at > now() and u.disabled_at is null`,
  admit: (stands) => {
    if (stands !== true) throw new Problem(problems.unauthenticated, { detail: say`This session has ended. Sign in again.` })
  },
}
