/** Refuses every connection this process opens, except to where the test says: what a firewall on a web process would do, seen from the inside. */
import { Socket } from 'node:net'

export interface Outbound {
  /** Where it wanted to go and was not let. */
  readonly refused: readonly string[]
  /** How many connections it was let open. */
  readonly allowed: number
  restore(): void
}

interface Place {
  path?: string
  host?: string
  port?: number | string
}

/** @param mayOpen told where a connection is to go: a socket's path, or host and port */
export function denyOutbound(mayOpen: (place: string) => boolean): Outbound {
  const prototype = Socket.prototype as { connect: (...args: unknown[]) => unknown }
  const original = prototype.connect
  const refused: string[] = []
  let allowed = 0
  prototype.connect = function connect(this: Socket, ...args: unknown[]): unknown {
    const place = placeOf(args)
    if (mayOpen(place)) {
      allowed += 1
      return original.apply(this, args)
    }
    refused.push(place)
    process.nextTick(() => this.destroy(Object.assign(new Error(`connect EACCES ${place}`), { code: 'EACCES' })))
    return this
  }
  return {
    refused,
    get allowed() {
      return allowed
    },
    restore: () => {
      prototype.connect = original
    },
  }
}

/** node:net normalises its arguments into an array before it calls itself. */
function placeOf(args: readonly unknown[]): string {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args
  if (typeof first === 'object' && first !== null) {
    const { path, host = 'localhost', port } = first as Place
    return path ?? `${host}:${String(port)}`
  }
  return typeof first === 'string' && !/^\d+$/.test(first) ? first : `${typeof second === 'string' ? second : 'localhost'}:${String(first)}`
}
