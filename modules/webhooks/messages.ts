/** Messages as they are sent: one per event, whoever gets it and however often. */
import { currentTenant } from '#kernel/tenancy/context'
import type { UnitOfWork } from '#kernel/tenancy/unit-of-work'
import { channels } from './channels.js'

export interface Message extends Record<string, unknown> {
  /** `webhook-id`: the event's id. */
  id: string
  type: string
  body: string
}

/** @returns false when it was there already */
export async function addMessage(work: UnitOfWork, { id, type, body }: Message): Promise<boolean> {
  const rows = await work.query({
    name: 'webhooks.add_message',
    text: 'insert into webhook_messages (org_id, id, type, body) values ($1, $2, $3, $4) on conflict (org_id, id) do nothing returning id',
    values: [currentTenant().org_id, id, type, body],
  })
  return rows.length > 0
}

/**
 * Which of these messages were put on their way to which of these endpoints.
 * @param since RFC 3339: not after the oldest of the messages
 * @returns `endpoint/message`
 */
export async function queuedFor(work: UnitOfWork, endpoints: readonly string[], messages: readonly string[], since: string): Promise<ReadonlySet<string>> {
  if (messages.length === 0) return new Set()
  const rows = await work.query<{ lane: string; message_id: string }>({
    name: 'webhooks.queued_for',
    text: `select lane, payload ->> 'message_id' as message_id from outbox
           where org_id = $1 and created_at >= $2 and channel = $3 and lane = any($4::uuid[]) and payload ->> 'message_id' = any($5::text[])`,
    values: [currentTenant().org_id, since, channels.delivery, endpoints, messages],
  })
  return new Set(rows.map(({ lane, message_id }) => `${lane}/${message_id}`))
}

export async function findMessage(work: UnitOfWork, id: string): Promise<Message | undefined> {
  const rows = await work.query<Message>({ name: 'webhooks.message', text: 'select id, type, body from webhook_messages where org_id = $1 and id = $2', values: [currentTenant().org_id, id] })
  return rows[0]
}
