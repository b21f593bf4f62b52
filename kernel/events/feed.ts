/**
 * The committed events of all organisations, in one order, without gap or duplicate: one reader per process, however many streams hang on it.
 * Refuses to resume from a position it cannot vouch for: that answers `reset`. Without it a stream would lose what commits out of order.
 */
import { defineToken } from '../contract.js'
import type { Log } from '../logger.js'
import type { Metrics } from '../metrics.js'
import type { Transactions } from '../tenancy/transactions.js'
import type { UnitOfWork } from '../tenancy/unit-of-work.js'
import { distance, eventsAfter, eventsOfOrganizationAfter, feedEvent, horizon, lastEvent, positionOf, type EventRow, type FeedEvent, type Horizon } from './feed-queries.js'
import { Loop } from './loop.js'
import { comparePositions, formatPosition, parsePosition, type Position } from './position.js'
import type { WakeUp } from './wake-up.js'

export type { FeedEvent } from './feed-queries.js'
export { comparePositions, parsePosition } from './position.js'

const batchSize = 1_000

/** The truth is polled; wake-ups only make it faster. */
export const feedPollMs = 250

/** While a transaction is running its events may be about to appear: look again soon, then less and less often. */
const firstRecheckMs = 4

/** How far back a client may resume. */
export const resumeLimit = { events: 10_000, hours: 24 } as const

export type Resumption = { kind: 'events'; events: readonly FeedEvent[] } | { kind: 'reset'; head: string }

export interface FeedListener {
  /** Never empty; in order; each event once. */
  events(batch: readonly FeedEvent[]): void
  /** What clients hold is no longer to be trusted (the database came back from a backup). */
  reset(head: string): void
  /** True while nobody would be told: the feed then follows the events without reading them. */
  idle?(): boolean
}

export class Feed {
  private readonly loop: Loop
  private readonly listeners = new Set<FeedListener>()
  private position: Position | null = null
  /** The epoch listeners know of. */
  private epoch = 0
  private recheckMs = firstRecheckMs
  private heldSince: { xmin: string; at: number } | null = null
  private unsubscribe: (() => void) | null = null

  constructor(
    private readonly transactions: Transactions,
    private readonly wakeUp: WakeUp,
    private readonly metrics: Metrics,
    log: Log,
  ) {
    this.loop = new Loop(
      () => this.pass(),
      (error) => log.warn({ err: error }, 'event feed: trying again'),
    )
  }

  /** Reads from now on. @throws when the database cannot be reached */
  async start(): Promise<void> {
    this.position ??= await this.transactions.crossTenant('event feed', end)
    this.epoch ||= this.position.epoch
    this.unsubscribe ??= this.wakeUp.onWake(({ events }) => {
      if (!events || this.idle) return
      this.recheckMs = firstRecheckMs
      this.loop.wake()
    })
    this.loop.start()
  }

  async stop(): Promise<void> {
    this.unsubscribe?.()
    this.unsubscribe = null
    await this.loop.stop()
  }

