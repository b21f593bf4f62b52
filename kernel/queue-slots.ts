/**
 * Working on a queue job by job: up to so many at a time, each fetched when a slot is free and settled when it is done. pg-boss' own workers await
 * a whole batch, so that one destination that takes fifteen seconds to fail would hold up nine others, and one hanging mail every other mail. Sends the signs of life those workers send.
 */
import { Loop } from './events/loop.js'
import type { Log } from './logger.js'
import type { JobData } from './queue-jobs.js'

const pollMs = 500

/** Well below the queue's `heartbeatSeconds`. */
const heartbeatMs = 4_000

const fetchLimit = 20

/** What it needs of the queue's library, for one queue. */
export interface JobSource {
  fetch(limit: number): Promise<readonly { id: string; data: JobData }[]>
  complete(id: string): Promise<unknown>
  fail(id: string, reason: string): Promise<unknown>
  touch(ids: string[]): Promise<unknown>
}

export class Slots {
  private readonly running = new Map<string, Promise<void>>()
  private readonly loop: Loop
  private heartbeat: NodeJS.Timeout | null = null

  /** @param handler a rejection means "try again" */
  constructor(
    private readonly queue: string,
    private readonly source: JobSource,
    private readonly count: number,
    private readonly handler: (job: JobData) => Promise<void>,
    private readonly log: Log,
  ) {
    this.loop = new Loop(
      () => this.fill(),
      (error) => log.warn({ err: error, queue }, 'queue: fetching again'),
    )
  }

  start(): void {
    this.heartbeat ??= setInterval(() => void this.beat(), heartbeatMs)
    this.loop.start()
  }

  wake(): void {
    this.loop.wake()
  }

  /** Takes no more jobs and waits for those that run, at most `timeoutMs`; what is left is noticed and tried again by another worker. */
  async stop(timeoutMs: number): Promise<void> {
    await this.loop.stop()
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs)
    })
    await Promise.race([Promise.all(this.running.values()), late])
    clearTimeout(timer)
    if (this.heartbeat) clearInterval(this.heartbeat)
    this.heartbeat = null
  }

  private async fill(): Promise<number> {
    const free = Math.min(this.count - this.running.size, fetchLimit)
    if (free <= 0) return pollMs
    const jobs = await this.source.fetch(free)
    for (const job of jobs) {
      this.running.set(
        job.id,
        this.run(job.id, job.data).finally(() => {
          this.running.delete(job.id)
          this.loop.wake()
        }),
      )
    }
    return jobs.length === free ? 0 : pollMs
  }

  /** Never rejects. */
  private async run(id: string, data: JobData): Promise<void> {
    try {
      try {
        await this.handler(data)
      } catch (error) {
        await this.source.fail(id, error instanceof Error ? error.message : String(error))
        return
      }
      await this.source.complete(id)
    } catch (error) {
      this.log.warn({ err: error, queue: this.queue, job: id }, 'queue: a job is not settled; it is tried again when its worker is missed')
    }
  }

  private async beat(): Promise<void> {
    if (this.running.size === 0) return
    await this.source.touch([...this.running.keys()]).catch((error: unknown) => this.log.warn({ err: error, queue: this.queue }, 'queue: no sign of life sent'))
  }
}
