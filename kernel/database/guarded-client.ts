/**
 * A connection whose end is never an uncaught exception. A pool listens to its idle connections and whoever borrows one to that one, but in between,
 * for the rest of the tick, nobody does: a server that ends a connection in the packet that opens it would end the process.
 * Whoever uses the connection hears of its end by the failure of the statement.
 */
import { Client, type ClientConfig } from 'pg'

export class GuardedClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config)
    this.on('error', () => undefined)
  }
}
