import type { Resource, ResourceType } from '#modules/resources/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import { allResources } from '../bookings/all-resources.server.js'
import { readPeople, type People } from '../reading/people.server.js'
import { readAll } from '../reading/rest-reading.server.js'
import type { SignedInViewer } from '../session/viewer.js'

export interface Choice {
  readonly id: string
  readonly name: string
}

/** What a rule may name: for the builder's boxes. */
export interface RuleChoices {
  readonly resources: readonly Choice[]
  readonly types: readonly Choice[]
  readonly people: readonly Choice[]
}

export async function ruleChoices(session: ConsoleSession, viewer: SignedInViewer): Promise<{ choices: RuleChoices; people: People; resources: readonly Resource[] }> {
  const [resources, types, people] = await Promise.all([allResources(session), readAll<ResourceType>(session, '/v1/resource-types'), readPeople(session, viewer)])
  const choices = {
    resources: resources.map(({ id, name }) => ({ id, name })),
    types: types.map(({ id, name }) => ({ id, name })),
    people: people.members.filter(({ status }) => status === 'active').map(({ id, name }) => ({ id, name })),
  }
  return { choices, people, resources }
}