  /** @returns the function that ends the subscription */
  subscribe(listener: FeedListener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /**
   * Position after the last event handed to the listeners: a stream that starts here sees exactly what they are handed next.
   * @throws before start()
   */
  head(): string {
    if (!this.position) throw new Error('The event feed has not started: call feed.start() first.')
    return formatPosition(this.position)
  }

  /**
   * The events of one organisation after a position, oldest first, at most `limit`; fewer means there are no more now.
   * @returns `reset` when the position is older than 24 hours or 10,000 events, of another epoch, or none this feed has handed out
   */
  async read(orgId: string, after: string, limit: number): Promise<Resumption> {
    const position = parsePosition(after)
    return this.transactions.crossTenant('event feed', async (work) => {
      const now = await readHorizon(work)
      if (!position || !(await this.vouches(work, orgId, position, now))) return { kind: 'reset', head: formatPosition(await end(work)) }
      const rows = await work.query<EventRow>(eventsOfOrganizationAfter(orgId, position, limit))
      return { kind: 'events', events: rows.map(feedEvent) }
    })
  }

  private async vouches(work: UnitOfWork, orgId: string, position: Position, now: Horizon): Promise<boolean> {
    if (position.epoch !== now.epoch || position.xid >= BigInt(now.xmin)) return false
    const [answer] = await work.query<{ far: boolean; old: boolean }>(distance(orgId, position, resumeLimit.events))
    return !answer!.far && !answer!.old
  }

  private get idle(): boolean {
    for (const listener of this.listeners) if (!listener.idle?.()) return false
    return true
  }

  private async pass(): Promise<number> {
    if (this.idle) return this.follow()
    const position = this.position!
    const { now, rows } = await this.transactions.crossTenant('event feed', async (work) => {
      const [now, rows] = await Promise.all([readHorizon(work), work.query<EventRow>(eventsAfter(position, batchSize))])
      return { now, rows }
    })
    this.measure(now, rows)
    if (now.epoch !== this.epoch) return this.startOver(now, rows)
    if (rows.length > 0) this.hand(rows)
    if (rows.length === batchSize) return 0
    return this.pause(now, rows.length > 0)
  }

  /** Moves on with the events while nobody would be told of them. Whoever came meanwhile starts where this pass began. */
  private async follow(): Promise<number> {
    const [now, head] = await this.transactions.crossTenant('event feed', (work) => Promise.all([readHorizon(work), end(work)]))
    this.measure(now, [])
    if (!this.idle) return 0
    if (comparePositions(head, this.position!) > 0) this.position = head
    this.epoch = this.position!.epoch
    return feedPollMs
  }

  /** A restore bumped the epoch: what was handed out may never have happened. Skips to the end and says so. */
  private startOver(now: Horizon, rows: readonly EventRow[]): number {
    const last = rows.at(-1)
    if (last) this.position = positionOf(last)
    if (rows.length === batchSize) return 0
    const start = { epoch: now.epoch, xid: 0n, seq: 0n }
    if (comparePositions(this.position!, start) < 0) this.position = start
    this.epoch = now.epoch
    const head = this.head()
    for (const listener of this.listeners) listener.reset(head)
    return 0
  }

  private hand(rows: readonly EventRow[]): void {
    const batch = rows.map(feedEvent)
    this.position = positionOf(rows.at(-1)!)
    for (const listener of this.listeners) listener.events(batch)
  }

  private pause(now: Horizon, progressed: boolean): number {
    if (now.xmin === now.xmax) {
      this.recheckMs = firstRecheckMs
      return feedPollMs
    }
    if (progressed) this.recheckMs = firstRecheckMs
    const pause = Math.min(feedPollMs, this.recheckMs)
    this.recheckMs = Math.min(feedPollMs, this.recheckMs * 2)
    return pause
  }

  private measure(now: Horizon, rows: readonly EventRow[]): void {
    const instant = Date.parse(now.now)
    for (const row of rows) this.metrics.feedLag.observe(Math.max(0, instant - Date.parse(row.at)) / 1_000)
    if (now.xmin === now.xmax) this.heldSince = null
    else if (this.heldSince?.xmin !== now.xmin) this.heldSince = { xmin: now.xmin, at: Date.now() }
    this.metrics.feedXminAge.set(this.heldSince ? (Date.now() - this.heldSince.at) / 1_000 : 0)
  }
}

async function readHorizon(work: UnitOfWork): Promise<Horizon> {
  return (await work.query<Horizon>(horizon))[0]!
}

/**
 * The position after everything decided: the last event's, or, in an epoch without events, the place just below the horizon.
 * Both are below xmin, so that resuming from them is vouched for.
 */
async function end(work: UnitOfWork): Promise<Position> {
  const [now, rows] = await Promise.all([readHorizon(work), work.query<{ epoch: number; xid: string; seq: string }>(lastEvent)])
  const last = rows[0] && positionOf(rows[0])
  return last && last.epoch === now.epoch ? last : { epoch: now.epoch, xid: 0n, seq: 0n }
}

export const feedToken = defineToken<Feed>('kernel.feed')
