/** The live check behind every authenticated request: a signature says who, only the database says whether the session still stands. */
import { Problem } from '#kernel/http/problem'
import { problems } from '#kernel/http/problems'
import type { AdmissionCheck } from '#kernel/tenancy/admission'

export const sessionCheck: AdmissionCheck = {
  scope: 'session',
  statement: ({ session_id, user_id }) => ({
    name: 'auth.admission',
    text: `select 1 from sessions s join users u on u.id = s.user_id
           where s.id = $1 and s.user_id = $2 and s.revoked_at is null and s.expires_at > now() and u.disabled_at is null`,
    values: [session_id, user_id],
  }),
  admit: (rows) => {
    if (rows.length === 0) throw new Problem(problems.unauthenticated, { detail: 'This session has ended. Sign in again.' })
  },
}
