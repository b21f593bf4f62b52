/** Looking at deliveries and asking for more: test messages and replays. */
import { defineToken } from '#kernel/contract'
import type { EventRecorder } from '#kernel/events/recorder'
import { replayLimit, type Replay } from '#kernel/events/replay'
import type { PageRequest } from '#kernel/http/page'
import { invalid, notFound, stateConflict } from '#kernel/http/problems'
import { retold, say } from '#kernel/language'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { Catalogue } from './catalogue.js'
import { channels } from './channels.js'
import { webhooks, type Delivery, type DeliveryFilter, type Endpoint, type ReplayRequest } from './contract.js'
import type { DeadLetters, ListedDeadLetter } from './dead-letters.js'
import type { DeliveryLog, ListedDelivery } from './delivery-log.js'
import type { EndpointRepository } from './endpoint.repository.js'
import { addMessage } from './messages.js'

interface Sent extends Record<string, unknown> {
  outbox_id: string
  endpoint_id: string
  message_id: string
  /** Null when the row was purged. */
  status: string | null
  /** False once the message was purged: there is nothing left to send. */
  kept: boolean
}

const anyTime = { from: '1970-01-01T00:00:00.000Z', to: '9998-12-31T00:00:00.000Z' }

export class DeliveryService {
  constructor(
    private readonly transactions: Transactions,
    private readonly endpoints: EndpointRepository,
    private readonly log: DeliveryLog,
    private readonly dead: DeadLetters,
    private readonly catalogue: Catalogue,
    private readonly again: Replay,
    private readonly recorder: EventRecorder,
  ) {}

  /** Attempts, newest first. */
  async list(filter: DeliveryFilter, { limit, after }: PageRequest): Promise<ListedDelivery[]> {
    const attempts = await this.log.list(filter, after === null ? null : String(after[0]), limit + 1)
    return attempts.map((attempt) => ({ ...attempt, error: attempt.error && retold(attempt.error) }))
  }

  /** Messages given up, newest first. */
  async deadLetters(endpoint: string | null, { limit, after }: PageRequest): Promise<ListedDeadLetter[]> {
    const letters = await this.dead.list(endpoint, after === null ? null : String(after[0]), limit + 1)
    return letters.map((letter) => ({ ...letter, reason: letter.reason && retold(letter.reason) }))
  }

  /** @throws 404 */
  async get(id: string): Promise<Delivery> {
    const delivery = await this.log.find(id)
    if (!delivery) throw notFound('webhook delivery')
    return { ...delivery, error: delivery.error && retold(delivery.error) }
  }

  /** A message to this endpoint alone, whatever it asked for. @returns its id. @throws 404, 409 while the endpoint is off */
  async test(id: string): Promise<string> {
    await this.receiving(id)
    const event = this.recorder.emit(webhooks.events.test_sent, { subject: { kind: 'webhook_endpoint', id }, data: { endpoint_id: id, message: 'This is a test of your BookFlow webhook endpoint.' } })
    await this.transactions.run((work) => addMessage(work, { id: event.id, type: event.type, body: this.catalogue.bodyOf(event)! }))
    this.send(id, event.id)
    return event.id
  }

  /**
   * Sends again, under the same `webhook-id`. @returns how many are due
   * What was given up for endpoints that are gone or off is left alone: it would be given up again at once.
   * @throws 404 for an endpoint that is not there, 409 while it is off, 422 for deliveries that are not there or no longer kept
   */
  async replay(request: ReplayRequest): Promise<number> {
    if ('delivery_ids' in request) return this.replayed(await this.sendAgain(request.delivery_ids), null)
    if ('outbox_ids' in request) return this.replayed(await this.bringBack(request.outbox_ids), null)
    const { endpoint_id } = request
    if (endpoint_id !== undefined) await this.receiving(endpoint_id)
    const range = 'from' in request ? { from: request.from, to: request.to } : anyTime
    if (range.from >= range.to) throw invalid({ pointer: '/to', detail: say`Must be later than from.` })
    const lanes = endpoint_id === undefined ? (await this.endpoints.enabled()).map(({ id }) => id) : [endpoint_id]
    let count = 0
    for (const lane of lanes) if (count < replayLimit) count += (await this.again.replay({ ...range, channels: [channels.delivery], lane, limit: replayLimit - count })).length
    return this.replayed(count, endpoint_id ?? null)
  }

