/**
 * Refresh tokens: `<id>.<mac>`, where the mac is derived from the id, so that only a hash is stored and yet two parallel refreshes can be given
 * one and the same child. A random child could not be shown twice, and a second child per race would be a second way in.
 */
import { createHash, createHmac, hkdfSync } from 'node:crypto'
import { isId, newId } from '#kernel/ids'

export interface RefreshToken {
  id: string
  token: string
  /** Lower-case hex sha256; all the database knows. */
  token_hash: string
}

export class RefreshTokens {
  private readonly keys: readonly Buffer[]

  /** @param secrets the ring of access token secrets, the newest first; keys of their own are derived from it (RFC 5869) */
  constructor(secrets: readonly string[]) {
    this.keys = secrets.map((secret) => Buffer.from(hkdfSync('sha256', secret, '', 'bookflow refresh tokens', 32)))
  }

  issue(): RefreshToken {
    return derive(this.keys[0]!, newId())
  }

  /** The token behind a stored row; null when the key it was made with has left the ring. */
  again(row: { id: string; token_hash: string }): string | null {
    for (const key of this.keys) {
      const { token, token_hash } = derive(key, row.id)
      if (token_hash === row.token_hash) return token
    }
    return null
  }
}

/** How a presented token is looked up; null when it cannot be one. */
export function refreshTokenHash(token: string): string | null {
  const [id, mac, ...more] = token.split('.')
  return more.length === 0 && isId(id) && mac !== undefined && /^[A-Za-z0-9_-]{43}$/.test(mac) ? hash(token) : null
}

function derive(key: Buffer, id: string): RefreshToken {
  const token = `${id}.${createHmac('sha256', key).update(id).digest('base64url')}`
  return { id, token, token_hash: hash(token) }
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
