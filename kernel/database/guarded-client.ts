/**
 * A connection whose end is never an uncaught exception, and on which nobody continues what another left open. A pool listens to its idle connections and
 * whoever borrows one to that one, but in between, for the rest of the tick, nobody does: a server that ends a connection in the packet that opens it would
 * end the process. Whoever uses the connection hears of its end by the failure of the statement.
 */
import { Client, type ClientConfig } from 'pg'

export type End = 'commit' | 'rollback'

export class GuardedClient extends Client {
  private owed: End | null = null

  constructor(config?: string | ClientConfig) {
    super(config)
    this.on('error', () => undefined)
  }

  /** The transaction on this connection is over but for its end, which goes before the next statement, whoever sends it. */
  owe(end: End): void {
    this.owed = end
  }

  /** @returns the text that ends what was left here, for whoever puts it before his own; empty when nothing was */
  takeOwed(): string {
    if (this.owed === null) return ''
    const text = `${this.owed}; `
    this.owed = null
    return text
  }

  /** Ends what was left here by itself. A connection that is gone took its transaction with it; the pool hears of it. */
  settle(): void {
    if (this.owed === null) return
    const end = this.owed
    this.owed = null
    super.query(end).catch(() => undefined)
  }
}

// Assigned, because pg's overloads cannot be written down once more as the signature of a method. Looked up at each call: tests that watch statements stand in pg's place.
GuardedClient.prototype.query = function (this: GuardedClient, ...statement: unknown[]) {
  this.settle()
  return Reflect.apply(Client.prototype.query, this, statement)
} as Client['query']
