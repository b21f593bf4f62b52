/** The product's credentials: access tokens, and API keys, told apart by how they begin. */
import type { Authenticator } from '#kernel/http/authentication'
import { Problem } from '#kernel/http/problem'
import { problems } from '#kernel/http/problems'
import { say } from '#kernel/language'
import type { Principal } from '#kernel/tenancy/context'
import { keyMark, readKey } from './key-token.js'
import type { KnownKeys } from './known-keys.js'

export class Credentials implements Authenticator {
  constructor(
    private readonly accessTokens: Authenticator,
    private readonly known: KnownKeys,
  ) {}

  verify(token: string): Principal {
    if (!token.startsWith(keyMark)) return this.accessTokens.verify(token)
    const key = readKey(token)
    if (!key) throw new Problem(problems.unauthenticated, { detail: say`This is no API key of BookFlow: a part is missing or mistyped. Copy it again from where you keep it.` })
    const { id, org_id, user_id, proof } = key
    // When it ends stands in the database, which every request asks.
    return { kind: 'api_key', session_id: id, org_id, user_id, expires_at: Infinity, proof, proven: this.known.holds(id, proof) }
  }
}
