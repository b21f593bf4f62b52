import type { SavedView } from '#modules/members/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import type { Page } from '../reading/rest-reading.server.js'
import type { SignedInViewer } from '../session/viewer.js'

export type ViewChoice = Pick<SavedView, 'id' | 'name' | 'query'>

/** The viewer's own views of a list; none when REST cannot say, for no list should fail over its bookmarks. */
export async function readSavedViews(session: ConsoleSession, viewer: SignedInViewer, screen: string): Promise<readonly ViewChoice[]> {
  if (!viewer.permissions.includes('members:views')) return []
  const answer = await session.send<Page<SavedView>>('GET', '/v1/saved-views', { query: { screen, limit: '100' } })
  return answer.ok ? answer.body.items.map(({ id, name, query }) => ({ id, name, query })) : []
}
