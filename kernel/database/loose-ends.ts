/**
 * Transactions that only read and whose end decides nothing any more: their COMMIT, or the ROLLBACK of a refusal, travels with the next BEGIN on the same
 * connection, before any other statement on it, or by itself a moment later. Refuses nothing. Without it every read would wait for a round trip that tells
 * it nothing.
 */
import type { End, GuardedClient } from './guarded-client.js'

/** Milliseconds a connection may stand idle in a transaction. */
const moment = 5

export class LooseEnds {
  private readonly clients = new Set<GuardedClient>()
  private timer: NodeJS.Timeout | null = null

  /** The transaction on this connection is over but for its end. */
  leave(client: GuardedClient, end: End): void {
    client.owe(end)
    this.clients.add(client)
    this.timer ??= setTimeout(() => this.tie(), moment).unref()
  }

  private tie(): void {
    this.timer = null
    for (const client of this.clients) client.settle()
    this.clients.clear()
  }
}
