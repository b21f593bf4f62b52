import type { Member } from '#modules/members/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import { words } from '../language/words.server.js'
import type { SignedInViewer } from '../session/viewer.js'
import { readAll } from './rest-reading.server.js'

export interface People {
  /** Everybody the viewer may know of, deactivated ones too. */
  readonly members: readonly Member[]
  /** A name for an id: one's own is "You". */
  name(id: string | null): string
}

/** The people of the organisation by id. Viewers below member may not list them; then everybody else is "Somebody". */
export async function readPeople(session: ConsoleSession, viewer: SignedInViewer): Promise<People> {
  const members = viewer.permissions.includes('members:read') ? await readAll<Member>(session, '/v1/members') : []
  const t = words()
  const names = new Map(members.map(({ id, name }) => [id, name]))
  return {
    members,
    name: (id) => (id === viewer.user.id ? t('You') : ((id && names.get(id)) ?? t('Somebody'))),
  }
}
