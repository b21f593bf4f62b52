/**
 * What a provider told us, once: the ledger row and the message that makes the worker act on it commit together. The worker looks for the mail
 * (its provider id may be written a moment later than the provider speaks of it) and asks whoever sent it to note the outcome.
 */
import { createHash } from 'node:crypto'
import { Type } from 'typebox'
import { defineToken } from '#kernel/contract'
import { JobCancelled, type Channel } from '#kernel/events/outbox'
import type { Extensions } from '#kernel/extensions'
import { isInstant } from '#kernel/http/validation'
import { note } from '#kernel/language'
import type { Log } from '#kernel/logger'
import type { AccountMail } from '#kernel/mail/account-mail'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { UnitOfWork } from '#kernel/tenancy/unit-of-work'
import type { AuthPort } from '#modules/auth/contract'
import { channels } from './channels.js'
import { mailOutcomes, webhooks, type MailOutcome } from './contract.js'
import type { InboundMetrics } from './inbound-metrics.js'

interface LedgerRow extends Record<string, unknown> {
  type: string
  provider_id: string
  bounce_type: string | null
  occurred_at: string | null
  received_at: string
  settled_at: string | null
}

interface Found extends Record<string, unknown> {
  org_id: string | null
  /** Whom the report concerns: an invitation is account mail, and its organisation's business. */
  concerns: string | null
  id: string
  channel: string
}

/** The parts of a provider's message that are kept; everything in it may be missing or of another type. */
interface Told {
  type: string
  provider_id: string | null
  bounce_type: string | null
  occurred_at: string | null
}

const source = 'resend'
const outcomeOf = (type: string) => mailOutcomes.find((outcome) => type === `email.${outcome}`)

/** A mail that is not found at once is looked for again: at the fifth time it is not ours. */
const schedule = { delays_seconds: [0, 10, 60, 600, 3_600], jitter: 0.1 } as const

export class InboundService {
  constructor(
    private readonly transactions: Transactions,
    private readonly mail: AccountMail,
    private readonly extensions: Extensions,
    private readonly security: Pick<AuthPort, 'noteSecurityEvent'>,
    private readonly metrics: InboundMetrics,
    private readonly log: Log,
  ) {}

  /**
   * Takes a verified message. @param id unique at the provider @param message parsed @param body its bytes, of which only the hash is kept
   * @returns false when it was taken before
   */
  async take(id: string, message: unknown, body: Buffer): Promise<boolean> {
    const told = toldBy(message)
    const sha256 = createHash('sha256').update(body).digest('hex')
    return this.transactions.global(async (work) => {
      const inserted = await work.query({
        name: 'webhooks.inbound_take',
        text: `insert into webhook_events (source, event_id, type, body_sha256, provider_id, bounce_type, occurred_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict (source, event_id) do nothing returning event_id`,
        values: [source, id, told.type, sha256, told.provider_id, told.bounce_type, told.occurred_at],
      })
      if (inserted.length === 0) {
        await this.noteCopy(work, id, sha256)
        return false
      }
      work.afterCommit(() => this.metrics.count('taken'))
      if (outcomeOf(told.type) && told.provider_id !== null) await this.mail.send({ channel: channels.inbound, payload: { event_id: id } })
      return true
    })
  }

  channel(): Channel {
    return {
      name: channels.inbound,
      scope: 'account',
      payload: Type.Object({ event_id: Type.String() }),
      schedule,
      deliver: async ({ payload, retry_in }) => {
        await this.transactions.global((work) => this.settle(work, String(payload['event_id']), retry_in === null))
        return {}
      },
    }
  }

  private async settle(work: UnitOfWork, id: string, last: boolean): Promise<void> {
    const [event] = await work.query<LedgerRow>({ text: `select type, provider_id, bounce_type, occurred_at, received_at, settled_at from webhook_events where source = $1 and event_id = $2 for update`, values: [source, id] })
    const outcome = event && outcomeOf(event.type)
    if (!event || !outcome || event.settled_at !== null) return
    const mail = await this.find(work, event.provider_id)
    if (!mail && last) throw new JobCancelled(note`No mail of ours has this provider id.`)
    if (!mail) throw new Error(note`No mail of ours has this provider id yet.`)
    await work.query({ text: 'update webhook_events set settled_at = now(), org_id = $3, outbox_id = $4 where source = $1 and event_id = $2', values: [source, id, mail.concerns, mail.id] })
    const question: MailOutcome = { outbox_id: mail.id, scope: mail.org_id === null ? 'account' : 'tenant', channel: mail.channel, outcome, occurred_at: event.occurred_at ?? event.received_at, bounce_type: event.bounce_type }
    const ask = async () => void (await this.extensions.ask(webhooks.extensionPoints.mailOutcome, question))
    await (mail.org_id === null ? ask() : this.transactions.asSystem(mail.org_id, channels.inbound, ask))
  }

  private async find(work: UnitOfWork, providerId: string): Promise<Found | undefined> {
    const [tenant, account] = await Promise.all([
      work.query<Found>({ text: 'select org_id, org_id as concerns, id, channel from outbox_of_provider($1) limit 1', values: [providerId] }),
      work.query<Found>({ text: `select null::uuid as org_id, (payload ->> 'org_id')::uuid as concerns, id, channel from account_outbox where provider_id = $1 limit 1`, values: [providerId] }),
    ])
    return tenant[0] ?? account[0]
  }

  /** The same id with other bytes is either a fault of the provider or somebody with its secret: an alert, and no effect. */
  private async noteCopy(work: UnitOfWork, id: string, sha256: string): Promise<void> {
    const [copy] = await work.query<{ differs: boolean }>({
      text: `update webhook_events set copies = copies + 1, differing_copies = differing_copies + (body_sha256 <> $3)::int where source = $1 and event_id = $2 returning body_sha256 <> $3 as differs`,
      values: [source, id, sha256],
    })
    work.afterCommit(() => this.metrics.count(copy?.differs ? 'differing_copy' : 'copy'))
    if (!copy?.differs) return
    await this.security.noteSecurityEvent('webhooks.differing_copy', { source, event_id: id, body_sha256: sha256 })
    this.log.error({ source, event_id: id, body_sha256: sha256 }, 'security: a webhook came twice under one id with different bodies')
  }
}

function toldBy(message: unknown): Told {
  const { type, created_at, data } = object(message)
  const { email_id, bounce } = object(data)
  const text = (value: unknown, longest: number) => (typeof value === 'string' && value !== '' && value.length <= longest && value.isWellFormed() && !value.includes('\0') ? value : null)
  const occurred = text(created_at, 40)
  return {
    type: text(type, 100) ?? 'unknown',
    provider_id: text(email_id, 200),
    bounce_type: text(object(bounce)['type'], 100),
    occurred_at: occurred !== null && isInstant(occurred) ? occurred : null,
  }
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

export const inboundServiceToken = defineToken<InboundService>('webhooks.inboundService')
