import type { EventRecorder } from '#kernel/events/recorder'
import type { Replay, ReplaySelection } from '#kernel/events/replay'
import type { PageRequest } from '#kernel/http/page'
import { retold } from '#kernel/language'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import { notifications, type MailState, type OutboxItem } from '../contract.js'
import { emailChannel } from '../notice.js'

type Row = Omit<OutboxItem, 'delivery'> & ({ state: MailState; at: string } | { state: null; at: null })

/** What the organisation sends, whoever sends it: every channel's messages and what became of them. Payloads stay inside. */
export class OutboxService {
  constructor(
    private readonly transactions: Transactions,
    private readonly replay: Replay,
    private readonly recorder: EventRecorder,
  ) {}

  /** Newest first. */
  async list(filter: { status?: string; channel?: string }, { limit, after }: PageRequest): Promise<OutboxItem[]> {
    const rows = await this.transactions.run((work) =>
      work.query<Row>({
        text: `select o.id, o.channel, o.status, o.attempts, o.reason, case when o.channel = $2 then o.payload->>'kind' end as kind,
                      case when o.channel = $2 then o.payload->>'recipient_user_id' end as recipient_user_id,
                      o.event_id, o.provider_id, o.not_before, o.created_at, o.finished_at, r.state, r.at
               from outbox o left join notification_outcomes r on r.org_id = o.org_id and r.outbox_id = o.id
               where o.org_id = $1 and ($3::text is null or o.status = $3) and ($4::text is null or o.channel = $4) and ($5::uuid is null or o.id < $5)
               order by o.id desc limit $6`,
        values: [currentTenant().org_id, emailChannel, filter.status ?? null, filter.channel ?? null, after?.[0] ?? null, limit + 1],
      }),
    )
    return rows.map(({ state, at, reason, ...item }) => ({ ...item, reason: reason && retold(reason), delivery: state === null ? null : { state, at } }))
  }

  /** @returns the ids of those that were dead and are on their way again */
  async sendAgain(selection: ReplaySelection): Promise<string[]> {
    const ids = await this.replay.replay(selection)
    if (ids.length > 0) {
      const { org_id } = currentTenant()
      this.recorder.emit(notifications.events.replayed, { subject: { kind: 'outbox', id: org_id }, data: { count: ids.length }, changes: { ids: { from: null, to: ids } } })
    }
    return ids
  }
}
