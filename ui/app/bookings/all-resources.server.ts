import type { ConsoleSession } from '../../server/console-session.js'
import { pageProblem } from '../session/page-problem.js'
import type { Page, Resource } from './rest-types.js'

/** Enough for any select box; an organisation with more chooses through the filters. */
const mostPages = 10

/** Every resource the viewer may see, in REST's order, up to 1,000. @throws the REST refusal, for the screen's error state */
export async function allResources(session: ConsoleSession): Promise<readonly Resource[]> {
  const found: Resource[] = []
  let cursor: string | undefined
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await session.send<Page<Resource>>('GET', '/v1/resources', { query: { limit: '100', cursor } })
    if (!answer.ok) throw pageProblem(answer.problem)
    found.push(...answer.body.items)
    cursor = answer.body.next_cursor ?? undefined
    if (!cursor) break
  }
  return found
}
