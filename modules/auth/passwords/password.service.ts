import { defineToken } from '#kernel/contract'
import { invalid } from '#kernel/http/problems'
import { say } from '#kernel/language'
import { presentedTokenHash, type AccountMail } from '#kernel/mail/account-mail'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { UnitOfWork } from '#kernel/tenancy/unit-of-work'
import type { PersonKeys } from '../keys/person-keys.js'
import { authMailChannel, resetPurpose } from '../mail/auth-mail.js'
import { mayMail } from '../mail/mail-allowance.js'
import { tooManyAttempts, type AttemptBudgets, type Budget } from '../protection/attempt-budgets.js'
import type { SecurityEvents } from '../protection/security-events.js'
import { accountBudget } from '../sessions/login.service.js'
import type { SessionService } from '../sessions/session.service.js'
import type { PasswordHasher } from '../protection/password-hasher.js'

interface ResetRow extends Record<string, unknown> {
  user_id: string
  email: string
}

/** Somebody at an unlocked screen must not be able to try out passwords either. */
const changeBudget: Budget = { name: 'password-change', limit: 10, window: 15 * 60 }

/** Changing a password one knows, and replacing one that is lost. Both end the sessions a thief may hold. */
export class PasswordService {
  constructor(
    private readonly transactions: Transactions,
    private readonly hasher: PasswordHasher,
    private readonly budgets: AttemptBudgets,
    private readonly sessions: SessionService,
    private readonly securityEvents: SecurityEvents,
    private readonly accountMail: AccountMail,
    private readonly keys: PersonKeys,
  ) {}

  /** Keeps the session that asks, ends all others. Call it outside of a transaction. @param endKeys API keys end too @throws 422 for a wrong current password, 429, 503 */
  async change(userId: string, sessionId: string, passwords: { current: string; next: string }, endKeys = false): Promise<void> {
    const { known, exhausted_for } = await this.transactions.global(async (work) => {
      const { exhausted_for } = await this.budgets.charge(work, changeBudget, userId)
      const [row] = await work.query<{ password_hash: string }>({ text: 'select password_hash from users where id = $1', values: [userId] })
      return { known: row?.password_hash ?? null, exhausted_for }
    })
    if (exhausted_for !== null) throw tooManyAttempts(exhausted_for)
    if (!(await this.hasher.matches(passwords.current, known))) throw wrongPassword()
    const hash = await this.hasher.hash(passwords.next)
    await this.transactions.global(async (work) => {
      const changed = await work.query({
        text: 'update users set password_hash = $2, password_changed_at = now(), updated_at = now() where id = $1 and password_hash = $3 returning id',
        values: [userId, hash, known],
      })
      if (changed.length === 0) throw wrongPassword()
      await this.budgets.clear(work, changeBudget, userId)
      await this.settle(work, userId, 'password_changed', sessionId, endKeys)
    })
  }

  /** Mails a link, if there is somebody to mail it to. The caller learns nothing of it. */
  async requestReset(email: string): Promise<void> {
    await this.transactions.global(async (work) => {
      if (!(await mayMail(work, this.budgets, email))) return
      const [user] = await work.query<{ id: string }>({
        text: 'select id from users where email_folded = lower($1::text collate "C") and disabled_at is null',
        values: [email],
      })
      if (!user) return
      const { token_id, token_hash } = this.accountMail.issue(resetPurpose)
      await Promise.all([
        work.query({
          text: `insert into account_tokens (id, user_id, purpose, token_hash, expires_at) values ($1, $2, $3, $4, now() + interval '1 hour')`,
          values: [token_id, user.id, resetPurpose, token_hash],
        }),
        this.accountMail.send({ channel: authMailChannel, payload: { kind: 'reset', user_id: user.id, token_id } }),
        this.securityEvents.record(work, { kind: 'auth.password_reset_requested', user_id: user.id }),
      ])
    })
  }

  /** Ends every session, and every other link of this kind. @param endKeys API keys end too @throws 422 for a link that is used or expired, 503 */
  async reset(token: string, password: string, endKeys = false): Promise<void> {
    const tokenHash = presentedTokenHash(token)
    // Looked at before the hash is computed: a made-up link must not cost a quarter of a second.
    const usable = tokenHash !== null && (await this.transactions.global((work) => work.query(usableToken(tokenHash)))).length > 0
    if (!usable) throw unusable()
    const hash = await this.hasher.hash(password)
    await this.transactions.global(async (work) => {
      // The person's row is the lock: of two links opened at once the second finds all of them used.
      const [owner] = await work.query<ResetRow>({
        text: `select u.id as user_id, u.email from account_tokens t join users u on u.id = t.user_id where t.token_hash = $1 and u.disabled_at is null for update of u`,
        values: [tokenHash],
      })
      if (!owner || (await work.query(usableToken(tokenHash))).length === 0) throw unusable()
      await Promise.all([
        work.query({ text: 'update users set password_hash = $2, password_changed_at = now(), updated_at = now() where id = $1', values: [owner.user_id, hash] }),
        work.query({ text: 'update account_tokens set used_at = now() where user_id = $1 and purpose = $2 and used_at is null', values: [owner.user_id, resetPurpose] }),
      ])
      // Whoever used up the guesses at this account, its owner has just proved to be somebody else.
      await this.budgets.clear(work, accountBudget, owner.email.toLowerCase())
      await this.settle(work, owner.user_id, 'password_reset', null, endKeys)
    })
  }

  /** What goes on working is told: a thief may have made a key with the old password. */
  private async settle(work: UnitOfWork, userId: string, reason: 'password_changed' | 'password_reset', except: string | null, endKeys: boolean): Promise<void> {
    await this.sessions.revokeAll(userId, reason, except)
    const keys = endKeys ? { keys_revoked: await this.keys.revoke(userId) } : { keys_left: await this.keys.live(userId) }
    await this.securityEvents.record(work, { kind: `auth.${reason}`, user_id: userId })
    await this.accountMail.send({ channel: authMailChannel, payload: { kind: 'security_notice', notice: reason, user_id: userId, at: work.now.toISOString(), ...keys } })
  }
}

function usableToken(tokenHash: string) {
  return { text: `select 1 from account_tokens where token_hash = $1 and purpose = $2 and used_at is null and expires_at > now()`, values: [tokenHash, resetPurpose] }
}

function wrongPassword() {
  return invalid({ pointer: '/current_password', detail: say`This is not the current password.` })
}

function unusable() {
  return invalid({ pointer: '/token', detail: say`This link was used already or has expired. Ask for a new one: POST /v1/auth/password-reset.` })
}

export const passwordServiceToken = defineToken<PasswordService>('auth.passwords')
