/** Signing what goes out, by the Standard Webhooks specification (https://www.standardwebhooks.com), under both families of header names. */
import { randomBytes } from 'node:crypto'
import { svixLibrary } from '#kernel/libraries-on-demand'

/** A fresh signing secret: `whsec_` and 32 random bytes in base64. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

/**
 * @param id the message's, the same over all attempts
 * @param at when this attempt is made; receivers refuse what is older than five minutes
 * @param secrets one, or two during a rotation: each receiver finds the signature of the one it knows
 */
export async function signedHeaders(id: string, at: Date, body: string, secrets: readonly string[]): Promise<Record<string, string>> {
  const { Webhook } = await svixLibrary()
  const timestamp = String(Math.floor(at.getTime() / 1_000))
  const signature = secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' ')
  return Object.fromEntries(['webhook', 'svix'].flatMap((family) => [[`${family}-id`, id], [`${family}-timestamp`, timestamp], [`${family}-signature`, signature]]))
}
