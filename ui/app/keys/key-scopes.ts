import type { ApiKeyScope } from '#modules/auth/contract'

export interface ScopeGroup {
  readonly module: string
  readonly scopes: readonly Pick<ApiKeyScope, 'name' | 'description'>[]
}

/** Scopes by the module they belong to, in REST's order. */
export function groupScopes(scopes: readonly ApiKeyScope[]): readonly ScopeGroup[] {
  return [...Map.groupBy(scopes, ({ module }) => module)].map(([module, ofModule]) => ({ module, scopes: ofModule.map(({ name, description }) => ({ name, description })) }))
}

/** The modules a key's scopes belong to, each with how many: for a row of a list. */
export function countScopes(names: readonly string[]): readonly { readonly module: string; readonly count: number }[] {
  return [...Map.groupBy(names, (name) => name.split(':')[0] ?? name)].map(([module, ofModule]) => ({ module, count: ofModule.length }))
}

/** How long a key may live, in days; the first is offered first. */
export const keyLives = [90, 7, 30, 180, 365] as const

const dayMs = 86_400_000

/**
 * When a key ends that lives so many days from now. A minute short: the year is REST's limit, by the clock of the database.
 * @returns RFC 3339; undefined for a life that is not offered, which leaves it to REST
 */
export function endOfLife(days: number, now: number): string | undefined {
  return keyLives.some((life) => life === days) ? new Date(now + days * dayMs - 60_000).toISOString() : undefined
}
