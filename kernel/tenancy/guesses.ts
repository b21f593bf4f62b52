/**
 * What the last admission of a session said, as a guess at what the next will say. With it the first statements of a handler travel in the round trip of
 * the admission instead of waiting for it. Refuses to be an answer: the admission is asked every time, and before anything is committed or answered the
 * guess must have been right, or all of it is rolled back and done again without one.
 */
import type { Principal, TenantContext } from './context.js'

/** The admission said something else than the time before. */
export class GuessWrong extends Error {
  override name = 'GuessWrong'
  constructor() {
    super('The admission differs from the one before: what was begun on the guess is undone.')
  }
}

interface Guess {
  tenant: TenantContext
  /** All that the admission said; equal text is an equal tenant. */
  said: string
}

/** Sessions remembered; the oldest are forgotten. */
const most = 10_000

export class Guesses {
  private readonly known = new Map<string, Guess>()

  /** @returns null for a session that was not seen, and for API keys: what they say is only claimed until the admission has compared their proof */
  of(principal: Principal & { org_id: string }): TenantContext | null {
    return principal.kind === 'user' ? (this.known.get(keyOf(principal))?.tenant ?? null) : null
  }

  /** @returns the tenant remembered when this admission said the same, else what `make` gives */
  tenant(principal: Principal & { org_id: string }, said: string, make: () => TenantContext): TenantContext {
    const key = keyOf(principal)
    const before = this.known.get(key)
    if (before?.said === said) return before.tenant
    const tenant = make()
    if (principal.kind !== 'user') return tenant
    this.known.delete(key)
    this.known.set(key, { tenant, said })
    if (this.known.size > most) this.known.delete(this.known.keys().next().value!)
    return tenant
  }
}

function keyOf({ session_id, user_id, org_id }: Principal): string {
  return `${session_id} ${user_id} ${org_id}`
}
