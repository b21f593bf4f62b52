import type { ResourceType } from '#modules/resources/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import { readPeople } from '../reading/people.server.js'
import { readAll } from '../reading/rest-reading.server.js'
import type { SignedInViewer } from '../session/viewer.js'
import type { FormChoices } from './resource-form.js'

/** What the form offers to choose from. @param zone kept among the zones, should it be an older name of one */
export async function readFormChoices(session: ConsoleSession, viewer: SignedInViewer, zone: string): Promise<FormChoices> {
  const [types, { members }] = await Promise.all([readAll<ResourceType>(session, '/v1/resource-types'), readPeople(session, viewer)])
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')]
  return {
    types: types.map(({ id, name }) => ({ id, name })),
    people: members.filter(({ status }) => status === 'active').map(({ id, name, email }) => ({ id, name, email })).sort((a, b) => a.name.localeCompare(b.name)),
    zones: zones.includes(zone) ? zones : [zone, ...zones],
  }
}
