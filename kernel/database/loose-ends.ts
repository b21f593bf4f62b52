/**
 * Transactions that only read and whose COMMIT decides nothing any more: it travels with the next BEGIN on the same connection, or by itself a moment
 * later. Refuses nothing; whoever takes such a connection from the pool some other way finds its transaction ended within that moment.
 * Without it every read would wait for a round trip that tells it nothing.
 */
import type { PoolClient } from 'pg'

/** Milliseconds a connection may stand idle in a transaction. */
const moment = 5

export class LooseEnds {
  private readonly clients = new Set<PoolClient>()
  private timer: NodeJS.Timeout | null = null

  /** The transaction on this connection is over but for its COMMIT. */
  leave(client: PoolClient): void {
    this.clients.add(client)
    this.timer ??= setTimeout(() => this.tie(), moment).unref()
  }

  /** @returns the text that ends what was left on this connection, to put before the next BEGIN */
  take(client: PoolClient): string {
    return this.clients.delete(client) ? 'commit; ' : ''
  }

  private tie(): void {
    this.timer = null
    for (const client of this.clients) {
      this.clients.delete(client)
      // A connection that is gone took its transaction with it; the pool hears of it.
      client.query('commit').catch(() => undefined)
    }
  }
}
