import { notFound } from '#kernel/http/problems'
import type { Principal } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { Session } from '../contract.js'
import type { SessionService } from './session.service.js'

/** A person's own sessions: where they are signed in, and how to end that. */
export class SessionListService {
  constructor(
    private readonly transactions: Transactions,
    private readonly sessions: SessionService,
  ) {}

  /** Live ones, the latest used first; at most 100. */
  async list({ user_id, session_id }: Principal): Promise<Session[]> {
    return this.transactions.global((work) =>
      work.query<Session & Record<string, unknown>>({
        text: `select id, created_at, last_used_at, expires_at, ip, user_agent, id = $2 as current from sessions
               where user_id = $1 and revoked_at is null and expires_at > now() order by last_used_at desc, id limit 100`,
        values: [user_id, session_id],
      }),
    )
  }

  /** @throws 404, the same for somebody else's session as for one that never was */
  async end({ user_id }: Principal, id: string): Promise<void> {
    if (!(await this.sessions.end(user_id, id, 'ended'))) throw notFound('session')
  }
}
