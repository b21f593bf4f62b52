import { randomBytes } from 'node:crypto'

const MIN_BYTES = 32
/** The shortest text that random bytes of MIN_BYTES give is base64url's 43 letters; of those, fewer than 16 different ones are not random. */
const MIN_DIFFERENT = { hex: 8, other: 16 }
const TELLTALE = /change.?me|replace.?me|your.?secret|example|sample|default|password|placeholder|insecure|bookflow|secret|lorem/i

/** A fresh secret: 32 random bytes in base64url. */
export const newSecret = (): string => randomBytes(MIN_BYTES).toString('base64url')

/** How to make one, for messages. */
export const SECRET_RECIPE = `Make one with: node -e "console.log(require('node:crypto').randomBytes(32).toString('base64url'))"`

/** @returns what is wrong with a secret, or null. It is read as hex or base64 to count its bytes, and used as the text it is. */
export function secretProblem(value: string): string | null {
  if (value.trim() === '') return 'is empty'
  if (TELLTALE.test(value)) return 'looks like a placeholder'
  const hex = /^[0-9a-f]+$/i.test(value)
  const base64 = /^[A-Za-z0-9+/_-]+={0,2}$/.test(value)
  const bytes = Buffer.from(value, hex ? 'hex' : base64 ? 'base64' : 'utf8').length
  if (bytes < MIN_BYTES) return `holds ${bytes} bytes, ${MIN_BYTES} random ones are needed`
  const different = new Set(value.toLowerCase()).size
  if (different < (hex ? MIN_DIFFERENT.hex : MIN_DIFFERENT.other)) return 'is not random (few different characters)'
  return null
}

/** Two purposes with one secret: a token made for the one would be valid for the other. @returns the equal names, in pairs */
export function equalSecrets(secrets: readonly (readonly [name: string, value: string])[]): [string, string][] {
  return secrets.flatMap(([name, value], index) =>
    secrets.slice(index + 1).flatMap(([other, otherValue]): [string, string][] => (value !== '' && value === otherValue ? [[name, other]] : [])),
  )
}
