/** What the mail provider reported of the organisation's mail, as the ledger has it: newest first, kept 90 days. */
import { defineToken } from '#kernel/contract'
import type { PageRequest } from '#kernel/http/page'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { InboundEvent, InboundEventFilter } from './contract.js'

/** With its place in the list: to the microsecond, in which the ledger counts. */
export type ListedInboundEvent = InboundEvent & { place: string }

interface Row extends Omit<ListedInboundEvent, 'mail'>, Record<string, unknown> {
  outbox_id: string
  provider_id: string
  channel: string | null
  kind: string | null
  recipient_user_id: string | null
  invitation_id: string | null
}

/** Ids and words its sender wrote on a mail; a row of mail without them has none. */
const onTheMail = `coalesce(o.channel, c.channel) as channel, o.payload ->> 'kind' as kind, o.payload ->> 'recipient_user_id' as recipient_user_id, c.payload ->> 'invitation_id' as invitation_id`

export class InboundEvents {
  constructor(private readonly transactions: Transactions) {}

  async list(filter: InboundEventFilter, { limit, after }: PageRequest): Promise<ListedInboundEvent[]> {
    const values: unknown[] = [currentTenant().org_id]
    const conditions = ['e.org_id = $1']
    const add = (value: unknown, condition: (parameter: string) => string) => {
      if (value !== undefined) conditions.push(condition(`$${values.push(value)}`))
    }
    add(filter.type, (p) => `e.type = ${p}`)
    add(filter.outbox_id, (p) => `e.outbox_id = ${p}`)
    add(filter.from, (p) => `e.received_at >= ${p}`)
    add(filter.to, (p) => `e.received_at < ${p}`)
    if (filter.repeated) conditions.push('e.copies > 0')
    if (after) conditions.push(`(e.received_at, e.source, e.event_id) < ($${values.push(after[0])}::timestamptz, $${values.push(after[1])}, $${values.push(after[2])})`)
    // Account mail lies outside of organisations: the ledger's row says that this one was written for ours.
    const text = `select e.source, e.event_id as id, e.type, e.bounce_type, e.occurred_at, e.received_at, e.settled_at, e.copies, e.differing_copies, e.outbox_id, e.provider_id, ${onTheMail},
                    to_char(e.received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as place
                  from webhook_events e left join outbox o on o.org_id = e.org_id and o.id = e.outbox_id left join account_outbox c on c.id = e.outbox_id and c.payload ->> 'org_id' = e.org_id::text
                  where ${conditions.join(' and ')} order by e.received_at desc, e.source desc, e.event_id desc limit $${values.push(limit + 1)}`
    const rows = await this.transactions.run((work) => work.query<Row>({ text, values }))
    return rows.map(({ outbox_id, provider_id, channel, kind, recipient_user_id, invitation_id, ...event }) => ({ ...event, mail: { outbox_id, provider_id, channel, kind, recipient_user_id, invitation_id } }))
  }
}

export const inboundEventsToken = defineToken<InboundEvents>('webhooks.inboundEvents')
