import type { DeadLetter, DeliverySummary, Endpoint } from '#modules/webhooks/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import { exactText, momentText } from '../reading/instant-text.server.js'
import { read, type Page } from '../reading/rest-reading.server.js'
import type { SignedInViewer } from '../session/viewer.js'
import { deliveryRow } from './delivery-rows.server.js'
import { endpointChoices } from './endpoint-form.server.js'
import { hostOf } from './endpoint-state.js'
import { readProgress } from './replay-progress.server.js'

export type TestOutcome = 'waiting' | 'succeeded' | 'failed'

const latest = '8'

/** Everything of an endpoint's screen. @throws the REST refusal, for the screen's error state */
export async function endpointDetail(session: ConsoleSession, viewer: SignedInViewer, id: string, search: URLSearchParams) {
  const zone = viewer.user.timezone
  const path = `/v1/webhooks/endpoints/${encodeURIComponent(id)}`
  const [endpoint, log, dead, choices, tests, progress] = await Promise.all([
    read<Endpoint>(session, path),
    read<Page<DeliverySummary>>(session, '/v1/webhooks/deliveries', { endpoint_id: id, limit: latest }),
    read<Page<DeadLetter>>(session, '/v1/webhooks/dead-letters', { endpoint_id: id, limit: '100' }),
    endpointChoices(session, viewer),
    readTest(session, id, search.get('test')),
    readProgress(session, search, id),
  ])
  const { previous_secret_expires_at: previous } = endpoint
  return {
    endpoint,
    host: hostOf(endpoint.url),
    since: endpoint.failing_since ? momentText(endpoint.failing_since, zone) : null,
    created: exactText(endpoint.created_at, zone),
    changed: exactText(endpoint.updated_at, zone),
    overlap: previous && Date.parse(previous) > Date.now() ? momentText(previous, zone) : null,
    resources: endpoint.resource_ids.map((resource) => choices.resources.find((each) => each.id === resource)?.name ?? null),
    events: endpoint.event_types.map((type) => ({ type, description: choices.groups.flatMap(({ types }) => types).find((each) => each.type === type)?.description ?? null })),
    deliveries: log.items.map((item) => deliveryRow(item, zone, null)),
    dead: dead.items.length,
    test: tests,
    progress,
    mayManage: viewer.permissions.includes('webhooks:manage'),
  }
}

/** What became of the test message the address names. */
async function readTest(session: ConsoleSession, endpoint: string, message: string | null): Promise<TestOutcome | null> {
  if (!message || !/^[0-9a-f-]{36}$/.test(message)) return null
  const { items } = await read<Page<DeliverySummary>>(session, '/v1/webhooks/deliveries', { endpoint_id: endpoint, message_id: message, limit: '1' })
  return items[0]?.status ?? 'waiting'
}
