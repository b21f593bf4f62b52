import { defineToken } from '#kernel/contract'
import { migrationsOf } from '#kernel/database/migrate'
import type { Extensions } from '#kernel/extensions'
import { forbidden } from '#kernel/http/problems'
import { say } from '#kernel/language'
import type { Metrics } from '#kernel/metrics'
import type { ModuleSpec } from '#kernel/module'
import type { Principal } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { AuthPort } from '#modules/auth/contract'
import { health } from '#modules/health/contract'
import type { BackupStatus } from './backup-status.js'
import type { Channel, Process, System } from './contract.js'
import { channelRows, databaseFacts, migrationNames, processRows } from './system.queries.js'

interface DatabaseFacts extends Record<string, unknown> {
  version: string
  size_bytes: number
  max: number
  used: number
  at: string
}

/** The installation as a whole, for who runs it. */
export class SystemService {
  /** @param channels names of every channel of the product @param staleSeconds silence after which a process counts as stale */
  constructor(
    private readonly transactions: Transactions,
    private readonly accounts: AuthPort,
    private readonly extensions: Extensions,
    private readonly metrics: Metrics,
    private readonly backup: BackupStatus,
    private readonly modules: readonly ModuleSpec[],
    private readonly channels: readonly string[],
    private readonly product: System['product'],
    private readonly staleSeconds: number,
  ) {}

  /** Of the process' own transactions, one after the other. @throws 403 for everybody who does not run the installation */
  async read({ user_id }: Principal): Promise<System> {
    if (!(await this.accounts.isInstallationOwner(user_id))) {
      throw forbidden(say`This is for the people who run the installation. Its operator names them in BOOKFLOW_INSTALLATION_OWNERS.`)
    }
    const [seen, channels, backup, held] = [await this.look(), await this.waiting(), await this.backup.read(), await this.metrics.feedXminAge.get()]
    const { facts, done, pending, processes, checks } = seen
    const { version, size_bytes, used, max, at } = facts
    const uptime_seconds = process.uptime()
    return {
      at,
      product: this.product,
      process: { node: process.version, started_at: new Date(Date.now() - uptime_seconds * 1_000).toISOString(), uptime_seconds },
      database: { version, size_bytes, connections: { used, max }, feed_held_seconds: held.values[0]?.value ?? 0 },
      migrations: { applied: done.length, latest: done.at(-1) ?? null, pending },
      checks,
      outbox: totalOf(channels),
      channels,
      processes,
      streams: processes.reduce((sum, { status, streams }) => sum + (status === 'alive' ? streams : 0), 0),
      backup,
      modules: this.modules.map(({ contract, required = false, version = this.product.version }) => ({ name: contract.name, version, required, depends_on: contract.dependsOn.map(({ name }) => name) })),
    }
  }

  private async look() {
    return this.transactions.global(async (work) => {
      const [[facts], rows, processes] = await Promise.all([
        work.query<DatabaseFacts>(databaseFacts),
        work.query<{ name: string }>(migrationNames),
        work.query<Process & Record<string, unknown>>(processRows(this.staleSeconds)),
      ])
      const done = rows.map(({ name }) => name)
      const pending = migrationsOf(this.modules).flatMap(({ name }) => (done.includes(name) ? [] : [name]))
      // A module may look for tables that only the missing migrations bring.
      const checks = pending.length > 0 ? [] : [...(await this.extensions.ask(health.extensionPoints.ready, {}))]
      return { facts: facts!, done, pending, processes, checks }
    })
  }

  /** Every channel of the product, also those nothing waits for, and those of modules that are gone and left something. */
  private async waiting(): Promise<CountedChannel[]> {
    const rows = await this.transactions.crossTenant('system view', (work) => work.query<CountedChannel & Record<string, unknown>>(channelRows))
    const byName = new Map(rows.map((row) => [row.channel, row]))
    const idle = (channel: string): CountedChannel => ({ channel, pending: 0, active: 0, dead: 0, oldest_age_seconds: 0, unlaned_age_seconds: 0 })
    return [...new Set([...this.channels, ...byName.keys()])].sort().map((channel) => byName.get(channel) ?? idle(channel))
  }
}

/** Of the oldest that waits for nothing but a worker: one behind others to the same slow receiver is no sign of too few workers. */
interface CountedChannel extends Channel {
  unlaned_age_seconds: number
}

function totalOf(channels: readonly CountedChannel[]): System['outbox'] {
  const sum = (of: 'pending' | 'dead') => channels.reduce((total, channel) => total + channel[of], 0)
  return { pending: sum('pending'), dead: sum('dead'), oldest_age_seconds: Math.max(0, ...channels.map(({ unlaned_age_seconds }) => unlaned_age_seconds)) }
}

export const systemServiceToken = defineToken<SystemService>('system.service')
