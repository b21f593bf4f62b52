/** How old the last backup is, from the file in which the operator's backup notes that it is complete. What cannot be read is unknown, never fine. */
import { readFile } from 'node:fs/promises'
import { Gauge, type Registry } from 'prom-client'
import type { Backup } from './contract.js'

/** Alerts begin here too: a daily backup and two hours. */
const lateSeconds = 26 * 3_600

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/

export class BackupStatus {
  /** @param file null: none was named */
  constructor(
    private readonly file: string | null,
    registry: Registry,
  ) {
    if (file === null) return
    const age = () => this.read()
    new Gauge({
      name: 'bookflow_backup_age_seconds',
      help: 'Seconds since the last backup was complete; infinite when the file that says so cannot be read.',
      registers: [registry],
      async collect() {
        this.set((await age()).age_seconds ?? Infinity)
      },
    })
  }

  async read(): Promise<Backup> {
    const text = this.file === null ? null : await readFile(this.file, 'utf8').catch(() => null)
    const line = text?.split('\n', 1)[0]?.trim() ?? ''
    const completed = instant.test(line) ? new Date(line) : null
    if (!completed || Number.isNaN(completed.getTime())) return { status: 'unknown', completed_at: null, age_seconds: null }
    const age_seconds = Math.max(0, (Date.now() - completed.getTime()) / 1_000)
    return { status: age_seconds > lateSeconds ? 'late' : 'ok', completed_at: completed.toISOString(), age_seconds }
  }
}
