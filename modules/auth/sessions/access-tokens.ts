/**
 * Access tokens: JWTs of one algorithm and one type (RFC 9068), signed with the first key of the ring and verified with any of it.
 * Verification reads no database and fetches nothing: whatever a token's header proposes (jku, x5u, jwk, another alg) is refused, not followed.
 */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'
import type { Authenticator } from '#kernel/http/authentication'
import { Problem } from '#kernel/http/problem'
import { problems } from '#kernel/http/problems'
import { isId } from '#kernel/ids'
import { say } from '#kernel/language'
import type { Principal } from '#kernel/tenancy/context'

/** Seconds. Together with the leeway no token is accepted for more than 15 minutes. */
export const accessTokenSeconds = 14 * 60

/** Seconds the clocks of database and web process may differ. */
const leewaySeconds = 60

const audience = 'bookflow'
const longest = 2_048
const headerFields = new Set(['alg', 'typ', 'kid'])

export interface AccessClaims {
  user_id: string
  session_id: string
  org_id: string | null
}

interface Key {
  id: string
  key: KeyObject
}

export class AccessTokens implements Authenticator {
  private readonly signing: Key
  private readonly ring: ReadonlyMap<string, KeyObject>
  private readonly verified: VerifiedTokens

  /**
   * @param secrets the first signs; at least 32 bytes each
   * @param issuer the product's public URL
   */
  constructor(
    secrets: readonly string[],
    private readonly issuer: string,
    remembered = 10_000,
  ) {
    const keys = secrets.map(keyOf)
    const [signing] = keys
    if (!signing) throw new Error('secrets.access_tokens is empty: give at least one secret of 32 bytes or more.')
    this.signing = signing
    this.ring = new Map(keys.map(({ id, key }) => [id, key]))
    this.verified = new VerifiedTokens(remembered)
  }

  /** @param now the database's time */
  sign({ user_id, session_id, org_id }: AccessClaims, now: Date): string {
    const iat = Math.floor(now.getTime() / 1_000)
    const claims = { iss: this.issuer, aud: audience, sub: user_id, sid: session_id, org: org_id, iat, exp: iat + accessTokenSeconds }
    return jwt.sign(claims, this.signing.key, { header: { alg: 'HS256', typ: 'at+jwt', kid: this.signing.id } })
  }

  verify(token: string): Principal {
    const now = Date.now() / 1_000
    const known = this.verified.get(token)
    const principal = known ?? this.check(token)
    if (principal.expires_at + leewaySeconds <= now) throw expired()
    if (!known) this.verified.add(token, principal)
    return principal
  }

  private check(token: string): Principal {
    if (token.length > longest) throw refused()
    const { header, payload } = this.decode(token)
    const fits = Object.keys(header).every((field) => headerFields.has(field)) && header.typ === 'at+jwt'
    if (!fits || typeof payload === 'string') throw refused()
    const { sub, sid, org, iat, exp, aud } = payload as Record<string, unknown>
    if (!isId(sub) || !isId(sid) || !(org === null || isId(org)) || aud !== audience) throw refused()
    if (!isSeconds(iat) || !isSeconds(exp) || exp <= iat || exp - iat > accessTokenSeconds) throw refused()
    return { kind: 'user', user_id: sub, session_id: sid, org_id: org, expires_at: exp }
  }

  private decode(token: string): jwt.Jwt {
    try {
      return jwt.verify(token, this.keyFor(token), {
        algorithms: ['HS256'],
        issuer: this.issuer,
        audience,
        clockTolerance: leewaySeconds,
        complete: true,
      })
    } catch (error) {
      // Only a token that is genuine in every other respect is told that it expired: jsonwebtoken checks the signature first.
      throw error instanceof jwt.TokenExpiredError ? expired() : refused()
    }
  }

  private keyFor(token: string): KeyObject {
    const kid = jwt.decode(token, { complete: true })?.header.kid
    const key = typeof kid === 'string' ? this.ring.get(kid) : undefined
    if (!key) throw refused()
    return key
  }
}

/** A bounded memory of tokens whose signature held; the oldest is forgotten first. Expiry is judged at each use. */
class VerifiedTokens {
  private readonly principals = new Map<string, Principal>()

  constructor(private readonly limit: number) {}

  get(token: string): Principal | undefined {
    return this.principals.get(token)
  }

  add(token: string, principal: Principal): void {
    const [oldest] = this.principals.keys()
    if (oldest !== undefined && this.principals.size >= this.limit) this.principals.delete(oldest)
    this.principals.set(token, Object.freeze(principal))
  }
}

/** The key's name tells nothing of the key. */
function keyOf(secret: string): Key {
  const id = createHmac('sha256', secret).update('bookflow access token key id').digest('base64url').slice(0, 16)
  return { id, key: createSecretKey(Buffer.from(secret, 'utf8')) }
}

function isSeconds(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0
}

function refused(): Problem {
  return new Problem(problems.unauthenticated, { detail: say`The access token is not one this server issued. Sign in again.` })
}

function expired(): Problem {
  return new Problem(problems.tokenExpired, { detail: say`The access token has expired. Exchange the refresh token: POST /v1/auth/refresh.` })
}
