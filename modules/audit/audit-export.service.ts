import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import type { EventRecorder } from '#kernel/events/recorder'
import { Problem } from '#kernel/http/problem'
import { forbidden, invalid, problems } from '#kernel/http/problems'
import { say } from '#kernel/language'
import { currentFlow, currentTenant, runInFlow, type Flow, type Principal, type TenantContext } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { UnitOfWork } from '#kernel/tenancy/unit-of-work'
import { audit, type AuditEntry, type AuditFilter, type exportFormats } from './contract.js'
import type { AuditService, Place, PlacedEntry, Stretch } from './audit.service.js'

export type ExportFormat = (typeof exportFormats)[number]

/** The bounds of an export; tests hurry them. */
export interface ExportLimits {
  /** Entries its span of time may hold. */
  entries: number
  /** Entries looked at by one statement, in a transaction of its own. */
  stretch: number
  /** Exports of one process at a time; a person has one. */
  at_once: number
  /** Milliseconds after which a reader who has not taken everything is left. */
  longest: number
}

export const exportLimits: ExportLimits = { entries: 500_000, stretch: 1_000, at_once: 4, longest: 15 * 60_000 }

/**
 * The log as a file, written while it is read: a stretch at a time, in short transactions that ask anew whether the person still may, and no faster
 * than its reader takes it. Holds no connection in between, and nothing of what it has handed over.
 */
export class AuditExportService {
  private readonly busy = new Set<string>()

  constructor(
    private readonly transactions: Transactions,
    private readonly log: AuditService,
    private readonly recorder: EventRecorder,
    private readonly limits: ExportLimits = exportLimits,
  ) {}

  /**
   * Begins an export of what is in the log now, newest first, and records that it was begun.
   * @returns text; it fails, rather than ending early, when it cannot be completed
   * @throws 422 for a span of more entries than one export holds, 429 while another of the person is under way, 503
   */
  async begin(principal: Principal & { org_id: string }, filter: AuditFilter, format: ExportFormat): Promise<Readable> {
    this.assertRoom(principal.user_id)
    this.busy.add(principal.user_id)
    const done = () => this.busy.delete(principal.user_id)
    try {
      const until = await this.transactions.asPrincipal(principal, gate, (work) => this.record(work, filter, format))
      const flow = { ...currentFlow()!, work: null }
      const file = Readable.from(this.write(flow, principal, filter, format, until), { objectMode: false, highWaterMark: 64 * 1024 })
      const timer = setTimeout(() => file.destroy(new Error('The reader of an export took too long.')), this.limits.longest)
      file.on('close', () => {
        clearTimeout(timer)
        done()
      })
      return file
    } catch (error) {
      done()
      throw error
    }
  }

  /** @returns the instant before which entries belong to the export: its own does not */
  private async record(work: UnitOfWork, filter: AuditFilter, format: ExportFormat): Promise<string> {
    const until = work.now.toISOString()
    if ((await this.log.count(work, filter, until, this.limits.entries)) > this.limits.entries) {
      const detail = say`This span holds more than ${this.limits.entries} entries, which is what one export may hold. Name a shorter one with from and to.`
      throw invalid({ pointer: 'query/from', detail }, { pointer: 'query/to', detail })
    }
    const told = Object.entries({ format, ...filter }).map(([field, value]) => [field, { from: null, to: value }])
    this.recorder.emit(audit.events.exported, { subject: { kind: 'audit_log', id: currentTenant().org_id }, data: { format }, changes: Object.fromEntries(told) as Record<string, { from: null; to: unknown }> })
    return until
  }

  private async *write(flow: Flow, principal: Principal & { org_id: string }, filter: AuditFilter, format: ExportFormat, until: string): AsyncGenerator<string> {
    if (format === 'csv') yield csv([columns])
    let end: Place | null = null
    do {
      // Whoever reads on has a context of their own, or none.
      const stretch: Stretch = await runInFlow(flow, () => this.read(principal, filter, until, end))
      end = stretch.end
      if (stretch.entries.length > 0) yield format === 'csv' ? csv(stretch.entries.map(rowOf)) : stretch.entries.map(lineOf).join('')
    } while (end)
  }

  private read(principal: Principal & { org_id: string }, filter: AuditFilter, until: string, after: Place | null): Promise<Stretch> {
    return this.transactions.asPrincipal(principal, gate, (work) => this.log.stretch(work, filter, until, after, this.limits.stretch))
  }

  private assertRoom(userId: string): void {
    if (this.busy.has(userId)) throw new Problem(problems.rateLimited, { detail: say`An export of yours is under way. Let it end, or end it, before you begin another.`, retry_after: 10 })
    if (this.busy.size >= this.limits.at_once) throw new Problem(problems.unavailable, { detail: say`Other people’s exports are under way. Try again shortly.`, retry_after: 30 })
  }
}

/** Asked before each stretch: an export ends with the right to it. */
function gate(tenant: TenantContext): void {
  const { exporting } = audit.permissions
  if (tenant.disabled_modules.has(audit.name) || !tenant.permissions.has(exporting.name)) throw forbidden(say`An export of the audit log needs the permission '${exporting.name}'.`)
}

const columns = ['at', 'id', 'outcome', 'actor_kind', 'actor_id', 'api_key_id', 'action', 'subject_kind', 'subject_id', 'changes', 'request_id', 'network']

/** RFC 4180; a cell that a spreadsheet would run as a formula is made text. */
function csv(rows: readonly (readonly (string | null)[])[]): string {
  return stringify(rows as (string | null)[][], { escape_formulas: true, record_delimiter: 'windows' })
}

function rowOf({ at, id, outcome, actor, action, subject, changes, request_id, network }: AuditEntry): (string | null)[] {
  return [at, id, outcome, actor.kind, actor.id, actor.api_key_id, action, subject.kind, subject.id, changes === null ? null : JSON.stringify(changes), request_id, network]
}

function lineOf({ seq: _seq, ...entry }: PlacedEntry): string {
  return `${JSON.stringify(entry)}\n`
}
