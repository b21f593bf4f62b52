/** Every statement this process sends as the application's role, with whether it was sent as the role that works across organisations. */
import { Client, type QueryConfig } from 'pg'
import { relationsOf } from './statement-scopes.js'

export interface LoggedStatement {
  text: string
  /** Under `bookflow_cross`, whose reasons stand in docs/cross-tenant.md. */
  cross: boolean
}

export interface StatementLog {
  /** Each text once. */
  readonly statements: readonly LoggedStatement[]
  /** How many were sent. */
  readonly sent: number
  stop(): void
}

/** Listens to every connection of this process that signed in as `bookflow_app`, TypeORM's and the queue's included. */
export function logStatements(): StatementLog {
  const prototype = Client.prototype as { query: (...args: unknown[]) => unknown }
  const original = prototype.query
  const seen = new Map<string, LoggedStatement>()
  const crossing = new WeakSet<Client>()
  let sent = 0
  prototype.query = function query(this: Client & { user?: string }, ...args: unknown[]): unknown {
    const [first] = args
    const text = typeof first === 'string' ? first : ((first as QueryConfig | null)?.text ?? '')
    if (this.user === 'bookflow_app' && text !== '') {
      sent += 1
      if (/^(begin|commit|rollback)\b/i.test(text)) crossing.delete(this)
      if (/set local role bookflow_cross/i.test(text)) crossing.add(this)
      const cross = crossing.has(this)
      seen.set(`${cross} ${text}`, { text, cross })
    }
    return original.apply(this, args)
  }
  return {
    get statements() {
      return [...seen.values()]
    },
    get sent() {
      return sent
    },
    stop: () => {
      prototype.query = original
    },
  }
}

/**
 * Tenant tables a statement touches whose organisation is not bound to a value from outside: neither by a predicate on their own `org_id`, nor by
 * equality with that of a table that is bound; what is inserted has to name the column.
 */
export function unscoped(text: string, tenantTables: ReadonlySet<string>): string[] {
  return relationsOf(text, tenantTables)
    .filter(({ table, derived, bound }) => !derived && !bound && tenantTables.has(table))
    .map(({ table, name, filled }) => (filled ? `${table} (insert)` : name === table ? table : `${table} ${name}`))
}
