/**
 * The line for a connection, in order of arrival. It refuses by standstill, not by length: while connections come back a long line is only a long line
 * (a thousand people who want one slot), but when none comes back for two seconds the database is not serving and everybody waiting is told so.
 * Without it a burst would be refused that a moment later would have been answered, or a standstill would hold requests until their own time-out.
 */

/** Nobody got a connection in time. The words are those the kernel maps to 503. */
export class NoConnection extends Error {
  override name = 'NoConnection'
  constructor() {
    super('timeout exceeded when trying to connect: the pool is at a standstill')
  }
}

interface Waiting {
  admit(): void
  refuse(error: Error): void
  since: number
}

export interface QueueLimits {
  /** Milliseconds without any connection coming back. */
  standstill: number
  /** Milliseconds anybody waits at most. */
  longest: number
}

export class ConnectionQueue {
  private free: number
  private readonly line: Waiting[] = []
  private lastReturn = 0
  private timer: NodeJS.Timeout | null = null

  /** @param size connections that may be out at once */
  constructor(
    size: number,
    private readonly limits: QueueLimits = { standstill: 2_000, longest: 20_000 },
  ) {
    this.free = size
  }

  /** Requests waiting now. */
  get waiting(): number {
    return this.line.length
  }

  /** Waits for its turn. Call {@link leave} once for each. @throws NoConnection */
  async enter(): Promise<void> {
    if (this.free > 0) {
      this.free -= 1
      return
    }
    const now = performance.now()
    if (this.line.length === 0) this.lastReturn = now
    await new Promise<void>((admit, refuse) => {
      this.line.push({ admit, refuse, since: now })
      this.watch()
    })
  }

  leave(): void {
    this.lastReturn = performance.now()
    const next = this.line.shift()
    if (next) next.admit()
    else this.free += 1
  }

  private watch(): void {
    if (this.timer || this.line.length === 0) return
    this.timer = setTimeout(() => {
      this.timer = null
      this.refuseLate()
      this.watch()
    }, this.limits.standstill / 8)
  }

  private refuseLate(): void {
    const now = performance.now()
    const still = now - this.lastReturn >= this.limits.standstill
    const patience = still ? this.limits.standstill : this.limits.longest
    const late = this.line.filter(({ since }) => now - since >= patience)
    // Whoever came first waited longest: the late ones are the head of the line.
    for (const { refuse } of this.line.splice(0, late.length)) refuse(new NoConnection())
  }
}
