import type { EventRecorder } from '#kernel/events/recorder'
import type { Replay, ReplaySelection } from '#kernel/events/replay'
import type { PageRequest } from '#kernel/http/page'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import { notifications, type OutboxItem } from '../contract.js'
import { emailChannel } from '../notice.js'

/** What the organisation sends, whoever sends it: every channel's messages and what became of them. Payloads stay inside. */
export class OutboxService {
  constructor(
    private readonly transactions: Transactions,
    private readonly replay: Replay,
    private readonly recorder: EventRecorder,
  ) {}

  /** Newest first. */
  async list(filter: { status?: string; channel?: string }, { limit, after }: PageRequest): Promise<OutboxItem[]> {
    return this.transactions.run((work) =>
      work.query<OutboxItem>({
        text: `select id, channel, status, attempts, reason, case when channel = $2 then payload->>'kind' end as kind,
                      case when channel = $2 then payload->>'recipient_user_id' end as recipient_user_id,
                      event_id, provider_id, not_before, created_at, finished_at
               from outbox where org_id = $1 and ($3::text is null or status = $3) and ($4::text is null or channel = $4) and ($5::uuid is null or id < $5)
               order by id desc limit $6`,
        values: [currentTenant().org_id, emailChannel, filter.status ?? null, filter.channel ?? null, after?.[0] ?? null, limit + 1],
      }),
    )
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
