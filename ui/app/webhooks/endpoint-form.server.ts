import type { ConsoleSession } from '../../server/console-session.js'
import { allResources } from '../bookings/all-resources.server.js'
import { read } from '../reading/rest-reading.server.js'
import { textOf } from '../session/form-problem.js'
import type { SignedInViewer } from '../session/viewer.js'
import type { EndpointChoices, EndpointDraft } from './endpoint-draft.js'
import { chosenTypes, groupTypes, type EventType } from './event-choice.js'

/** What an endpoint can be told of. @throws the REST refusal, for the screen's error state */
export async function endpointChoices(session: ConsoleSession, viewer: SignedInViewer): Promise<EndpointChoices> {
  const [{ items }, resources] = await Promise.all([
    read<{ items: readonly EventType[] }>(session, '/v1/webhooks/event-types'),
    viewer.permissions.includes('resources:read') ? allResources(session) : [],
  ])
  return { groups: groupTypes(items.map(({ type, description }) => ({ type, description }))), resources: resources.map(({ id, name }) => ({ id, name })) }
}

export function readEndpointForm(form: FormData): EndpointDraft {
  return { url: textOf(form, 'url'), description: textOf(form, 'description'), event_types: chosenTypes(form), resource_ids: [...new Set(form.getAll('resource_ids').map(String))] }
}
