import type { RuleVersion } from '#modules/workflows/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import { words } from '../language/words.server.js'
import { momentText } from '../reading/instant-text.server.js'
import type { People } from '../reading/people.server.js'
import { read, type Page } from '../reading/rest-reading.server.js'
import { versionChanges } from './version-changes.js'

export interface VersionRow {
  readonly version: number
  readonly who: string
  readonly when: string
  readonly changes: readonly string[]
  /** The rule as it was, for reading closely. */
  readonly whole: string
}

/** The newest fifty versions, newest first, each with what it changed. */
export async function readVersions(session: ConsoleSession, path: string, people: People, zone: string): Promise<VersionRow[]> {
  const { items } = await read<Page<RuleVersion>>(session, `${path}/versions`, { limit: '50' })
  const t = words()
  return items.map((version, index) => ({
    version: version.version,
    who: version.changed_by === null ? t('The system') : people.name(version.changed_by),
    when: momentText(version.changed_at, zone),
    changes: versionChanges(version, items[index + 1], t),
    whole: JSON.stringify({ conditions: version.conditions, outcome: version.outcome }, null, 2),
  }))
}
