import type { Route } from './+types/preview.js'
import { allResources } from './all-resources.server.js'
import { bookingFromForm } from './booking-draft.server.js'
import { readVerdict, type DraftVerdict } from './verdict.server.js'
import { readPeople } from '../reading/people.server.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

/** What would become of the form as it stands; its fields are the query, `id` the booking that is being changed. Read anew with every change elsewhere. */
export async function loader({ url, context }: Route.LoaderArgs): Promise<{ verdict: DraftVerdict | null }> {
  const { session } = context.get(consoleContext)
  const viewer = context.get(viewerContext)
  const form = new FormData()
  for (const [name, value] of url.searchParams) form.append(name, value)
  const resources = await allResources(session)
  const { body, refusal } = bookingFromForm(form, resources)
  if (refusal) return { verdict: { tone: 'bad', title: refusal.title, facts: Object.values(refusal.fields), approvers: [], elsewhere: null, nextFree: [] } }
  const resource = resources.find(({ id }) => id === body.resource_id)
  if (!resource) return { verdict: null }
  const people = await readPeople(session, viewer)
  return { verdict: await readVerdict({ session, people, body, resource, viewerZone: viewer.user.timezone, id: url.searchParams.get('id') || null }) }
}
