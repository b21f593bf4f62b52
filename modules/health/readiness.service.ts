import { migrationsOf } from '#kernel/database/migrate'
import type { Extensions } from '#kernel/extensions'
import { Problem } from '#kernel/http/problem'
import { asWritten } from '#kernel/language'
import { problems } from '#kernel/http/problems'
import type { ModuleSpec } from '#kernel/module'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { UnitOfWork } from '#kernel/tenancy/unit-of-work'
import { health, type Finding } from './contract.js'

/** Orchestrators ask every few seconds from several sides: one look serves them all. */
const freshMs = 1_000

/** Whether this process may be sent requests: the database answers, its schema is the one this code was written for, and no module objects. */
export class ReadinessService {
  private looking: Promise<readonly Finding[]> | null = null
  private lookedAt = 0

  constructor(
    private readonly transactions: Transactions,
    private readonly extensions: Extensions,
    private readonly modules: readonly ModuleSpec[],
  ) {}

  /** @throws 503 with `checks` when one of them failed */
  async check(): Promise<{ status: 'ready'; checks: Finding[] }> {
    const checks = [...(await this.findings())]
    const failed = checks.filter(({ status }) => status === 'failed')
    if (failed.length > 0) throw new Problem(problems.unavailable, { detail: asWritten(failed.map(({ detail }) => detail).join(' ')), retry_after: 5, extensions: { checks } })
    return { status: 'ready', checks }
  }

  private async findings(): Promise<readonly Finding[]> {
    const now = performance.now()
    if (!this.looking || now - this.lookedAt > freshMs) {
      this.lookedAt = now
      this.looking = this.look()
    }
    return this.looking
  }

  private async look(): Promise<readonly Finding[]> {
    try {
      return await this.transactions.global(async (work) => {
        const schema = await this.schema(work)
        // A module may ask for tables that only the missing migrations bring.
        const answers = schema.status === 'ok' ? await this.extensions.ask(health.extensionPoints.ready, {}) : []
        return [{ name: 'database', status: 'ok' as const, detail: 'The database answers.' }, schema, ...answers]
      })
    } catch {
      return [{ name: 'database', status: 'failed', detail: 'The database does not answer.' }]
    }
  }

  /** Their names are for who runs the installation (GET /v1/system). More than expected is fine: the next version's release runs before its processes start. */
  private async schema(work: UnitOfWork): Promise<Finding> {
    const rows = await work.query<{ name: string }>({ name: 'health.migrations', text: 'select name from schema_migrations' })
    const done = new Set(rows.map(({ name }) => name))
    const missing = migrationsOf(this.modules).filter(({ name }) => !done.has(name))
    if (missing.length === 0) return { name: 'migrations', status: 'ok', detail: 'The schema is up to date.' }
    return { name: 'migrations', status: 'failed', detail: `The schema is ${missing.length} migrations behind this version. Run the release process: npm run migrate.` }
  }
}
