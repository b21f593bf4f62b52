import type { People } from '../reading/people.server.js'
import type { SignedInViewer } from '../session/viewer.js'
import type { Person } from './attendee-fields.js'

/** Everybody active but oneself, by name: who may come, or whom it may be for. */
export function othersOf({ members }: People, viewer: SignedInViewer): Person[] {
  return members
    .filter(({ id, status }) => status === 'active' && id !== viewer.user.id)
    .map(({ id, name }) => ({ id, name }))
    .sort((a, b) => a.name.localeCompare(b.name))
}
