import type { Resource } from '#modules/resources/contract'
import type { ConsoleSession } from '../../server/console-session.js'

export interface OpenTime {
  /** RFC 3339 */
  readonly starts_at: string
  readonly ends_at: string
}

/** Entries kept; the oldest goes first. */
const mostKept = 5_000
const kept = new Map<string, readonly OpenTime[]>()

/**
 * When a resource is open in a range. REST computes it, once per version of the resource: a live screen is read again with every booking, and
 * opening hours do not change with those. Only for resources REST has just shown to this viewer.
 * @returns null when it cannot be known now: pictures are drawn without
 */
export async function openTimes(session: ConsoleSession, { id, version }: Pick<Resource, 'id' | 'version'>, from: string, to: string): Promise<readonly OpenTime[] | null> {
  const key = [id, version, from, to].join('|')
  const known = kept.get(key)
  if (known) return known
  const answer = await session.send<{ open: readonly OpenTime[] }>('GET', '/v1/availability', { query: { resource_id: id, from, to } })
  if (!answer.ok) return null
  if (kept.size >= mostKept) for (const oldest of [...kept.keys()].slice(0, mostKept / 10)) kept.delete(oldest)
  kept.set(key, answer.body.open)
  return answer.body.open
}
