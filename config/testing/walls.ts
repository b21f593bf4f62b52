/**
 * Takes down one of the two walls between organisations, for tests that show that the other one holds by itself: row-level security in the database,
 * and the `org_id = $n` of the statements. Only databases and processes of tests ever run like that.
 */
import { Client, Query, type QueryConfig } from 'pg'
import type { TestProduct } from './product.js'

/** Switches row-level security off on every table of the test's database. @returns how many tables had it */
export async function dropRowSecurity({ admin }: TestProduct): Promise<number> {
  const { rows } = await admin.query<{ name: string }>(`select oid::regclass::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relrowsecurity`)
  for (const { name } of rows) await admin.query(`alter table ${name} no force row level security; alter table ${name} disable row level security`)
  return rows.length
}

export interface Unpredicated {
  /** Statements sent without their predicate. */
  readonly statements: number
  restore(): void
}

/** `org_id = $1` with or without alias and quotes; not in what an UPDATE or ON CONFLICT sets, where it would stand after `set`. */
const predicate = /((?:"?\w+"?\.)?"?org_id"?)\s*=\s*(\$\d+)/g

/** Makes every `org_id = $n` of every statement of this process hold for all rows: what is left is row-level security. */
export function dropPredicates(): Unpredicated {
  const prototype = Client.prototype as { query: (...args: unknown[]) => unknown }
  const original = prototype.query
  let statements = 0
  const rewritten = (text: string): string => {
    const loosened = text.replaceAll(predicate, '($1 is not null and $2::uuid is not null)')
    if (loosened !== text) statements += 1
    return loosened
  }
  prototype.query = function query(this: Client, ...[first, ...rest]: unknown[]): unknown {
    if (typeof first === 'string') return original.call(this, rewritten(first), ...rest)
    const config = first as QueryConfig | null
    // One that submits itself goes as it is: a copy would have lost what it is.
    if (config instanceof Query) return original.call(this, Object.assign(config, { text: rewritten((config as unknown as QueryConfig).text) }), ...rest)
    return original.call(this, config && typeof config.text === 'string' ? { ...config, text: rewritten(config.text) } : first, ...rest)
  }
  return {
    get statements() {
      return statements
    },
    restore: () => {
      prototype.query = original
    },
  }
}
