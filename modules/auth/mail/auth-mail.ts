/** The mail about accounts: what a message carries (ids only) and who delivers it. Recipient and token are looked up when it is rendered. */
import { Type, type Static } from 'typebox'
import { OneOf, Id, Instant } from '#kernel/schemas'
import type { MailLanguage } from '#kernel/contract'
import { JobCancelled, type Channel, type Delivery } from '#kernel/events/outbox'
import { note } from '#kernel/language'
import type { AccountMail } from '#kernel/mail/account-mail'
import { mailLanguage } from '#kernel/mail/languages'
import type { MailTransport } from '#kernel/mail/mail'
import type { Transactions } from '#kernel/tenancy/transactions'
import { alreadyRegisteredMail, noticeMail, resetMail, verifyMail, type MailContent } from './auth-mail.templates.js'
import { notices } from './auth-mail.words.js'

export const authMailChannel = 'auth.mail'
export const verifyPurpose = 'auth.verify'
export const resetPurpose = 'auth.reset'

const payload = Type.Union([
  Type.Object({ kind: Type.Literal('verify'), sign_up_id: Id, token_id: Id }),
  Type.Object({ kind: Type.Literal('reset'), user_id: Id, token_id: Id }),
  Type.Object({ kind: Type.Literal('already_registered'), user_id: Id }),
  Type.Object({ kind: Type.Literal('security_notice'), notice: OneOf(notices), user_id: Id, at: Instant, keys_left: Type.Optional(Type.Integer()), keys_revoked: Type.Optional(Type.Integer()) }),
])
type Payload = Static<typeof payload>

export class AuthMailChannel implements Channel {
  readonly name = authMailChannel
  readonly scope = 'account'
  readonly payload = payload

  constructor(
    private readonly transactions: Transactions,
    private readonly accountMail: AccountMail,
    private readonly transport: MailTransport,
    private readonly publicUrl: string,
  ) {}

  async deliver({ id, payload }: Delivery): Promise<{ provider_id: string }> {
    const message = payload as Payload
    const { email, locale } = await this.recipient(message)
    return this.transport.send({ to: email, ...this.content(message, mailLanguage(locale)) }, id, null)
  }

  private content(message: Payload, language: MailLanguage): MailContent {
    const page = (path: string, parameters: Record<string, string> = {}) => {
      const url = new URL(path, this.publicUrl)
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
      return url.href
    }
    switch (message.kind) {
      case 'verify':
        return verifyMail(page('/verify', { token: this.accountMail.derive(message.token_id, verifyPurpose) }), language)
      case 'reset':
        return resetMail(page('/reset/confirm', { token: this.accountMail.derive(message.token_id, resetPurpose) }), language)
      case 'already_registered':
        return alreadyRegisteredMail(page('/login'), page('/reset'), language)
      case 'security_notice':
        return noticeMail(message, { reset: page('/reset'), keys: page('/app/me/keys') }, language)
    }
  }

  /** @throws JobCancelled when a link would lead nowhere any more */
  private async recipient(message: Payload): Promise<{ email: string; locale: string | null }> {
    const statement =
      message.kind === 'verify'
        ? { text: 'select email, locale from sign_ups where id = $1 and expires_at > now()', values: [message.sign_up_id] }
        : message.kind === 'reset'
          ? {
              text: `select u.email, u.locale from users u join account_tokens t on t.user_id = u.id
                     where u.id = $1 and t.id = $2 and t.used_at is null and t.expires_at > now()`,
              values: [message.user_id, message.token_id],
            }
          : { text: 'select email, locale from users where id = $1', values: [message.user_id] }
    const [row] = await this.transactions.global((work) => work.query<{ email: string; locale: string | null }>(statement))
    if (!row) throw new JobCancelled(note`Whoever it was for does not wait for it any more.`)
    return row
  }
}
