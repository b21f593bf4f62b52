import { notFound } from '#kernel/http/problems'
import type { PageRequest } from '#kernel/http/page'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { StoredMail } from '../contract.js'

const summary = 'id, outbox_id, recipient as to, subject, sent_at'

/** The organisation's mail where nobody sends any. Account mail is elsewhere: its links open accounts. */
export class MailboxService {
  constructor(private readonly transactions: Transactions) {}

  /** Newest first. */
  async list({ limit, after }: PageRequest): Promise<Omit<StoredMail, 'text' | 'html' | 'attachments'>[]> {
    return this.transactions.run((work) =>
      work.query<Omit<StoredMail, 'text' | 'html' | 'attachments'>>({
        text: `select ${summary} from stub_mails where org_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
        values: [currentTenant().org_id, after?.[0] ?? null, limit + 1],
      }),
    )
  }

  /** @throws 404 */
  async get(id: string): Promise<StoredMail> {
    const text = `select ${summary}, text, html, attachments from stub_mails where org_id = $1 and id = $2`
    const [mail] = await this.transactions.run((work) => work.query<StoredMail>({ text, values: [currentTenant().org_id, id] }))
    if (!mail) throw notFound('mail')
    return { ...mail, text: withoutTokens(mail.text), html: withoutTokens(mail.html) }
  }
}

/** Whatever a module wrote into a mail: who reads this mailbox must not be able to follow somebody's personal link. */
export function withoutTokens(text: string): string {
  return text.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[A-Za-z0-9_-]{43}/gi, '[hidden]')
}