  /** One that is no longer given up is left as it is; one that is not there is named. */
  private async bringBack(ids: readonly string[]): Promise<number> {
    const text = `select o.id, o.lane, e.id is not null as endpoint from outbox o left join webhook_endpoints e on e.org_id = o.org_id and e.id = o.lane
                  where o.org_id = $1 and o.id = any($2::uuid[]) and o.channel = $3`
    const rows = await this.transactions.run((work) => work.query<{ id: string; lane: string; endpoint: boolean }>({ text, values: [currentTenant().org_id, ids, channels.delivery] }))
    const found = new Map(rows.map((row) => [row.id, row]))
    const errors = ids.flatMap((id, index) => {
      const row = found.get(id)
      return row?.endpoint ? [] : [{ pointer: `/outbox_ids/${index}`, detail: row ? say`Its endpoint was removed.` : say`There is no such webhook message.` }]
    })
    if (errors.length > 0) throw invalid(...errors)
    for (const lane of new Set(rows.map((row) => row.lane))) await this.receiving(lane)
    return (await this.again.replay({ ids, channels: [channels.delivery] })).length
  }

  /** Dead messages come back as they are; delivered ones are sent in a row of their own. */
  private async sendAgain(ids: readonly string[]): Promise<number> {
    const messages = await this.transactions.run((work) =>
      work.query<Sent & { id: string }>({
        text: `select d.id, d.outbox_id, d.endpoint_id, d.message_id, o.status, exists (select from webhook_messages m where m.org_id = d.org_id and m.id = d.message_id) as kept
               from webhook_deliveries d left join outbox o on o.org_id = d.org_id and o.id = d.outbox_id where d.org_id = $1 and d.id = any($2::uuid[])`,
        values: [currentTenant().org_id, ids],
      }),
    )
    const found = new Map(messages.map((message) => [message.id, message]))
    const errors = ids.flatMap((id, index) => {
      const message = found.get(id)
      if (message?.kept) return []
      return [{ pointer: `/delivery_ids/${index}`, detail: message ? say`Its message is older than 90 days and no longer kept.` : say`There is no such webhook delivery.` }]
    })
    if (errors.length > 0) throw invalid(...errors)
    const byMessage = [...new Map(messages.map((message) => [message.outbox_id, message])).values()]
    for (const endpoint of new Set(byMessage.map(({ endpoint_id }) => endpoint_id))) await this.receiving(endpoint)
    const dead = byMessage.filter(({ status }) => status === 'dead').map(({ outbox_id }) => outbox_id)
    const delivered = byMessage.filter(({ status }) => status === 'sent' || status === null)
    for (const { endpoint_id, message_id } of delivered) this.send(endpoint_id, message_id)
    const brought = dead.length === 0 ? [] : await this.again.replay({ ids: dead, channels: [channels.delivery] })
    return brought.length + delivered.length
  }

  private replayed(count: number, endpoint_id: string | null): number {
    const { org_id } = currentTenant()
    if (count > 0) this.recorder.emit(webhooks.events.replayed, { subject: endpoint_id === null ? { kind: 'organization', id: org_id } : { kind: 'webhook_endpoint', id: endpoint_id }, data: { endpoint_id, count } })
    return count
  }

  private send(endpoint_id: string, message_id: string): void {
    this.recorder.send({ channel: channels.delivery, lane: endpoint_id, payload: { endpoint_id, message_id } })
  }

  private async receiving(id: string): Promise<Endpoint> {
    const endpoint = await this.endpoints.find(id)
    if (!endpoint) throw notFound('webhook endpoint')
    if (!endpoint.enabled) throw stateConflict(say`The endpoint is switched off. Switch it on first: that brings back what was given up in the last 72 hours.`)
    return endpoint
  }
}

export const deliveryServiceToken = defineToken<DeliveryService>('webhooks.deliveryService')
