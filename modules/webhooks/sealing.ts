/**
 * Signing secrets at rest: AES-256-GCM (NIST SP 800-38D), a fresh nonce each time, bound to the endpoint they belong to, so that a copy of the
 * database signs nothing and a sealed secret moved to another row does not open.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const nonceBytes = 12

export class Sealing {
  private readonly keys: readonly Buffer[]

  /** @param secrets of the configuration, at least 32 bytes each: the first seals, all open */
  constructor(secrets: readonly string[]) {
    this.keys = secrets.map((secret) => Buffer.from(hkdfSync('sha256', secret, '', 'bookflow webhook endpoint secrets', 32)))
  }

  /** @param place what it belongs to, e.g. organisation and endpoint. @returns `v1.<nonce>.<ciphertext>.<tag>`, base64url */
  seal(text: string, place: string): string {
    const nonce = randomBytes(nonceBytes)
    const cipher = createCipheriv('aes-256-gcm', this.keys[0]!, nonce)
    cipher.setAAD(Buffer.from(place))
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return ['v1', ...[nonce, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.')
  }

  /** @throws when no key opens it: it was sealed under a key that is gone, or it was changed or moved */
  open(sealed: string, place: string): string {
    const [version, ...parts] = sealed.split('.')
    const [nonce, text, tag] = parts.map((part) => Buffer.from(part, 'base64url'))
    if (version === 'v1' && nonce?.length === nonceBytes && text && tag?.length === 16) {
      for (const key of this.keys) {
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
        decipher.setAAD(Buffer.from(place)).setAuthTag(tag)
        try {
          return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
        } catch {
          continue
        }
      }
    }
    throw new Error('The signing secret cannot be decrypted. Was its key removed from BOOKFLOW_WEBHOOK_ENCRYPTION_SECRETS? Put it back, or rotate the secret of the endpoint.')
  }
}
