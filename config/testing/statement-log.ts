/** Every statement this process sends as the application's role, with whether it was sent as the role that works across organisations. */
import { Client, type QueryConfig } from 'pg'

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

const reference = /\b(?:from|join|update|into)\s+(?:only\s+)?(?:public\.)?"?([a-z_]+)"?(?:\s+(?:as\s+)?"?([A-Za-z_]\w*)"?)?/gi
const keywords = /^(where|set|values|on|using|left|right|inner|cross|join|order|group|limit|for|returning|select|default|as|union|and|when)$/i

/**
 * Tenant tables a statement touches without naming the organisation for them: by a predicate on `org_id` of the table (or of its alias), by a row
 * comparison that begins with it, or by a column of what is inserted.
 */
export function unscoped(text: string, tenantTables: ReadonlySet<string>): string[] {
  return [...text.matchAll(reference)].flatMap(([clause, table = '', following = '']) => {
    if (!tenantTables.has(table)) return []
    const alias = following === '' || keywords.test(following) ? null : following
    if (/^into/i.test(clause)) return new RegExp(`into\\s+"?${table}"?\\s*(?:as\\s+\\w+\\s*)?\\([^)]*"?org_id"?`, 'i').test(text) ? [] : [`${table} (insert)`]
    const owner = alias === null ? `(?:"?${table}"?\\.|(?<![.\\w"]))` : `"?${alias}"?\\.`
    const column = `${owner}"?org_id"?`
    const scoped = new RegExp(`${column}\\s*=|=\\s*${column}|\\(\\s*${column}\\s*,[^)]*\\)\\s*(?:in|=)`, 'i').test(text)
    return scoped ? [] : [alias === null ? table : `${table} ${alias}`]
  })
}
