/**
 * What an API key looks like: `bfk_`, then the ids of the key, its organisation and its owner (22 characters each), 43 of secret and 6 of checksum,
 * letters and digits only. The ids let the request open its organisation before anything was read, as a signed token does; they are only claimed
 * until the row they name was found with the hash of this secret. The checksum lets scanners of repositories recognise a leaked key, and this server
 * refuse a mistyped one without asking the database.
 */
import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

export interface KeyIds {
  id: string
  org_id: string
  user_id: string
}

export interface PresentedKey extends KeyIds {
  /** Lower-case hex SHA-256 of the secret: 256 random bits need no salt and no slow hash. */
  proof: string
}

export const keyMark = 'bfk_'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const base = BigInt(alphabet.length)
const idWidth = 22
const secretWidth = 43
const checksumWidth = 6
const shape = new RegExp(`^${keyMark}[0-9A-Za-z]{${3 * idWidth + secretWidth + checksumWidth}}$`)

/** @returns the key, to be shown once, and what is stored of it */
export function makeKey({ id, org_id, user_id }: KeyIds): { token: string; proof: string } {
  const secret = randomBytes(32)
  const body = keyMark + [id, org_id, user_id].map(writtenId).join('') + write(secret.toString('hex'), secretWidth)
  return { token: body + checksum(body), proof: proofOf(secret.toString('hex')) }
}

/** @returns null for what cannot be a key: wrong length, alphabet, checksum, or digits beyond the bytes they stand for */
export function readKey(token: string): PresentedKey | null {
  const body = token.slice(0, -checksumWidth)
  if (!shape.test(token) || checksum(body) !== token.slice(-checksumWidth)) return null
  const part = (from: number, width: number, bytes: number) => read(body.slice(keyMark.length + from, keyMark.length + from + width), bytes)
  const [id, org, user] = [0, 1, 2].map((place) => part(place * idWidth, idWidth, 16))
  const secret = part(3 * idWidth, secretWidth, 32)
  if (!id || !org || !user || !secret) return null
  return { id: uuid(id), org_id: uuid(org), user_id: uuid(user), proof: proofOf(secret) }
}

/** How its owner recognises a key in a list: its beginning, which is no secret. */
export function prefixOf(id: string): string {
  return keyMark + writtenId(id)
}

function proofOf(secretHex: string): string {
  return createHash('sha256').update(Buffer.from(secretHex, 'hex')).digest('hex')
}

function writtenId(id: string): string {
  return write(id.replaceAll('-', ''), idWidth)
}

function checksum(text: string): string {
  return write(crc32(text).toString(16), checksumWidth)
}

function write(hex: string, width: number): string {
  let rest = BigInt(`0x${hex}`)
  let text = ''
  for (let place = 0; place < width; place += 1) {
    text = alphabet.charAt(Number(rest % base)) + text
    rest /= base
  }
  return text
}

/** @returns hex, null when the number has more than so many bytes */
function read(text: string, bytes: number): string | null {
  let number = 0n
  for (const letter of text) number = number * base + BigInt(alphabet.indexOf(letter))
  const hex = number.toString(16)
  return hex.length <= bytes * 2 ? hex.padStart(bytes * 2, '0') : null
}

function uuid(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
