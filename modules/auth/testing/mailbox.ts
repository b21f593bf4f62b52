/** What the worker would have mailed, for this module's tests. */
import type { TestProduct } from '#config/testing/product'

export interface ReceivedMail {
  subject: string
  text: string
  html: string
  /** The single-use token of the link; null for a mail without one. */
  token: string | null
}

/** Delivers what is due and gives everything that went to an address, oldest first. */
export async function mailTo(product: TestProduct, address: string): Promise<ReceivedMail[]> {
  await product.drain()
  const { rows } = await product.admin.query<Omit<ReceivedMail, 'token'>>('select subject, text, html from account_stub_mails where recipient = $1 order by sent_at, id', [address])
  return rows.map((mail) => ({ ...mail, token: /[?&]token=([A-Za-z0-9._-]+)/.exec(mail.text)?.[1] ?? null }))
}

let count = 0

/** An address nobody else in this file uses. */
export function freshAddress(): string {
  return `person-${process.pid}-${(count += 1)}@example.test`
}
