import type { Booking } from '#modules/bookings/contract'
import type { Member } from '#modules/members/contract'
import type { Resource } from '#modules/resources/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import { slotLabel } from '../bookings/booking-times.server.js'
import { words } from '../language/words.server.js'
import type { Page } from '../reading/rest-reading.server.js'
import type { Hits } from '../palette/hits.js'
import type { SignedInViewer } from '../session/viewer.js'

/** Of each kind. */
const most = '6'

/** Looks for resources, bookings from today on and people by a part of their names, as far as the viewer may see them. What cannot be searched now is left out. */
export async function searchEverything(session: ConsoleSession, viewer: SignedInViewer, wanted: string): Promise<Hits> {
  const q = wanted.trim().slice(0, 100)
  if (q === '') return { q, resources: [], bookings: [], members: [] }
  const may = (module: string, permission: string): boolean => viewer.modules.includes(module) && viewer.permissions.includes(permission)
  const list = async <T>(allowed: boolean, path: string, query: Record<string, string>): Promise<readonly T[]> => {
    if (!allowed) return []
    const answer = await session.send<Page<T>>('GET', path, { query: { q, limit: most, ...query } })
    return answer.ok ? answer.body.items : []
  }
  const [resources, bookings, members] = await Promise.all([
    list<Resource>(may('resources', 'resources:read'), '/v1/resources', {}),
    list<Booking>(may('bookings', 'bookings:read'), '/v1/bookings', { from: new Date(Date.now() - 86_400_000).toISOString() }),
    list<Member>(may('members', 'members:read'), '/v1/members', { status: 'active' }),
  ])
  return {
    q,
    resources: resources.map(({ id, name, location }) => ({ to: `/app/resources/${id}`, name, detail: location })),
    bookings: bookings.map(({ id, title, starts_at, ends_at }) => ({ to: `/app/bookings/${id}`, name: title ?? words()('Busy'), detail: slotLabel(starts_at, ends_at, viewer.user.timezone) })),
    members: members.map(({ id, name, email }) => ({ to: `/app/members/${id}`, name, detail: email })),
  }
}
