/** Slugs: the organisation's name as it may stand in a URL. */
import { randomInt } from 'node:crypto'

const longest = 48

/** `Müller & Söhne GmbH` -> `muller-sohne-gmbh`; a name without Latin letters or digits gives `organization`. */
export function slugOf(name: string): string {
  const ascii = name.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase()
  const slug = ascii.replace(/[^a-z0-9]+/g, '-').slice(0, longest).replace(/^-+|-+$/g, '')
  return slug || 'organization'
}

/** The plain slug first; after that the slug with four random letters, which the next caller will hardly draw too. */
export function slugCandidate(name: string, attempt: number): string {
  const slug = slugOf(name)
  return attempt === 0 ? slug : `${slug}-${randomInt(36 ** 3, 36 ** 4).toString(36)}`
}
