/** What a provider says became of a mail: the mail's state, and when it is final bad news the end of mail to that address. In any order, any number of times. */
import type { AuthPort } from '#modules/auth/contract'
import type { MailOutcome } from '#modules/webhooks/contract'
import type { EventRecorder } from '#kernel/events/recorder'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import { mailStates, notifications, type MailState } from '../contract.js'
import type { AddressRepository, StopReason } from './address.repository.js'

const states: Readonly<Record<MailOutcome['outcome'], MailState>> = { delivery_delayed: 'delayed', delivered: 'delivered', bounced: 'bounced', complained: 'complained' }

/** Kinds of bounces that say nothing about the next mail. */
const passing = ['transient', 'undetermined']

export class OutcomeService {
  constructor(
    private readonly transactions: Transactions,
    private readonly addresses: AddressRepository,
    private readonly accounts: AuthPort,
    private readonly recorder: EventRecorder,
  ) {}

  async note(outcome: MailOutcome): Promise<void> {
    if (outcome.scope === 'tenant') await this.move(outcome)
    const reason = stopReason(outcome)
    const userId = reason === null ? null : await this.recipient(outcome)
    const user = userId === null ? undefined : (await this.accounts.usersById([userId])).get(userId)
    if (!user || reason === null) return
    const stopped = await this.addresses.stop({ user_id: user.id, email: user.email }, reason, outcome.occurred_at)
    if (stopped && outcome.scope === 'tenant') {
      this.recorder.emit(notifications.events.address_stopped, { subject: { kind: 'member', id: user.id }, data: { user_id: user.id, reason }, people: [user.id], changes: { state: { from: 'ok', to: reason } } })
    }
  }

  /** A report may overtake an earlier one: the state only moves towards what is known to be worse, or later. */
  private async move({ outbox_id, outcome, occurred_at }: MailOutcome): Promise<void> {
    const rank = (state: string) => `array_position(array['${mailStates.join(`', '`)}'], ${state})`
    await this.transactions.run((work) =>
      work.query({
        text: `insert into notification_outcomes (org_id, outbox_id, state, at) values ($1, $2, $3, $4)
               on conflict (org_id, outbox_id) do update set state = excluded.state, at = excluded.at, noted_at = now()
                 where (${rank('excluded.state')}, excluded.at) > (${rank('notification_outcomes.state')}, notification_outcomes.at)`,
        values: [currentTenant().org_id, outbox_id, states[outcome], occurred_at],
      }),
    )
  }

  /** Account mail names its reader by the same word in some of its kinds; a sign-up or an invitation has none yet. */
  private async recipient({ outbox_id, scope }: MailOutcome): Promise<string | null> {
    const statement =
      scope === 'tenant'
        ? { text: `select payload->>'recipient_user_id' as user_id from outbox where org_id = $2 and id = $1`, values: [outbox_id, currentTenant().org_id] }
        : { text: `select payload->>'user_id' as user_id from account_outbox where id = $1`, values: [outbox_id] }
    const [row] = await this.transactions.global((work) => work.query<{ user_id: string | null }>(statement))
    return row?.user_id ?? null
  }
}

function stopReason({ outcome, bounce_type }: MailOutcome): StopReason | null {
  if (outcome === 'complained') return 'complained'
  return outcome === 'bounced' && !passing.includes((bounce_type ?? '').toLowerCase()) ? 'bounced' : null
}
