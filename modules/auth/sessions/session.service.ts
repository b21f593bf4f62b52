import { defineToken } from '#kernel/contract'
import { newId } from '#kernel/ids'
import { currentFlow } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { UnitOfWork } from '#kernel/tenancy/unit-of-work'
import type { OrganizationChoice, Tokens } from '../contract.js'
import { networkOf } from '#kernel/http/client-network'
import type { SecurityEvents } from '../protection/security-events.js'
import { accessTokenSeconds, type AccessTokens } from './access-tokens.js'
import type { RefreshToken, RefreshTokens } from './refresh-tokens.js'

export type Person = Tokens['user']

export type RevocationReason = 'logout' | 'ended' | 'too_many' | 'password_changed' | 'password_reset' | 'refresh_reused' | 'revoked'

/** Live sessions of one person: as many as a list can show, and more than anybody has devices. */
export const mostSessions = 50

/** Opens and ends sessions and issues their tokens. */
export class SessionService {
  constructor(
    private readonly transactions: Transactions,
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly securityEvents: SecurityEvents,
  ) {}

  /**
   * Joins the open unit of work, or opens one of its own. Beyond {@link mostSessions} the one that was used longest ago ends.
   * @param organization the one entered; null while none is chosen
   * @param userAgent what the client calls itself, for the person's list of sessions
   */
  async open(person: Person, organization: OrganizationChoice | null, userAgent: string | null = null): Promise<Tokens> {
    return this.transactions.global(async (work) => {
      const session_id = newId()
      const ip = currentFlow()?.ip ?? null
      const refresh = this.refreshTokens.issue()
      const [, ended] = await Promise.all([
        // Two at once would each leave the other uncounted.
        work.query({ name: 'auth.session_turn', text: `select pg_advisory_xact_lock(hashtextextended($1, 0))`, values: [`sessions\n${person.id}`] }),
        this.makeRoom(work, person.id),
        work.query({
          name: 'auth.session_open',
          text: `insert into sessions (id, user_id, org_id, ip, network, user_agent, expires_at) values ($1, $2, $3, $4, $5, $6, now() + interval '30 days')`,
          values: [session_id, person.id, organization?.id ?? null, ip, ip === null ? null : networkOf(ip), userAgent?.slice(0, 300) ?? null],
        }),
        this.insertRefresh(work, session_id, refresh),
        this.securityEvents.record(work, { kind: 'auth.session_opened', user_id: person.id, session_id }),
      ])
      if (ended > 0) await this.securityEvents.record(work, { kind: 'auth.sessions_revoked', user_id: person.id, detail: { reason: 'too_many', count: ended } })
      return this.tokens(work.now, session_id, person, organization, refresh.token)
    })
  }

  /** @returns how many sessions it ended for the one about to open */
  private async makeRoom(work: UnitOfWork, userId: string): Promise<number> {
    const { rowCount } = await work.execute({
      name: 'auth.session_room',
      text: `update sessions set revoked_at = now(), revoked_reason = 'too_many' where id in (
               select id from sessions where user_id = $1 and revoked_at is null and expires_at > now() order by last_used_at desc, id desc offset $2)`,
      values: [userId, mostSessions - 1],
    })
    return rowCount ?? 0
  }

  /** Gives a session its next refresh token; the one before must be marked used already. */
  async insertRefresh(work: UnitOfWork, sessionId: string, { id, token_hash }: RefreshToken): Promise<void> {
    // 14 days unused end a session, 30 days end every one.
    await work.query({
      name: 'auth.refresh_insert',
      text: `insert into refresh_tokens (id, session_id, token_hash, expires_at)
             select $1, s.id, $3, least(s.expires_at, now() + interval '14 days') from sessions s where s.id = $2`,
      values: [id, sessionId, token_hash],
    })
  }

  tokens(now: Date, session_id: string, { id, email, name }: Person, organization: OrganizationChoice | null, refresh_token: string): Tokens {
    const access_token = this.accessTokens.sign({ user_id: id, session_id, org_id: organization?.id ?? null }, now)
    return { access_token, token_type: 'Bearer', expires_in: accessTokenSeconds, refresh_token, user: { id, email, name }, organization }
  }

  /** Ends one session of a person. @returns false when there is no such live one */
  async end(userId: string, sessionId: string, reason: RevocationReason): Promise<boolean> {
    return this.transactions.global(async (work) => {
      const ended = await work.query({
        name: 'auth.session_end',
        text: `update sessions set revoked_at = now(), revoked_reason = $3
               where id = $1 and user_id = $2 and revoked_at is null and expires_at > now() returning id`,
        values: [sessionId, userId, reason],
      })
      if (ended.length === 0) return false
      await this.securityEvents.record(work, { kind: 'auth.session_ended', user_id: userId, session_id: sessionId, detail: { reason } })
      return true
    })
  }

  /** Ends every session of a person at once. @param except one to keep @param inOrganization only those that have entered it */
  async revokeAll(userId: string, reason: RevocationReason, except: string | null = null, inOrganization: string | null = null): Promise<void> {
    await this.transactions.global(async (work) => {
      const ended = await work.query({
        text: `update sessions set revoked_at = now(), revoked_reason = $2
               where user_id = $1 and revoked_at is null and id is distinct from $3 and ($4::uuid is null or org_id = $4) returning id`,
        values: [userId, reason, except, inOrganization],
      })
      await this.securityEvents.record(work, { kind: 'auth.sessions_revoked', user_id: userId, detail: { reason, count: ended.length } })
    })
  }
}

export const sessionServiceToken = defineToken<SessionService>('auth.sessions')
