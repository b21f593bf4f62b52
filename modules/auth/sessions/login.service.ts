import { defineToken } from '#kernel/contract'
import { networkOf } from '#kernel/http/client-network'
import { Problem } from '#kernel/http/problem'
import { problems } from '#kernel/http/problems'
import { say } from '#kernel/language'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { UnitOfWork } from '#kernel/tenancy/unit-of-work'
import type { Tokens } from '../contract.js'
import type { PasswordHasher } from '../protection/password-hasher.js'
import { tooManyAttempts, type AttemptBudgets, type Budget } from '../protection/attempt-budgets.js'
import type { SecurityEvents } from '../protection/security-events.js'
import type { OrganizationChoices } from './organization-choice.js'
import type { SessionService } from './session.service.js'

export interface LoginAttempt {
  email: string
  password: string
  organization_id?: string
  ip: string
  user_agent: string | null
}

interface Account extends Record<string, unknown> {
  id: string
  email: string
  name: string
  password_hash: string
  known_address: boolean
}

const window = 15 * 60
const perAccount = 10

/** Guesses at one account from addresses it never signed in from. Cleared by a password reset, so nobody can lock the owner out. */
export const accountBudget: Budget = { name: 'account', limit: perAccount, window }

/** Guesses at one account from an address it did sign in from: a budget of its own, which strangers cannot use up. */
const knownAddressBudget: Budget = { name: 'account-known-address', limit: perAccount, window }

/** Signs people in. Refuses floods before the expensive part, and says the same thing, as slowly, for accounts that exist and that do not. */
export class LoginService {
  private readonly addressBudget: Budget

  /** @param attemptsPerMinute what one address may try; over the longer window a third of that rate */
  constructor(
    private readonly transactions: Transactions,
    private readonly hasher: PasswordHasher,
    private readonly budgets: AttemptBudgets,
    private readonly sessions: SessionService,
    private readonly choices: OrganizationChoices,
    private readonly securityEvents: SecurityEvents,
    attemptsPerMinute: number,
  ) {
    this.addressBudget = { name: 'login-address', limit: attemptsPerMinute * 5, window }
  }

  /** @throws 401 for a wrong pair, 404 for an organisation that is not theirs, 429, 503 */
  async login(attempt: LoginAttempt): Promise<Tokens> {
    const { account, exhausted_for } = await this.transactions.global((work) => this.admit(work, attempt))
    if (exhausted_for !== null) {
      this.securityEvents.count('login_refused')
      throw tooManyAttempts(exhausted_for)
    }
    // Outside of any transaction: a hash takes a quarter of a second, and connections are few.
    const matches = await this.hasher.matches(attempt.password, account?.password_hash ?? null)
    if (!account || !matches) {
      this.securityEvents.count('login_failed')
      throw refused()
    }
    return this.transactions.global((work) => this.enter(work, account, attempt))
  }

  private async admit(work: UnitOfWork, attempt: LoginAttempt): Promise<{ account: Account | null; exhausted_for: number | null }> {
    const address = await this.budgets.charge(work, this.addressBudget, networkOf(attempt.ip))
    if (address.exhausted_for !== null) return { account: null, exhausted_for: address.exhausted_for }
    const [account = null] = await work.query<Account>({
      name: 'auth.login_account',
      text: `select u.id, u.email, u.name, u.password_hash, exists (select from sessions s where s.user_id = u.id and s.network = $2) as known_address
             from users u where u.email_folded = lower($1::text collate "C") and u.disabled_at is null`,
      values: [attempt.email, networkOf(attempt.ip)],
    })
    const { budget, subject } = budgetOf(account, attempt)
    const charge = await this.budgets.charge(work, budget, subject)
    if (charge.first_over && account) await this.securityEvents.record(work, { kind: 'auth.login_limited', user_id: account.id })
    return { account, exhausted_for: charge.exhausted_for }
  }

  private async enter(work: UnitOfWork, account: Account, attempt: LoginAttempt): Promise<Tokens> {
    // The password may have been changed, or the account disabled, while the hash was computed.
    const [person] = await work.query<{ last_org_id: string | null }>({
      name: 'auth.login_enter',
      text: `select (select s.org_id from sessions s where s.user_id = u.id and s.org_id is not null order by s.last_used_at desc limit 1) as last_org_id
             from users u where u.id = $1 and u.password_hash = $2 and u.disabled_at is null for share of u`,
      values: [account.id, account.password_hash],
    })
    if (!person) throw refused()
    const organization =
      attempt.organization_id === undefined
        ? await this.choices.lastOrFirst(account.id, person.last_org_id)
        : await this.choices.named(account.id, attempt.organization_id)
    const { budget, subject } = budgetOf(account, attempt)
    // In the order they are charged in, so that two people signing in never wait for each other in a circle.
    await this.budgets.refund(work, this.addressBudget, networkOf(attempt.ip))
    await this.budgets.refund(work, budget, subject)
    return this.sessions.open(account, organization, attempt.user_agent)
  }
}

function budgetOf(account: Account | null, { email, ip }: LoginAttempt): { budget: Budget; subject: string } {
  const address = email.toLowerCase()
  return account?.known_address ? { budget: knownAddressBudget, subject: `${address} ${networkOf(ip)}` } : { budget: accountBudget, subject: address }
}

function refused(): Problem {
  return new Problem(problems.unauthenticated, { detail: say`The e-mail address or the password is wrong.` })
}

export const loginServiceToken = defineToken<LoginService>('auth.login')
