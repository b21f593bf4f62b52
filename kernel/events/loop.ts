/**
 * Repeats a pass: at once while there is more to do, else after a pause that a wake-up cuts short. One pass at a time.
 * A failing pass is tried again with growing pauses: the database may be away. Without it relay and feed would each race their own timers.
 */

const firstBackoffMs = 100
const longestBackoffMs = 2_000

export class Loop {
  private running: Promise<void> | null = null
  private stopping = false
  private woken = false
  private interrupt: (() => void) | null = null

  /**
   * @param pass returns how long to pause, in milliseconds; 0 goes on at once
   * @param onError hears of each failing pass
   */
  constructor(
    private readonly pass: () => Promise<number>,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(): void {
    if (this.running) return
    this.stopping = false
    this.running = this.run()
  }

  /** Ends the pause; during a pass: goes on at once after it. */
  wake(): void {
    this.woken = true
    this.interrupt?.()
  }

  /** Resolves when the pass that runs has ended. */
  async stop(): Promise<void> {
    this.stopping = true
    this.interrupt?.()
    await this.running
    this.running = null
  }

  private async run(): Promise<void> {
    let failures = 0
    while (!this.stopping) {
      this.woken = false
      let pause: number
      try {
        pause = await this.pass()
        failures = 0
      } catch (error) {
        this.onError(error)
        pause = Math.min(longestBackoffMs, firstBackoffMs * 2 ** failures)
        failures = Math.min(failures + 1, 10)
      }
      if (pause > 0 && !this.woken && !this.stopping) await this.pause(pause)
    }
  }

  private async pause(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      this.interrupt = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.interrupt = null
  }
}
