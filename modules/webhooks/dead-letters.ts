/** Messages that were given up, of endpoints there are: what was for one that was removed can go nowhere. They lie in the outbox, in the lane of their endpoint; here they are told with what they were about. */
import { defineToken } from '#kernel/contract'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import { channels } from './channels.js'
import type { DeadLetter } from './contract.js'

/** With its place in the list. */
export type ListedDeadLetter = DeadLetter & { seq: string }

export class DeadLetters {
  constructor(private readonly transactions: Transactions) {}

  /** Newest first, of one endpoint or all. @param after the place of the last one seen */
  async list(endpoint: string | null, after: string | null, limit: number): Promise<ListedDeadLetter[]> {
    return this.transactions.run((work) =>
      work.query<ListedDeadLetter & Record<string, unknown>>({
        name: endpoint === null ? 'webhooks.dead' : 'webhooks.dead_of',
        text: `select o.id as outbox_id, o.lane as endpoint_id, (o.payload ->> 'message_id')::uuid as message_id, m.type as event_type, o.attempts, o.reason,
                 o.created_at as written_at, o.finished_at as given_up_at, o.seq::text as seq
               from outbox o join webhook_endpoints e on e.org_id = o.org_id and e.id = o.lane left join webhook_messages m on m.org_id = o.org_id and m.id = (o.payload ->> 'message_id')::uuid
               where o.org_id = $1 and o.status = 'dead' and o.lane is not null and o.channel = $2 and ($3::bigint is null or o.seq < $3)${endpoint === null ? '' : ' and o.lane = $5'}
               order by o.seq desc limit $4`,
        values: [currentTenant().org_id, channels.delivery, after, limit, ...(endpoint === null ? [] : [endpoint])],
      }),
    )
  }
}

export const deadLettersToken = defineToken<DeadLetters>('webhooks.deadLetters')
