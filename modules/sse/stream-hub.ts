/**
 * All streams of a process on the one event feed: fans out, catches up, looks after them by the clock, bounds their number. An event that may
 * have ended somebody's right to look holds the organisation's streams until they are verified, so that nothing after it reaches who has gone.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { members } from '#modules/members/contract'
import { orgs } from '#modules/orgs/contract'
import type { Feed, FeedEvent, FeedListener } from '#kernel/events/feed'
import { parsePosition, type Position } from '#kernel/events/position'
import { Problem } from '#kernel/http/problem'
import { problems } from '#kernel/http/problems'
import { say } from '#kernel/language'
import type { Principal } from '#kernel/tenancy/context'
import type { Catalogue } from './audience.js'
import { Rechecks } from './rechecks.js'
import type { StreamSettings } from './settings.js'
import type { EndReason, PlacedEvent, Stream } from './stream.js'
import type { StreamMetrics } from './stream-metrics.js'
import type { Verification } from './verification.js'

/** After these somebody may see less than before. */
const decisive: ReadonlySet<string> = new Set([members.events.role_changed, members.events.deactivated, orgs.events.module_switched].map(({ name }) => name))

/** Before reading again when the database was away. */
const readAgainMs = 500

export class StreamHub implements FeedListener {
  private readonly streams = new Map<string, Set<Stream>>()
  private readonly perUser = new Map<string, number>()
  private count = 0
  private stopping = false
  private sweep: Promise<void> | null = null
  private timer: NodeJS.Timeout | null = null
  private unsubscribe: (() => void) | null = null
  private readonly rechecks: Rechecks

  constructor(
    private readonly feed: Feed,
    verification: Verification,
    readonly catalogue: Catalogue,
    private readonly metrics: StreamMetrics,
    readonly settings: StreamSettings,
  ) {
    this.rechecks = new Rechecks(verification, readAgainMs)
  }

  start(): void {
    this.stopping = false
    this.unsubscribe ??= this.feed.subscribe(this)
    this.timer ??= setInterval(() => this.tick(), this.settings.tick_ms)
  }

  /** Ends every stream and asks its reader to come back to another process. */
  stop(): void {
    this.stopping = true
    this.unsubscribe?.()
    this.unsubscribe = null
    if (this.timer) clearInterval(this.timer)
    this.timer = null
    for (const stream of this.all()) stream.close('shutdown')
  }

  /** @throws 429 for a sixth stream of one person, 503 when this process has all it can hold or is stopping */
  assertRoom({ user_id }: Principal): void {
    const { per_user, per_process, heartbeat_ms } = this.settings
    if ((this.perUser.get(user_id) ?? 0) >= per_user) {
      throw new Problem(problems.rateLimited, { detail: say`${per_user} live streams are open for you already. Close one, or share one between your windows.`, retry_after: Math.ceil(heartbeat_ms / 1_000) })
    }
    if (this.count >= per_process || this.stopping) throw new Problem(problems.unavailable, { detail: say`This server holds as many live streams as it can. Try again shortly.`, retry_after: 5 })
  }

  /** Where a stream starts that has nothing to resume. */
  head(): Position {
    return positionOf(this.feed.head())
  }

  /** @param resumed false: it starts at head(), and is live at once */
  add(stream: Stream, resumed: boolean): void {
    const ofOrg = this.streams.get(stream.org_id) ?? new Set()
    this.streams.set(stream.org_id, ofOrg.add(stream))
    this.perUser.set(stream.user_id, (this.perUser.get(stream.user_id) ?? 0) + 1)
    this.metrics.open.set((this.count += 1))
    if (resumed) void this.pursue(stream)
    else stream.goLive()
  }

  /** Called by a stream that ended. */
  remove(stream: Stream, reason: EndReason): void {
    const ofOrg = this.streams.get(stream.org_id)
    if (!ofOrg?.delete(stream)) return
    if (ofOrg.size === 0) this.streams.delete(stream.org_id)
    const left = (this.perUser.get(stream.user_id) ?? 1) - 1
    if (left === 0) this.perUser.delete(stream.user_id)
    else this.perUser.set(stream.user_id, left)
    this.metrics.open.set((this.count -= 1))
    this.metrics.ended.inc({ reason })
  }

  events(batch: readonly FeedEvent[]): void {
    const byOrg = Map.groupBy(batch.filter(({ org_id }) => this.streams.has(org_id)), ({ org_id }) => org_id)
    for (const [orgId, events] of byOrg) {
      const doubtful = events.some(({ type }) => decisive.has(type))
      const placed = placedEvents(events)
      for (const stream of this.streams.get(orgId) ?? []) {
        if (doubtful) this.hold(stream)
        else if (stream.live) stream.tell(placed, this.catalogue)
        else stream.missed = true
      }
    }
  }

  idle(): boolean {
    return this.count === 0
  }

  reset(head: string): void {
    for (const stream of this.all()) {
      if (stream.live) stream.reset(positionOf(head))
      else stream.missed = true
    }
  }

  private hold(stream: Stream): void {
    stream.live = false
    stream.missed = true
    stream.doubtful = true
    void this.pursue(stream)
  }

  /** Brings a stream to where the feed is: reads what it missed until nothing was added meanwhile. Never throws. */
  private async pursue(stream: Stream): Promise<void> {
    if (stream.pursuing) return
    stream.pursuing = true
    while (!stream.ended) {
      try {
        if (stream.doubtful) {
          stream.doubtful = false
          await this.rechecks.ask(stream)
        }
        stream.missed = false
        const more = await this.readOn(stream)
        if (stream.ended || more || stream.missed || stream.doubtful) continue
        break
      } catch {
        stream.missed = true
        await delay(readAgainMs)
      }
    }
    stream.pursuing = false
    if (!stream.ended) stream.goLive()
  }

  /** @returns true when there may be more */
  private async readOn(stream: Stream): Promise<boolean> {
    const { page } = this.settings
    const { epoch, xid, seq } = stream.position
    const answer = await this.feed.read(stream.org_id, `${epoch}.${xid}.${seq}`, page)
    if (stream.ended || stream.doubtful) return true
    if (answer.kind === 'reset') stream.reset(positionOf(answer.head))
    else stream.tell(placedEvents(answer.events), this.catalogue)
    await stream.room()
    return answer.kind === 'events' && answer.events.length === page
  }

  /** The clockwork: expiry, verification, heartbeats, stalled readers. */
  private tick(): void {
    const now = performance.now()
    const { heartbeat_ms, verify_ms, trust_ms, stalled_ms } = this.settings
    const head = this.head()
    const due: Stream[] = []
    for (const stream of this.all()) {
      const age = now - stream.verifiedAt
      if (Date.now() >= stream.principal.expires_at * 1_000) stream.close('token_expired')
      else if (age > trust_ms) stream.close('unverified')
      else if (age >= verify_ms) due.push(stream)
      stream.heartbeat(now, heartbeat_ms, head)
      stream.endIfStalled(now, stalled_ms)
    }
    if (due.length > 0) this.sweep ??= this.rechecks.sweep(due).finally(() => (this.sweep = null))
  }

  private all(): Stream[] {
    return [...this.streams.values()].flatMap((streams) => [...streams])
  }
}

function positionOf(text: string): Position {
  const position = parsePosition(text)
  if (!position) throw new Error(`The event feed answered with a position that is none: '${text}'.`)
  return position
}

function placedEvents(events: readonly FeedEvent[]): readonly PlacedEvent[] {
  return events.map((event) => ({ event, position: positionOf(event.position), frames: {} }))
}
