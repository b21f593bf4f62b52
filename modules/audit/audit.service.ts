import type { Finding } from '#modules/health/contract'
import type { PageRequest } from '#kernel/http/page'
import { notFound } from '#kernel/http/problems'
import type { Refusal } from '#kernel/http/refusals'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { AuditEntry, AuditFilter } from './contract.js'
import { recordRefusal } from './audit.rows.js'

interface AuditRow extends Record<string, unknown> {
  id: string
  seq: string
  at: string
  outcome: AuditEntry['outcome']
  actor_kind: AuditEntry['actor']['kind']
  actor_id: string
  api_key_id: string | null
  action: string
  subject_kind: string
  subject_id: string
  changes: Record<string, unknown> | null
  request_id: string
  network: string | null
}

/** An entry with its place in the order of writing, which decides within one millisecond. */
export type PlacedEntry = AuditEntry & { seq: string }

const columns = 'id, seq::text as seq, at, outcome, actor_kind, actor_id, api_key_id, action, subject_kind, subject_id, changes, request_id, network::text as network'

export class AuditService {
  constructor(private readonly transactions: Transactions) {}

  /** Newest first. */
  async list(filter: AuditFilter, { limit, after }: PageRequest): Promise<PlacedEntry[]> {
    const values: unknown[] = [currentTenant().org_id]
    const conditions = ['org_id = $1']
    const add = (condition: (place: string) => string, value: unknown) => {
      if (value === undefined) return
      values.push(value)
      conditions.push(condition(`$${values.length}`))
    }
    add((place) => `actor_id = ${place}`, filter.actor)
    add((place) => `api_key_id = ${place}`, filter.api_key_id)
    add((place) => `outcome = ${place}`, filter.outcome)
    add((place) => `subject_kind = ${place}`, filter.subject_kind)
    add((place) => `subject_id = ${place}`, filter.subject_id)
    add((place) => `at >= ${place}`, filter.from)
    add((place) => `at < ${place}`, filter.to)
    const [module, type] = filter.action?.split('.') ?? []
    // The column collates by bytes, and '/' follows '.': everything of the module, by index.
    if (type === '*') add((place) => `action > ${place} || '.' and action < ${place} || '/'`, module)
    else add((place) => `action = ${place}`, filter.action)
    if (after) {
      values.push(...after)
      // The plain comparison beside the row's lets the planner leave out later partitions.
      conditions.push(`at <= $${values.length - 1} and (at, seq) < ($${values.length - 1}::timestamptz, $${values.length}::bigint)`)
    }
    values.push(limit + 1)
    // Qualified: a bare seq would be the output column, which is text.
    const text = `select ${columns} from audit_log where ${conditions.join(' and ')} order by audit_log.at desc, audit_log.seq desc limit $${values.length}`
    return this.transactions.run(async (work) => (await work.query<AuditRow>({ text, values })).map(entryOf))
  }

  /** @throws 404 */
  async get(id: string): Promise<AuditEntry> {
    const text = `select ${columns} from audit_log where org_id = $1 and id = $2`
    const [row] = await this.transactions.run((work) => work.query<AuditRow>({ text, values: [currentTenant().org_id, id] }))
    if (!row) throw notFound('audit entry')
    return entryOf(row)
  }

  /** In a transaction of its own: the refused one is gone. */
  async recordRefusal(refusal: Refusal): Promise<void> {
    await this.transactions.asSystem(refusal.org_id, 'audit.refusals', (work) => work.query(recordRefusal(refusal)))
  }

  /** Keeps 24 months of partitions ahead; a month without one would stop every write. */
  async ensurePartitions(): Promise<void> {
    await this.transactions.global((work) => work.query({ text: 'select audit_ensure_partitions()' }))
  }

  /** Fewer than three months ahead means that neither release nor worker has run for long; without this month nothing can be written. */
  async readiness(): Promise<Finding> {
    const [row] = await this.transactions.global((work) => work.query<{ ahead: number }>({ name: 'audit.months_ahead', text: monthsAhead }))
    const ahead = row?.ahead ?? -1
    const status = ahead >= 3 ? 'ok' : ahead >= 0 ? 'warning' : 'failed'
    const detail = ahead >= 3 ? 'The audit log has its partitions.' : `The audit log has partitions for ${Math.max(0, ahead)} more months; without one nothing can be written. Run npm run migrate or a worker.`
    return { name: 'audit_partitions', status, detail }
  }
}

/** How many months after this one follow each other without a gap; -1 when this one is missing. */
const monthsAhead = `
  select coalesce(min(n), 25) - 1 as ahead from generate_series(0, 24) n
  where to_regclass('audit_log_' || to_char(date_trunc('month', now() at time zone 'UTC') + make_interval(months => n), 'YYYY_MM')) is null`

function entryOf({ actor_kind, actor_id, api_key_id, subject_kind, subject_id, ...row }: AuditRow): PlacedEntry {
  return { ...row, actor: { kind: actor_kind, id: actor_id, api_key_id }, subject: { kind: subject_kind, id: subject_id } }
}
