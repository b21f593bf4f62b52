import type { DeliverySummary } from '#modules/webhooks/contract'
import { exactText, momentText } from '../reading/instant-text.server.js'
import type { DeliveryRow } from './delivery-rows.js'
import { durationText } from './delivery-words.js'

/** @param endpoint its name; null where the screen is about one endpoint */
export function deliveryRow(item: DeliverySummary, zone: string, endpoint: string | null): DeliveryRow {
  const { id, event_type, attempt, status, response_status, fault, duration_ms, next_attempt_at, at } = item
  return {
    id,
    event_type,
    attempt,
    status,
    response_status,
    fault,
    endpoint,
    duration: durationText(duration_ms),
    when: momentText(at, zone),
    exact: exactText(at, zone),
    again: next_attempt_at && Date.parse(next_attempt_at) > Date.now() ? momentText(next_attempt_at, zone) : null,
    final: status === 'failed' && next_attempt_at === null,
  }
}
