/**
 * One open connection: what it has been told, what its reader has not taken yet, and who looks at it. Refuses a reader that does not keep up:
 * its memory would be ours. Knows neither feed nor database.
 */
import type { ServerResponse } from 'node:http'
import type { Catalogue, TypeFilter, Viewer } from './audience.js'
import { viewOf } from './audience.js'
import type { ClosingReason } from './contract.js'
import { closedFrame, eventFrame, heartbeatFrame, openingFrame, readyFrame, resetFrame } from './frames.js'
import { comparePositions, formatPosition, type Position } from '#kernel/events/position'
import type { FeedEvent } from '#kernel/events/feed'
import type { Principal, TenantContext } from '#kernel/tenancy/context'

export type EndReason = ClosingReason | 'slow' | 'gone'

/** How long a reader gets to take the last bytes. */
const lingerMs = 2_000

/** Frames of one event, made once and written to every stream that sees the same. */
export interface Frames {
  whole?: string
  masked?: string
}

export interface PlacedEvent {
  event: FeedEvent
  position: Position
  frames: Frames
}

export class Stream implements Viewer {
  readonly org_id: string
  readonly user_id: string
  permissions: ReadonlySet<string>
  /** False while it catches up: what happens meanwhile is read afterwards. */
  live = false
  /** Something happened while it was not live. */
  missed = false
  /** Whether it may still look must be known before it is told anything more. */
  doubtful = false
  /** One catching-up at a time. */
  pursuing = false
  ended: EndReason | null = null
  /** When the last question was asked whose answer let it stay. */
  verifiedAt: number
  private announced = false
  private writtenAt: number
  private backlogSince: number | null = null

  /** @param position after which it is to be told; everything up to there is known to its reader */
  constructor(
    private readonly output: ServerResponse,
    readonly principal: Principal & { org_id: string },
    tenant: TenantContext,
    public position: Position,
    private readonly wants: TypeFilter,
    private readonly backlogLimit: number,
    private readonly onEnd: (stream: Stream, reason: EndReason) => void,
  ) {
    this.org_id = principal.org_id
    this.user_id = principal.user_id
    this.permissions = tenant.permissions
    this.verifiedAt = this.writtenAt = performance.now()
    output.on('close', () => this.finish('gone'))
    output.on('error', () => this.finish('gone'))
    this.write(openingFrame(retry()))
  }

  /** Tells it what of these it may see and does not know yet. */
  tell(events: readonly PlacedEvent[], catalogue: Catalogue): void {
    let bytes = ''
    for (const { event, position, frames } of events) {
      if (comparePositions(position, this.position) <= 0) continue
      this.position = position
      const definition = catalogue.get(event.type)
      const view = viewOf(event, definition, this)
      if (view === 'nothing' || !definition || !this.wants(event.type)) continue
      bytes += frames[view] ??= eventFrame(event, definition, view === 'whole')
    }
    if (bytes !== '') this.write(bytes)
  }

  /** Up to date: from now on it is told what happens. Its reader hears so once. */
  goLive(): void {
    this.live = true
    if (this.announced) return
    this.announced = true
    this.write(readyFrame(formatPosition(this.position)))
  }

  reset(position: Position): void {
    this.position = position
    this.write(resetFrame(formatPosition(position)))
  }

  /** @param head up to which it knows everything, being live */
  heartbeat(now: number, everyMs: number, head: Position): void {
    if (now - this.writtenAt < everyMs) return
    if (this.live && comparePositions(head, this.position) > 0) this.position = head
    this.write(heartbeatFrame(formatPosition(this.position)))
  }

  /** Ends a reader that has taken nothing for so long. */
  endIfStalled(now: number, patienceMs: number): void {
    if (this.output.writableLength === 0) this.backlogSince = null
    else if (this.backlogSince === null) this.backlogSince = now
    else if (now - this.backlogSince > patienceMs) this.drop()
  }

  /** Resolves when the reader has room again, or the stream ended. */
  async room(): Promise<void> {
    if (this.ended || !this.output.writableNeedDrain) return
    await new Promise<void>((resolve) => {
      const done = () => {
        this.output.off('drain', done).off('close', done)
        resolve()
      }
      this.output.on('drain', done).on('close', done)
    })
  }

  /** Says why and ends. */
  close(reason: ClosingReason): void {
    if (this.ended) return
    this.write(closedFrame(reason, retry()))
    this.output.end()
    setTimeout(() => this.output.destroy(), lingerMs).unref()
    this.finish(reason)
  }

  private write(bytes: string): void {
    if (this.ended) return
    if (this.output.writableLength > this.backlogLimit) return this.drop()
    this.output.write(bytes)
    this.writtenAt = performance.now()
  }

  private drop(): void {
    this.finish('slow')
    this.output.destroy()
  }

  private finish(reason: EndReason): void {
    if (this.ended) return
    this.ended = reason
    this.live = false
    this.onEnd(this, reason)
  }
}

/** Scattered, so that a restart does not bring everybody back in one instant. */
function retry(): number {
  return 1_000 + Math.floor(Math.random() * 2_000)
}
