/** The live check behind every request with an API key: the row it names, the hash of the secret it came with, and what it is limited to. */
import { Problem } from '#kernel/http/problem'
import { problems } from '#kernel/http/problems'
import { say } from '#kernel/language'
import type { AdmissionCheck } from '#kernel/tenancy/admission'
import { sameProof, type KnownKeys } from './known-keys.js'

interface Found {
  proof: string
  scopes: string[]
  stale: boolean
}

/** No row is compared too, so that its absence takes as long as a wrong secret. */
const nothing: Found = { proof: '0'.repeat(64), scopes: [], stale: false }

export function keyCheck(known: KnownKeys): AdmissionCheck {
  return {
    name: 'auth-keys',
    scope: 'session',
    credential: 'api_key',
    question: `select json_build_object('proof', k.secret_hash, 'scopes', k.scopes, 'stale', k.last_used_at is null or k.last_used_at < now() - interval '1 minute')
      from api_keys k join users u on u.id = k.user_id
      where k.org_id = principal.org_id and k.id = principal.session_id::uuid and k.user_id = principal.user_id
        and k.revoked_at is null and k.expires_at > now() and u.disabled_at is null`,
    admit: (answer, principal, draft) => {
      const found = (answer as Found | null) ?? nothing
      const same = sameProof(found.proof, principal.proof ?? '')
      if (answer === null || !same) {
        known.refused(principal)
        throw new Problem(problems.unauthenticated, { detail: say`This API key is not valid: it never was, has expired or was revoked. Make a new one in the console.` })
      }
      draft.scopes = new Set(found.scopes)
      known.admitted(principal, found.stale)
    },
  }
}
