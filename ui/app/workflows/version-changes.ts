import type { TFunction } from 'i18next'
import type { RuleVersion } from '#modules/workflows/contract'

/** What a version changed, in words. @param before the version it took the place of; undefined for the first */
export function versionChanges(version: RuleVersion, before: RuleVersion | undefined, t: TFunction): string[] {
  if (!before) return version.version === 1 ? [t('Written')] : []
  const differs = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other)
  return [
    version.archived && !before.archived ? t('archived') : '',
    version.name === before.name ? '' : t('name “{{before}}” to “{{after}}”', { before: before.name, after: version.name }),
    version.priority === before.priority ? '' : t('priority {{before}} to {{after}}', { before: before.priority, after: version.priority }),
    version.enabled === before.enabled ? '' : version.enabled ? t('put in use') : t('taken out of use'),
    version.description === before.description ? '' : t('description'),
    differs(version.conditions, before.conditions) ? t('conditions') : '',
    differs(version.outcome, before.outcome) ? t('outcome') : '',
  ].filter(Boolean)
}
