/**
 * Mail through Resend. Its client never throws; every error becomes a throw here, so that the queue tries again.
 * The row's id is the idempotency key, which Resend keeps for 24 hours: a crash after sending gives no second mail.
 */
import type { ErrorResponse, Resend } from 'resend'
import { JobSnoozed } from '../events/outbox.js'
import { asWritten, note } from '../language.js'
import { resendLibrary } from '../libraries-on-demand.js'
import { checkMail, type Mail, type MailTransport } from './mail.js'

export interface ResendSettings {
  api_key: string
  /** null: the provider's own. */
  base_url: string | null
  from: string
  /** Milliseconds; 15 s when absent. */
  longest?: number
}

/** A mail the provider does not answer for is tried again within half a minute, which its key makes safe. Resend's client would wait for minutes. */
const longestMs = 15_000

/** Seconds to wait when the provider says "too many" without saying for how long. */
const defaultRetryAfter = 30

/** Seconds until another request with the same key, still in flight at the provider, has ended. */
const concurrentRetryAfter = 5

/** Out-of-office replies and the like stay where they are: RFC 3834 section 5, and the word Exchange listens to. */
const automatic = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }

const quotas: readonly string[] = ['rate_limit_exceeded', 'daily_quota_exceeded', 'monthly_quota_exceeded']

export class ResendTransport implements MailTransport {
  private client: Resend | null = null

  constructor(private readonly settings: ResendSettings) {}

  async send(mail: Mail, idempotencyKey: string): Promise<{ provider_id: string }> {
    checkMail(mail)
    const { to, subject, text, html } = mail
    const attachments = mail.attachments?.map(({ filename, content_type, content }) => ({ filename, contentType: content_type, content: Buffer.from(content, 'utf8') }))
    const { longest = longestMs } = this.settings
    const client = (this.client ??= await this.connect())
    const signal = AbortSignal.timeout(longest)
    const { data, error, headers } = await client.emails.send(
      { from: this.settings.from, to, subject, text, html, headers: automatic, ...(attachments ? { attachments } : {}) },
      { idempotencyKey, signal },
    )
    if (error && signal.aborted) throw new Error(note`Resend: no answer within ${longest / 1_000} s.`)
    // A mail under this key has left, in other words: it was written anew after a crash, from what had become true meanwhile. Its reader has one; so be it.
    if (error?.name === 'invalid_idempotent_request') return { provider_id: `sent-before:${idempotencyKey}` }
    if (error) throw failure(error, headers)
    return { provider_id: data.id }
  }

  private async connect(): Promise<Resend> {
    const { api_key, base_url } = this.settings
    const { Resend: Client } = await resendLibrary()
    return new Client(api_key, base_url === null ? {} : { baseUrl: base_url })
  }
}

function failure(error: ErrorResponse, headers: Record<string, string> | null): Error {
  // What stands between us and the provider answers in forms of its own.
  const message = asWritten(`Resend: ${error.name ?? 'no error name'} (${error.statusCode ?? 'no status'}): ${error.message ?? 'no message'}`)
  if (error.statusCode === 429 || quotas.includes(error.name)) return new JobSnoozed(message, retryAfter(headers?.['retry-after']))
  if (error.name === 'concurrent_idempotent_requests') return new JobSnoozed(message, concurrentRetryAfter)
  return new Error(message)
}

/** RFC 9110 section 10.2.3: seconds or a date. */
function retryAfter(value: string | undefined): number {
  if (value === undefined) return defaultRetryAfter
  if (/^\d{1,9}$/.test(value)) return Number(value)
  const date = Date.parse(value)
  return Number.isNaN(date) ? defaultRetryAfter : Math.max(1, Math.ceil((date - Date.now()) / 1_000))
}
