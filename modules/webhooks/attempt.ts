/**
 * One attempt at one message to one endpoint: sign, send, write down what happened, and what it means for the endpoint. The request goes out
 * between two transactions; what it was answered is recorded before the outbox hears of it.
 */
import { Type } from 'typebox'
import { longestSnoozeSeconds } from '#kernel/events/delivery'
import { AttemptFailed, DeliveryRefused, JobCancelled, type Channel, type Delivery } from '#kernel/events/outbox'
import { note } from '#kernel/language'
import { Id } from '#kernel/schemas'
import type { Transactions } from '#kernel/tenancy/transactions'
import { channels } from './channels.js'
import type { Endpoint } from './contract.js'
import type { DeliveryLog } from './delivery-log.js'
import type { EndpointHealth } from './endpoint-health.js'
import type { EndpointRepository } from './endpoint.repository.js'
import type { EndpointService } from './endpoint.service.js'
import { findMessage, type Message } from './messages.js'
import { post, standingHeaders, type Posted, type PostSettings } from './post.js'
import { signedHeaders } from './signature.js'

/** At once, then after a minute, half an hour, four hours and a day: about 28 hours in all. */
export const schedule = { delays_seconds: [0, 60, 1_800, 14_400, 86_400], jitter: 0.2 } as const

/** Requests one worker holds open at a time; at most two of them to one endpoint. */
const slots = 64

export interface AttemptParts {
  transactions: Transactions
  endpoints: EndpointRepository
  secrets: EndpointService
  health: EndpointHealth
  log: DeliveryLog
  settings: PostSettings
}

interface Prepared {
  endpoint: Endpoint
  message: Message
  headers: Record<string, string>
}

export function deliveryChannel(parts: AttemptParts): Channel {
  return {
    name: channels.delivery,
    payload: Type.Object({ endpoint_id: Id, message_id: Id }),
    schedule,
    slots,
    deliver: async (delivery) => {
      const prepared = await prepare(parts, delivery)
      const posted = await post(prepared.endpoint.url, prepared.headers, prepared.message.body, parts.settings)
      const { disabled, retry_in } = await record(parts, delivery, prepared, posted)
      if (posted.fault === null) return {}
      throw disabled ? new DeliveryRefused(note`${posted.error} The endpoint was switched off.`) : new AttemptFailed(posted.error, retry_in)
    },
  }
}

async function prepare({ transactions, endpoints, secrets }: AttemptParts, { payload }: Delivery): Promise<Prepared> {
  return transactions.run(async (work) => {
    const [endpoint, message] = await Promise.all([endpoints.find(String(payload['endpoint_id'])), findMessage(work, String(payload['message_id']))])
    if (!endpoint) throw new JobCancelled(note`The endpoint was removed.`)
    if (!message) throw new JobCancelled(note`The message is older than the product keeps messages.`)
    if (!endpoint.enabled) throw new DeliveryRefused(note`The endpoint is switched off. Switching it on brings back what was given up in the last 72 hours.`)
    return { endpoint, message, headers: await signedHeaders(message.id, work.now, message.body, await secrets.signingSecrets(endpoint.id)) }
  })
}

async function record({ transactions, health, log }: AttemptParts, delivery: Delivery, { endpoint, message, headers }: Prepared, posted: Posted): Promise<{ disabled: boolean; retry_in: number | null }> {
  return transactions.run(async ({ now }) => {
    const disabled = posted.fault === null ? (await health.succeeded(endpoint.id), false) : await health.failed(endpoint.id, posted.answer?.status === 410)
    const wished = retryAfter(posted.answer?.headers['retry-after'], now)
    const again = posted.fault === null || disabled || delivery.retry_in === null ? null : Math.max(delivery.retry_in, Math.min(longestSnoozeSeconds, wished ?? 0))
    await log.add({
      endpoint_id: endpoint.id,
      message_id: message.id,
      outbox_id: delivery.id,
      event_type: message.type,
      attempt: delivery.attempt,
      url: endpoint.url,
      request_headers: { ...standingHeaders, ...headers },
      posted,
      next_attempt_at: again === null ? null : new Date(now.getTime() + again * 1_000).toISOString(),
    })
    return { disabled, retry_in: again }
  })
}

/** RFC 9110 section 10.2.3: seconds or a date. @returns seconds; null when the header says nothing that can be read */
export function retryAfter(value: string | undefined, now: Date): number | null {
  if (value === undefined) return null
  if (/^\d{1,15}$/.test(value)) return Number(value)
  const date = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now.getTime()) / 1_000))
}
