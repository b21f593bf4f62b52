/** Which permissions a role holds in an organisation: those of switched-on modules whose `from` the role reaches. */
import { defineToken, roleReaches, type Contract, type Role } from '../contract.js'

export class PermissionCatalogue {
  private readonly cache = new Map<string, ReadonlySet<string>>()

  constructor(private readonly contracts: readonly Contract[]) {}

  /**
   * @param role null for the system: every permission of the switched-on modules
   * @param scopes names the credential is limited to; null is no limit
   */
  held(role: Role | null, disabled: ReadonlySet<string>, scopes: ReadonlySet<string> | null = null): ReadonlySet<string> {
    const key = `${role ?? '*'}|${[...disabled].sort().join()}|${scopes ? [...scopes].sort().join() : '*'}`
    const cached = this.cache.get(key)
    if (cached) return cached
    const held = new Set<string>()
    for (const contract of this.contracts) {
      if (disabled.has(contract.name)) continue
      for (const permission of Object.values(contract.permissions)) {
        const granted = role === null || roleReaches(role, permission.from)
        if (granted && (scopes === null || scopes.has(permission.name))) held.add(permission.name)
      }
    }
    if (this.cache.size < 10_000) this.cache.set(key, held)
    return held
  }
}

export const permissionCatalogueToken = defineToken<PermissionCatalogue>('kernel.permissionCatalogue')
