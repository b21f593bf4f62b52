import type { RuleVersion } from '#modules/workflows/contract'

/** What a version changed, in words. @param before the version it took the place of; undefined for the first */
export function versionChanges(version: RuleVersion, before: RuleVersion | undefined): string[] {
  if (!before) return version.version === 1 ? ['Written'] : []
  const differs = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other)
  return [
    version.archived && !before.archived ? 'archived' : '',
    version.name === before.name ? '' : `name “${before.name}” to “${version.name}”`,
    version.priority === before.priority ? '' : `priority ${before.priority} to ${version.priority}`,
    version.enabled === before.enabled ? '' : version.enabled ? 'put in use' : 'taken out of use',
    version.description === before.description ? '' : 'description',
    differs(version.conditions, before.conditions) ? 'conditions' : '',
    differs(version.outcome, before.outcome) ? 'outcome' : '',
  ].filter(Boolean)
}
