import type { DeliverySummary } from '#modules/webhooks/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import { read, type Page } from '../reading/rest-reading.server.js'

/** How far a replay has come. */
export interface ReplayProgress {
  readonly count: number
  /** Messages attempted since; never more than `count`. */
  readonly tried: number
  readonly succeeded: number
  readonly failed: number
}

/** Pages of the log that are counted: 1,000 attempts. A longer replay goes on unseen. */
const mostPages = 10

/**
 * The progress of the replay that the address tells of: `replayed` messages, asked for at `since` (milliseconds since 1970). Other messages of the
 * same time count along, since the log does not tell them apart.
 * @param endpoint null: of all
 */
export async function readProgress(session: ConsoleSession, search: URLSearchParams, endpoint: string | null): Promise<ReplayProgress | null> {
  const count = Number(search.get('replayed') ?? Number.NaN)
  const since = Number(search.get('since') ?? Number.NaN)
  if (!Number.isInteger(count) || count < 0 || count > 10_000 || !Number.isInteger(since) || since < 1e12 || since > 1e13) return null
  if (count === 0) return { count, tried: 0, succeeded: 0, failed: 0 }
  const outcomes = new Map<string, DeliverySummary['status']>()
  let cursor: string | undefined
  for (let page = 0; page < mostPages; page += 1) {
    const { items, next_cursor } = await read<Page<DeliverySummary>>(session, '/v1/webhooks/deliveries', { endpoint_id: endpoint ?? undefined, from: new Date(since).toISOString(), limit: '100', cursor })
    // Newest first: the latest attempt of a message is how it stands.
    for (const { outbox_id, status } of items) if (!outcomes.has(outbox_id)) outcomes.set(outbox_id, status)
    if (next_cursor === null) break
    cursor = next_cursor
  }
  const succeeded = [...outcomes.values()].filter((status) => status === 'succeeded').length
  return { count, tried: Math.min(count, outcomes.size), succeeded: Math.min(count, succeeded), failed: Math.min(count, outcomes.size - succeeded) }
}

/** The address's part that names a replay just asked for. */
export function replayQuery(count: number, asked: number): Record<string, string> {
  return { replayed: String(count), since: String(asked) }
}
