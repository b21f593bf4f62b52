/** What happens to accounts, as people of no organisation: the audit log of this module. Append-only for the application's role. */
import { Counter, type Registry } from 'prom-client'
import { defineToken } from '#kernel/contract'
import { newId } from '#kernel/ids'
import { currentFlow } from '#kernel/tenancy/context'
import type { UnitOfWork } from '#kernel/tenancy/unit-of-work'

export type SecurityEventKind =
  | 'auth.user_created'
  | 'auth.session_opened'
  | 'auth.session_ended'
  | 'auth.sessions_revoked'
  | 'auth.refresh_reused'
  | 'auth.login_limited'
  | 'auth.password_changed'
  | 'auth.password_reset_requested'
  | 'auth.password_reset'
  | 'auth.profile_changed'
  | 'auth.organization_chosen'

export interface SecurityEvent {
  /** Of this module, or `<module>.<what>` of another that notes something here. */
  kind: SecurityEventKind | `${string}.${string}`
  user_id: string | null
  session_id?: string
  /** Ids and words of ours only: no address, no secret. */
  detail?: Readonly<Record<string, string | number>>
}

export class SecurityEvents {
  private readonly total: Counter<'event'>

  constructor(registry: Registry) {
    this.total = new Counter({
      name: 'bookflow_auth_total',
      help: 'What happened to accounts and sessions. Any increase of refresh_reused is worth an alert: somebody holds a copy of a session.',
      labelNames: ['event'],
      registers: [registry],
    })
  }

  /** Counts what leaves no row because nobody knows whom it concerns. */
  count(event: 'login_failed' | 'login_refused'): void {
    this.total.inc({ event })
  }

  /** Writes in the given unit of work, so that the record stands or falls with what it tells of. */
  async record(work: UnitOfWork, { kind, user_id, session_id, detail = {} }: SecurityEvent): Promise<void> {
    const flow = currentFlow()
    await work.query({
      name: 'auth.security_event',
      text: 'insert into security_events (id, kind, user_id, session_id, ip, request_id, detail) values ($1, $2, $3, $4, $5, $6, $7)',
      values: [newId(), kind, user_id, session_id ?? null, flow?.ip ?? null, flow?.request_id ?? newId(), JSON.stringify(detail)],
    })
    if (kind.startsWith('auth.')) work.afterCommit(() => this.total.inc({ event: kind.slice('auth.'.length) }))
  }
}

export const securityEventsToken = defineToken<SecurityEvents>('auth.securityEvents')
