import type { ConsoleSession } from '../../server/console-session.js'
import { pageProblem } from '../session/page-problem.js'

export interface Page<T> {
  readonly items: readonly T[]
  readonly next_cursor: string | null
}

type Query = Readonly<Record<string, string | undefined>>

/** Enough for any select box; longer lists have screens with filters. */
const mostPages = 10

/** @throws the REST refusal, for the screen's error state */
export async function read<T>(session: ConsoleSession, path: string, query: Query = {}): Promise<T> {
  const answer = await session.send<T>('GET', path, { query })
  if (!answer.ok) throw pageProblem(answer.problem)
  return answer.body
}

/** Every item of a list, up to 1,000. @throws the REST refusal, for the screen's error state */
export async function readAll<T>(session: ConsoleSession, path: string, query: Query = {}): Promise<readonly T[]> {
  const found: T[] = []
  let cursor: string | undefined
  for (let page = 0; page < mostPages; page += 1) {
    const { items, next_cursor } = await read<Page<T>>(session, path, { ...query, limit: '100', cursor })
    found.push(...items)
    if (next_cursor === null) break
    cursor = next_cursor
  }
  return found
}

/** The If-Match of a change: it is refused when somebody else was faster. @param version as the form carried it */
export function ifMatch(version: string): Readonly<Record<string, string>> {
  return { 'if-match': `"v${version}"` }
}
