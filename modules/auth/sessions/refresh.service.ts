import { defineToken } from '#kernel/contract'
import { Problem } from '#kernel/http/problem'
import { problems } from '#kernel/http/problems'
import { say } from '#kernel/language'
import type { AccountMail } from '#kernel/mail/account-mail'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { UnitOfWork } from '#kernel/tenancy/unit-of-work'
import type { Tokens } from '../contract.js'
import { authMailChannel } from '../mail/auth-mail.js'
import type { SecurityEvents } from '../protection/security-events.js'
import type { OrganizationChoices } from './organization-choice.js'
import { refreshTokenHash, type RefreshTokens } from './refresh-tokens.js'
import type { SessionService } from './session.service.js'

interface SessionRow extends Record<string, unknown> {
  id: string
  user_id: string
  org_id: string | null
  live: boolean
  email: string
  name: string
}

interface TokenRow extends Record<string, unknown> {
  id: string
  used: boolean
  /** Used within the last 10 seconds. */
  in_grace: boolean
  live: boolean
}

/** Exchanges refresh tokens: each works once, and one that comes back later ends the session it belongs to (RFC 9700 section 4.14.2). */
export class RefreshService {
  constructor(
    private readonly transactions: Transactions,
    private readonly refreshTokens: RefreshTokens,
    private readonly sessions: SessionService,
    private readonly choices: OrganizationChoices,
    private readonly securityEvents: SecurityEvents,
    private readonly accountMail: AccountMail,
  ) {}

  /**
   * Within 10 s of its first use a token gives the very same successor again: tabs race, and answers get lost on the way.
   * @throws 401
   */
  async refresh(token: string): Promise<Tokens> {
    const hash = refreshTokenHash(token)
    const tokens = hash === null ? null : await this.transactions.global((work) => this.exchange(work, hash))
    if (!tokens) throw refused()
    return tokens
  }

  /** Moves a session into another organisation of the person and gives it new tokens. @throws 401, 404 */
  async enter(userId: string, sessionId: string, organizationId: string): Promise<Tokens> {
    return this.transactions.global(async (work) => {
      const organization = await this.choices.named(userId, organizationId)
      const [session] = await work.query<SessionRow>({ name: 'auth.session_lock', text: `${lockSession} s.id = $1 for update of s`, values: [sessionId] })
      if (!session?.live) throw refused()
      const [active] = await work.query<{ id: string }>({ name: 'auth.refresh_active', text: 'select id from refresh_tokens where session_id = $1 and used_at is null', values: [sessionId] })
      if (active) await this.use(work, active.id)
      const next = await this.next(work, sessionId, organization.id)
      await this.securityEvents.record(work, { kind: 'auth.organization_chosen', user_id: userId, session_id: sessionId, detail: { org_id: organization.id } })
      return this.sessions.tokens(work.now, sessionId, personOf(session), organization, next)
    })
  }

  /** Ends the session a refresh token belongs to, for whoever has nothing else left of it. @returns false for no token of ours */
  async endByToken(token: string): Promise<boolean> {
    const hash = refreshTokenHash(token)
    if (hash === null) return false
    return this.transactions.global(async (work) => {
      const [session] = await work.query<{ id: string; user_id: string }>({
        text: 'select s.id, s.user_id from refresh_tokens t join sessions s on s.id = t.session_id where t.token_hash = $1',
        values: [hash],
      })
      if (!session) return false
      await this.sessions.end(session.user_id, session.id, 'logout')
      return true
    })
  }

  /** @returns null to refuse: what is written then must be committed all the same */
  private async exchange(work: UnitOfWork, hash: string): Promise<Tokens | null> {
    // The session's row is the lock of its family; the token is read after it is held.
    const locked = work.query<SessionRow>({
      name: 'auth.refresh_lock',
      text: `${lockSession} s.id = (select session_id from refresh_tokens where token_hash = $1) for update of s`,
      values: [hash],
    })
    const presented = work.query<TokenRow>({
      name: 'auth.refresh_read',
      // clock_timestamp(): the transaction may have waited for the lock longer than the grace lasts.
      text: `select id, used_at is not null as used, expires_at > now() as live, coalesce(used_at > clock_timestamp() - interval '10 seconds', false) as in_grace
             from refresh_tokens where token_hash = $1`,
      values: [hash],
    })
    const [[session], [token]] = await Promise.all([locked, presented])
    if (!session?.live || !token) return null
    if (token.used && !token.in_grace) {
      await this.revoke(work, session)
      return null
    }
    if (!token.used && !token.live) return null
    const organization = await this.choices.stay(session.user_id, session.org_id)
    const next = token.used ? await this.sameAgain(work, session.id) : await this.rotate(work, token.id, session.id, organization?.id ?? null)
    return next === null ? null : this.sessions.tokens(work.now, session.id, personOf(session), organization, next)
  }

  private async rotate(work: UnitOfWork, tokenId: string, sessionId: string, orgId: string | null): Promise<string> {
    await this.use(work, tokenId)
    return this.next(work, sessionId, orgId)
  }

  private async use(work: UnitOfWork, tokenId: string): Promise<void> {
    await work.query({ name: 'auth.refresh_use', text: 'update refresh_tokens set used_at = clock_timestamp() where id = $1', values: [tokenId] })
  }

  private async next(work: UnitOfWork, sessionId: string, orgId: string | null): Promise<string> {
    const child = this.refreshTokens.issue()
    await Promise.all([
      work.query({ name: 'auth.session_used', text: 'update sessions set last_used_at = now(), org_id = $2 where id = $1', values: [sessionId, orgId] }),
      this.sessions.insertRefresh(work, sessionId, child),
    ])
    return child.token
  }

  private async sameAgain(work: UnitOfWork, sessionId: string): Promise<string | null> {
    const [active] = await work.query<{ id: string; token_hash: string }>({
      name: 'auth.refresh_again',
      text: 'select id, token_hash from refresh_tokens where session_id = $1 and used_at is null',
      values: [sessionId],
    })
    return active ? this.refreshTokens.again(active) : null
  }

  /** Somebody holds a copy. Which of the two is the thief cannot be told, so both are shown out. */
  private async revoke(work: UnitOfWork, { id, user_id }: SessionRow): Promise<void> {
    await this.sessions.end(user_id, id, 'refresh_reused')
    await this.securityEvents.record(work, { kind: 'auth.refresh_reused', user_id, session_id: id })
    await this.accountMail.send({ channel: authMailChannel, payload: { kind: 'security_notice', notice: 'refresh_reused', user_id, at: work.now.toISOString() } })
  }
}

const lockSession = `select s.id, s.user_id, s.org_id, s.revoked_at is null and s.expires_at > now() and u.disabled_at is null as live, u.email, u.name
  from sessions s join users u on u.id = s.user_id where`

function personOf({ user_id, email, name }: SessionRow) {
  return { id: user_id, email, name }
}

function refused(): Problem {
  return new Problem(problems.unauthenticated, { detail: say`The refresh token is not valid any more. Sign in again.` })
}

export const refreshServiceToken = defineToken<RefreshService>('auth.refresh')
