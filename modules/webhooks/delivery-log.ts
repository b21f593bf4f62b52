/** The log of attempts: written once per attempt, never changed, kept 90 days. */
import { defineToken } from '#kernel/contract'
import { newId } from '#kernel/ids'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { Delivery, DeliveryFilter, DeliverySummary } from './contract.js'
import type { Posted } from './post.js'

export interface LoggedAttempt {
  endpoint_id: string
  message_id: string
  outbox_id: string
  event_type: string
  attempt: number
  url: string
  request_headers: Record<string, string>
  posted: Posted
  next_attempt_at: string | null
}

/** With its place in the list. */
export type ListedDelivery = DeliverySummary & { seq: string }

interface Row extends ListedDelivery, Record<string, unknown> {
  url: string
  request_headers: Record<string, string>
  response_headers: Record<string, string> | null
  response_body: string | null
  body: string | null
}

const summary = ['id', 'endpoint_id', 'message_id', 'outbox_id', 'event_type', 'attempt', 'status', 'response_status', 'fault', 'error', 'duration_ms', 'next_attempt_at', 'at'].map((column) => `d.${column}`).join(', ')

export class DeliveryLog {
  constructor(private readonly transactions: Transactions) {}

  async add({ posted: { answer, fault, error, duration_ms }, ...row }: LoggedAttempt): Promise<void> {
    await this.transactions.run((work) =>
      work.query({
        name: 'webhooks.log',
        text: `insert into webhook_deliveries (org_id, id, endpoint_id, message_id, outbox_id, event_type, attempt, status, url, request_headers, response_status, response_headers, response_body, fault, error, duration_ms, next_attempt_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
        values: [
          currentTenant().org_id, newId(), row.endpoint_id, row.message_id, row.outbox_id, row.event_type, row.attempt, fault === null ? 'succeeded' : 'failed', row.url, JSON.stringify(row.request_headers),
          answer?.status ?? null, answer ? JSON.stringify(answer.headers) : null, answer?.body ?? null, fault, error, duration_ms, row.next_attempt_at,
        ],
      }),
    )
  }

  /** Newest first. @param after the place of the last one seen */
  async list(filter: DeliveryFilter, after: string | null, limit: number): Promise<ListedDelivery[]> {
    const values: unknown[] = [currentTenant().org_id]
    const conditions = ['d.org_id = $1']
    const add = (condition: string, value: unknown) => {
      if (value === undefined || value === null) return
      values.push(value)
      conditions.push(condition.replace('?', `$${values.length}`))
    }
    add('d.endpoint_id = ?', filter.endpoint_id)
    add('d.message_id = ?', filter.message_id)
    add('d.event_type = ?', filter.event_type)
    add('d.status = ?', filter.status)
    add('d.at >= ?', filter.from)
    add('d.at < ?', filter.to)
    add('d.seq < ?', after)
    const text = `select ${summary}, d.seq::text as seq from webhook_deliveries d where ${conditions.join(' and ')} order by d.seq desc limit $${values.push(limit)}`
    return this.transactions.run((work) => work.query<ListedDelivery & Record<string, unknown>>({ text, values }))
  }

  async find(id: string): Promise<Delivery | undefined> {
    const text = `select ${summary}, d.url, d.request_headers, d.response_headers, d.response_body, m.body
                  from webhook_deliveries d left join webhook_messages m on m.org_id = d.org_id and m.id = d.message_id where d.org_id = $1 and d.id = $2`
    const [row] = await this.transactions.run((work) => work.query<Row>({ text, values: [currentTenant().org_id, id] }))
    if (!row) return undefined
    const { url, request_headers, response_headers, response_body, body, ...attempt } = row
    const response = attempt.response_status === null ? null : { status: attempt.response_status, headers: response_headers ?? {}, body: response_body ?? '' }
    return { ...attempt, request: { url, headers: request_headers, body }, response }
  }
}

export const deliveryLogToken = defineToken<DeliveryLog>('webhooks.deliveryLog')
