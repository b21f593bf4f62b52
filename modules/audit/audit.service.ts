import type { Finding } from '#modules/health/contract'
import type { PageRequest } from '#kernel/http/page'
import { notFound } from '#kernel/http/problems'
import type { Refusal } from '#kernel/http/refusals'
import { currentTenant } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { UnitOfWork } from '#kernel/tenancy/unit-of-work'
import { conditionsOf } from './audit-conditions.js'
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

/** Where an entry stands in the log. */
export interface Place {
  at: string
  seq: string
}

export interface Stretch {
  entries: PlacedEntry[]
  /** The last place looked at; null when there was nothing left. */
  end: Place | null
}

const names = 'id, seq, at, outcome, actor_kind, actor_id, api_key_id, action, subject_kind, subject_id, changes, request_id, network'
const columns = 'id, seq::text as seq, at, outcome, actor_kind, actor_id, api_key_id, action, subject_kind, subject_id, changes, request_id, network::text as network'

export class AuditService {
  constructor(private readonly transactions: Transactions) {}

  /** Newest first. */
  async list(filter: AuditFilter, { limit, after }: PageRequest): Promise<PlacedEntry[]> {
    const values: unknown[] = [currentTenant().org_id]
    const { span, matching } = conditionsOf(filter, values)
    const conditions = ['org_id = $1', ...span, ...matching]
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

  /** How many entries a span of time holds before `until`, counted up to `most + 1`. */
  async count(work: UnitOfWork, { from, to }: AuditFilter, until: string, most: number): Promise<number> {
    const values: unknown[] = [currentTenant().org_id, until]
    const { span } = conditionsOf({ ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }, values)
    const text = `select count(*)::int as entries from (select from audit_log where ${['org_id = $1', 'at < $2', ...span].join(' and ')} limit ${most + 1}) as entry`
    return (await work.query<{ entries: number }>({ text, values }))[0]!.entries
  }

  /**
   * Looks at the next `size` entries before a place and gives those that match: however few do, the statement takes the same time.
   * @param after null begins at `until`
   */
  async stretch(work: UnitOfWork, filter: AuditFilter, until: string, after: Place | null, size: number): Promise<Stretch> {
    const values: unknown[] = [currentTenant().org_id, until, size]
    const { span, matching } = conditionsOf(filter, values)
    const before = ['org_id = $1', 'at < $2', ...span]
    if (after) {
      values.push(after.at, after.seq)
      before.push(`at <= $${values.length - 1} and (at, seq) < ($${values.length - 1}::timestamptz, $${values.length}::bigint)`)
    }
    const text = `
      with stretch as materialized (
        select ${columns}, audit_log.seq as place from audit_log where ${before.join(' and ')} order by audit_log.at desc, audit_log.seq desc limit $3),
      last as (select at as last_at, place::text as last_seq from stretch order by stretch.at, place limit 1)
      select ${names}, last_at, last_seq from last left join stretch on ${matching.join(' and ') || 'true'} order by stretch.at desc, place desc`
    const rows = await work.query<Partial<AuditRow> & { last_at: string; last_seq: string }>({ text, values })
    const [first] = rows
    const found = rows.filter((row): row is typeof row & AuditRow => row.id != null)
    return { entries: found.map(({ last_at: _at, last_seq: _seq, ...row }) => entryOf(row)), end: first ? { at: first.last_at, seq: first.last_seq } : null }
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
