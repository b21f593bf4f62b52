/**
 * Transactions that only read and whose end decides nothing any more: their COMMIT, or the ROLLBACK of a refusal, travels with the next BEGIN on the same
 * connection, or by itself a moment later. Refuses nothing; whoever takes such a connection from the pool some other way finds its transaction ended within
 * that moment. Without it every read would wait for a round trip that tells it nothing.
 */
import type { PoolClient } from 'pg'

/** Milliseconds a connection may stand idle in a transaction. */
const moment = 5

type End = 'commit' | 'rollback'

export class LooseEnds {
  private readonly clients = new Map<PoolClient, End>()
  private timer: NodeJS.Timeout | null = null

  /** The transaction on this connection is over but for its end. */
  leave(client: PoolClient, end: End): void {
    this.clients.set(client, end)
    this.timer ??= setTimeout(() => this.tie(), moment).unref()
  }

  /** @returns the text that ends what was left on this connection, to put before the next BEGIN */
  take(client: PoolClient): string {
    const end = this.clients.get(client)
    if (end === undefined) return ''
    this.clients.delete(client)
    return `${end}; `
  }

  private tie(): void {
    this.timer = null
    for (const [client, end] of this.clients) {
      this.clients.delete(client)
      // A connection that is gone took its transaction with it; the pool hears of it.
      client.query(end).catch(() => undefined)
    }
  }
}
