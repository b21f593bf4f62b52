import type { Static } from 'typebox'
import { defineToken } from '#kernel/contract'
import type { Extensions } from '#kernel/extensions'
import { networkOf } from '#kernel/http/client-network'
import { invalid } from '#kernel/http/problems'
import { newId } from '#kernel/ids'
import { say } from '#kernel/language'
import { presentedTokenHash, type AccountMail } from '#kernel/mail/account-mail'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { UnitOfWork } from '#kernel/tenancy/unit-of-work'
import { auth, type SignUpBody, type Tokens } from '../contract.js'
import { authMailChannel, verifyPurpose } from '../mail/auth-mail.js'
import { mayMail } from '../mail/mail-allowance.js'
import type { PasswordHasher } from '../protection/password-hasher.js'
import { tooManyAttempts, type AttemptBudgets, type Budget } from '../protection/attempt-budgets.js'
import type { SessionService } from '../sessions/session.service.js'
import type { UserService } from './user.service.js'

interface SignUpRow extends Record<string, unknown> {
  email: string
  email_folded: string
  name: string
  password_hash: string
  organization_name: string
  timezone: string
  locale: string | null
}

/** From an unproved address to a person with an organisation. Until the address is proved nothing exists that could be in anybody's way. */
export class SignUpService {
  private readonly addressBudget: Budget

  constructor(
    private readonly transactions: Transactions,
    private readonly hasher: PasswordHasher,
    private readonly budgets: AttemptBudgets,
    private readonly users: UserService,
    private readonly sessions: SessionService,
    private readonly extensions: Extensions,
    private readonly accountMail: AccountMail,
    attemptsPerMinute: number,
  ) {
    this.addressBudget = { name: 'sign-up-address', limit: attemptsPerMinute * 5, window: 15 * 60 }
  }

  /**
   * Answers the same, after the same work, whether the address has an account (which is then told so by mail) or not.
   * @throws 429, 503
   */
  async request(body: Static<typeof SignUpBody>, ip: string): Promise<void> {
    const { exhausted_for } = await this.transactions.global((work) => this.budgets.charge(work, this.addressBudget, networkOf(ip)))
    if (exhausted_for !== null) throw tooManyAttempts(exhausted_for)
    const passwordHash = await this.hasher.hash(body.password)
    await this.transactions.global(async (work) => {
      if (!(await mayMail(work, this.budgets, body.email))) return
      const existing = await this.users.findByEmail(body.email)
      if (existing) await this.accountMail.send({ channel: authMailChannel, payload: { kind: 'already_registered', user_id: existing.id } })
      else await this.wait(work, body, passwordHash)
    })
  }

  /** Creates the person and lets them found their organisation, all or nothing. @throws 422 for a link that is used or expired, 409 already_exists */
  async verify(token: string, userAgent: string | null): Promise<Tokens> {
    const hash = presentedTokenHash(token)
    if (hash === null) throw unusable()
    return this.transactions.global(async (work) => {
      const [signUp] = await work.query<SignUpRow>({
        text: `delete from sign_ups where token_hash = $1 and expires_at > now()
               returning email, email_folded, name, password_hash, organization_name, timezone, locale`,
        values: [hash],
      })
      if (!signUp) throw unusable()
      const { email, name, password_hash, timezone, organization_name, locale } = signUp
      const user = await this.users.create({ email, name, password_hash, timezone, ...(locale === null ? {} : { locale }) })
      await work.query({ text: 'delete from sign_ups where email_folded = $1', values: [signUp.email_folded] })
      const [organization = null] = await this.extensions.ask(auth.extensionPoints.registered, { user, organization: { name: organization_name, timezone } })
      return this.sessions.open(user, organization, userAgent)
    })
  }

  private async wait(work: UnitOfWork, { email, name, organization, locale }: Static<typeof SignUpBody>, passwordHash: string): Promise<void> {
    const id = newId()
    const { token_id, token_hash } = this.accountMail.issue(verifyPurpose)
    await Promise.all([
      work.query({
        text: `insert into sign_ups (id, email, name, password_hash, organization_name, timezone, locale, token_hash, expires_at)
               values ($1, $2, $3, $4, $5, $6, $8, $7, now() + interval '24 hours')`,
        values: [id, email, name, passwordHash, organization.name, organization.timezone, token_hash, locale ?? null],
      }),
      this.accountMail.send({ channel: authMailChannel, payload: { kind: 'verify', sign_up_id: id, token_id } }),
    ])
  }
}

function unusable() {
  return invalid({ pointer: '/token', detail: say`This link was used already or has expired. Log in, or sign up again to get a new one.` })
}

export const signUpServiceToken = defineToken<SignUpService>('auth.signUp')
