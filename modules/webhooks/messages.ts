/** Messages as they are sent: one per event, whoever gets it and however often. */
import { currentTenant } from '#kernel/tenancy/context'
import type { UnitOfWork } from '#kernel/tenancy/unit-of-work'

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

export async function findMessage(work: UnitOfWork, id: string): Promise<Message | undefined> {
  const rows = await work.query<Message>({ name: 'webhooks.message', text: 'select id, type, body from webhook_messages where org_id = $1 and id = $2', values: [currentTenant().org_id, id] })
  return rows[0]
}
