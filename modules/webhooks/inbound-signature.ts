/**
 * Who sent this? Decided over the raw bytes, before anything parses, reads or logs them. Strict where the usual verifiers are lenient: they take the
 * timestamp `123abc`, any number of signatures, and read broken UTF-8 as if it were whole (https://www.standardwebhooks.com, "Verifying").
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

const toleranceSeconds = 300
const signatureLimit = 16

type Headers = Readonly<Record<string, string | string[] | undefined>>

/**
 * @param secrets `whsec_...`, each accepted; none accepts nothing
 * @param now milliseconds since the epoch
 * @returns the message's id, or null when it is not to be believed
 */
export function verifiedId(headers: Headers, body: Buffer, secrets: readonly string[], now: number): string | null {
  // One family of names, so that an id of the one cannot travel with a signature of the other.
  const family = headers['svix-id'] === undefined ? 'webhook' : 'svix'
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) => headers[`${family}-${name}`])
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') return null
  // A dot in the id would let bytes move between id, timestamp and body.
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(id) || !/^\d{10}$/.test(timestamp)) return null
  if (Math.abs(Math.floor(now / 1_000) - Number(timestamp)) > toleranceSeconds) return null
  const given = signatures.length > 4_096 ? [] : signatures.split(' ')
  if (given.length > signatureLimit) return null
  const candidates = given.flatMap((each) => (/^v1,[A-Za-z0-9+/]{43}=$/.test(each) ? [Buffer.from(each.slice(3), 'base64')] : []))
  const expected = secrets.map((secret) => createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).update(`${id}.${timestamp}.`).update(body).digest())
  let matches = false
  for (const signature of candidates) for (const wanted of expected) matches = timingSafeEqual(signature, wanted) || matches
  return matches ? id : null
}
