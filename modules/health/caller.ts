/**
 * Who is asking for what only this machine may see. A proxy on the same machine also connects from loopback, so a request that was
 * forwarded never counts as local; a web page that points its own name at 127.0.0.1 is caught by the Host header.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** A request, whichever server it came to. */
type Asking = Pick<IncomingMessage, 'headers' | 'socket'>

const forwarding = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via']
const localNames = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i

/** True for a request made on this machine, to this machine, by no proxy. */
export function isLocal(request: Asking): boolean {
  const { headers, socket } = request
  if (forwarding.some((name) => headers[name] !== undefined)) return false
  return isLoopback(socket.remoteAddress ?? '') && localNames.test(headers.host ?? '')
}

/** Compares in constant time. @param expected null: nobody holds it */
export function holdsBearer(request: Asking, expected: string | null): boolean {
  const given = /^Bearer (\S{1,4096})$/i.exec(request.headers.authorization ?? '')?.[1]
  if (given === undefined || expected === null) return false
  return timingSafeEqual(digest(given), digest(expected))
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./i.test(address)
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
