/** This process, announced to the others: a row kept fresh while it runs and taken away when it stops in order. One that was killed leaves its row to go stale. */
import { defineToken } from '#kernel/contract'
import { newId } from '#kernel/ids'
import type { Transactions } from '#kernel/tenancy/transactions'

export interface HeartbeatSettings {
  /** Milliseconds between two signs of life. */
  every_ms: number
  /** Seconds of silence after which a process counts as stale: two signs may be missed. */
  stale_seconds: number
  /** Seconds after which nobody waits for it any more. */
  forgotten_seconds: number
}

export const heartbeatSettings: HeartbeatSettings = { every_ms: 5_000, stale_seconds: 15, forgotten_seconds: 24 * 3_600 }

export class Heartbeat {
  private readonly id = newId()
  private readonly startedAt = new Date(Date.now() - process.uptime() * 1_000)
  private timer: NodeJS.Timeout | null = null
  private beating: Promise<void> = Promise.resolve()

  /** @param streams how many live streams this process holds now */
  constructor(
    private readonly transactions: Transactions,
    private readonly settings: HeartbeatSettings,
    private readonly version: string,
    private readonly streams: () => Promise<number>,
    private readonly report: (error: unknown) => void,
  ) {}

  async start(kind: 'web' | 'worker'): Promise<void> {
    await this.beat(kind)
    this.timer ??= setInterval(() => void (this.beating = this.beat(kind)), this.settings.every_ms)
    this.timer.unref()
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer)
    this.timer = null
    await this.beating
    await this.transactions.global((work) => work.query({ text: 'delete from system_processes where id = $1', values: [this.id] })).catch(this.report)
  }

  /** Never rejects: without the database there is nobody to tell. */
  private async beat(kind: 'web' | 'worker'): Promise<void> {
    try {
      const streams = await this.streams()
      await this.transactions.global((work) =>
        Promise.all([
          work.query({
            name: 'system.beat',
            text: `insert into system_processes (id, kind, version, node, streams, started_at) values ($1, $2, $3, $4, $5, $6)
                   on conflict (id) do update set last_seen_at = now(), streams = excluded.streams`,
            values: [this.id, kind, this.version, process.version, streams, this.startedAt.toISOString()],
          }),
          work.query({ name: 'system.forget', text: 'delete from system_processes where last_seen_at < now() - make_interval(secs => $1)', values: [this.settings.forgotten_seconds] }),
        ]),
      )
    } catch (error) {
      this.report(error)
    }
  }
}

export const heartbeatToken = defineToken<Heartbeat>('system.heartbeat')
