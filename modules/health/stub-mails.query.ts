import type { Statement } from '#kernel/tenancy/unit-of-work'

export interface StubMail extends Record<string, unknown> {
  id: string
  recipient: string
  subject: string
  text: string
  sent_at: string
}

/** The latest account mails an installation without a provider would have sent. */
export const latestAccountMails: Statement = {
  text: 'select id, recipient, subject, text, sent_at from account_stub_mails order by sent_at desc, id desc limit 50',
}
