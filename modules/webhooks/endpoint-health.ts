/** What attempts mean for an endpoint: since when it fails, when it is switched off for that, and that it works again. */
import type { MembersPort } from '#modules/members/contract'
import { defineToken } from '#kernel/contract'
import type { EventRecorder } from '#kernel/events/recorder'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import { channels } from './channels.js'
import { webhooks } from './contract.js'
import { noticeOf } from './endpoint-notice.js'
import type { EndpointRepository } from './endpoint.repository.js'
import type { EndpointService } from './endpoint.service.js'
import type { Recovery } from './recovery.js'

/** An endpoint that has failed for so long without one success is switched off. */
const patienceDays = 5

export class EndpointHealth {
  constructor(
    private readonly transactions: Transactions,
    private readonly endpoints: EndpointRepository,
    private readonly service: EndpointService,
    private readonly recovery: Recovery,
    private readonly people: MembersPort,
    private readonly recorder: EventRecorder,
  ) {}

  /** The first success after failures brings back what died of them. */
  async succeeded(id: string): Promise<void> {
    const [recovered] = await this.transactions.run((work) =>
      work.query<{ dead: boolean }>({
        name: 'webhooks.succeeded',
        text: `update webhook_endpoints set failing_since = null where org_id = $1 and id = $2 and failing_since is not null
               returning exists (select from outbox where org_id = $1 and lane = $2 and status = 'dead' and channel = $3) as dead`,
        values: [currentTenant().org_id, id, channels.delivery],
      }),
    )
    if (recovered?.dead) await this.recovery.request(id)
  }

  /** @param gone it answered 410. @returns whether the endpoint is off because of it */
  async failed(id: string, gone: boolean): Promise<boolean> {
    const [row] = await this.transactions.run((work) =>
      work.query<{ tired: boolean }>({
        name: 'webhooks.failed',
        text: `with marked as (update webhook_endpoints set failing_since = now() where org_id = $1 and id = $2 and failing_since is null)
               select coalesce(failing_since < now() - make_interval(days => $3), false) as tired from webhook_endpoints where org_id = $1 and id = $2`,
        values: [currentTenant().org_id, id, patienceDays],
      }),
    )
    if (!gone && !row?.tired) return false
    await this.disable(id, gone ? 'gone' : 'failing')
    return true
  }

  private async disable(id: string, reason: 'gone' | 'failing'): Promise<void> {
    await this.endpoints.serialize()
    const before = await this.endpoints.lock(id)
    if (!before?.enabled) return
    const endpoint = await this.endpoints.update(id, { enabled: false, disabled_reason: reason })
    await this.service.updateListening()
    const owner_ids = (await this.people.withRole('owner')).map((owner) => owner.id)
    this.recorder.emit(webhooks.events.endpoint_disabled, {
      subject: { kind: 'webhook_endpoint', id },
      data: { endpoint: noticeOf(endpoint), reason, owner_ids },
      people: owner_ids,
      changes: { enabled: { from: true, to: false }, disabled_reason: { from: null, to: reason } },
    })
  }
}

export const endpointHealthToken = defineToken<EndpointHealth>('webhooks.endpointHealth')
