import { createHash } from 'node:crypto'
import { fc } from '#kernel/testing/properties'
import { expect, it } from 'vitest'
import { newId } from '#kernel/ids'
import { keyMark, makeKey, prefixOf, readKey } from './key-token.js'

const ids = () => ({ id: newId(), org_id: newId(), user_id: newId() })

it('reads back what it made, and nothing of the secret stands in what is stored', () => {
  const uuid = fc.uuid()
  fc.assert(
    fc.property(uuid, uuid, uuid, (id, org_id, user_id) => {
      const { token, proof } = makeKey({ id, org_id, user_id })
      expect(token).toMatch(/^bfk_[0-9A-Za-z]{115}$/)
      expect(readKey(token)).toEqual({ id, org_id, user_id, proof })
      expect(token.startsWith(prefixOf(id))).toBe(true)
      expect(token).not.toContain(proof)
    }),
    { numRuns: 500 },
  )
})

it('stores the SHA-256 of 32 random bytes', () => {
  const made = Array.from({ length: 50 }, () => makeKey(ids()))
  expect(new Set(made.map(({ proof }) => proof)).size).toBe(50)
  const { token, proof } = made[0]!
  const secret = [...token.slice(keyMark.length + 66, -6)].reduce((sum, letter) => sum * 62n + BigInt('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'.indexOf(letter)), 0n)
  expect(createHash('sha256').update(Buffer.from(secret.toString(16).padStart(64, '0'), 'hex')).digest('hex')).toBe(proof)
})

it('refuses every key with one letter changed, cut or added', () => {
  const { token } = makeKey(ids())
  for (let place = 0; place < token.length; place += 1) {
    const other = token[place] === 'a' ? 'b' : 'a'
    expect(readKey(`${token.slice(0, place)}${other}${token.slice(place + 1)}`), `place ${place}`).toBeNull()
    expect(readKey(token.slice(0, place)), `cut at ${place}`).toBeNull()
  }
  for (const wrong of [`${token}a`, ` ${token}`, `${token}\n`, token.toUpperCase(), token.replace('bfk_', 'bfx_'), '', keyMark, `${keyMark}${'z'.repeat(115)}`]) expect(readKey(wrong), wrong).toBeNull()
})
