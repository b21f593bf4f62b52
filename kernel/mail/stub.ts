/**
 * Keeps what would have been sent, for installations without a provider's key: readable in the console, per organisation.
 * Account mail goes to a table of its own, which no organisation can read: its links open accounts.
 */
import { newId } from '../ids.js'
import type { Transactions } from '../tenancy/transactions.js'
import { checkMail, type Mail, type MailTransport } from './mail.js'

export class StubTransport implements MailTransport {
  constructor(private readonly transactions: Transactions) {}

  async send(mail: Mail, idempotencyKey: string, orgId: string | null): Promise<{ provider_id: string }> {
    checkMail(mail)
    const id = newId()
    const common = [id, idempotencyKey, mail.to, mail.subject, mail.text, mail.html, JSON.stringify(mail.attachments ?? [])]
    if (orgId === null) {
      await this.transactions.global((work) => work.query({ name: 'stub.account', text: insert('account_stub_mails', '', '', '(outbox_id)'), values: common }))
    } else {
      await this.transactions.asSystem(orgId, 'kernel.stub-mail', (work) => work.query({ name: 'stub.tenant', text: insert('stub_mails', 'org_id, ', '$8, ', '(org_id, outbox_id)'), values: [...common, orgId] }))
    }
    return { provider_id: `stub-${idempotencyKey}` }
  }
}

function insert(table: string, column: string, value: string, once: string): string {
  return `insert into ${table} (${column}id, outbox_id, recipient, subject, text, html, attachments)
          values (${value}$1, $2, $3, $4, $5, $6, $7) on conflict ${once} do nothing`
}
