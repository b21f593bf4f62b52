import type { SavedView } from '#modules/members/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import type { Page } from '../reading/rest-reading.server.js'
import type { SignedInViewer } from '../session/viewer.js'
import { todayIn, withDaysOf } from './moving-days.js'
import type { ViewChoice } from './view-choices.js'
import { isViewScreen } from './view-screens.js'

/** The viewer's own views of every list; none when REST cannot say, for no screen should fail over its bookmarks. REST keeps no more than one page of them. */
export async function readSavedViews(session: ConsoleSession, viewer: SignedInViewer): Promise<readonly ViewChoice[]> {
  if (!viewer.permissions.includes('members:views')) return []
  const answer = await session.send<Page<SavedView>>('GET', '/v1/saved-views', { query: { limit: '100' } })
  if (!answer.ok) return []
  const today = todayIn(viewer.user.timezone)
  return answer.body.items.flatMap(({ id, screen, name, query, is_default }) => (isViewScreen(screen) ? [{ id, screen, name, query: withDaysOf(query, today), isDefault: is_default }] : []))
}
