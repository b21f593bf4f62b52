/**
 * Lets a server stop while clients hold connections open. Node closes those that are idle at that moment and waits for all others (lib/_http_server.js,
 * httpServerPreClose): for one that never asked anything, as browsers open ahead of time, and for one whose last answer left meanwhile, as long as keep-alive
 * lasts. A closing server no longer looks for requests that arrive too slowly either. Without this a process with such clients stops only by being killed.
 */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { App } from '../module.js'

/** Milliseconds a request on its way to a closing server has to arrive, and one that has begun has to arrive whole. */
export const lingering = { grace: 1_000, arrival: 10_000 }
/** Milliseconds between two looks for connections that became idle. */
const interval = 100

/** Call it before the application listens. Requests that arrived are answered whole. */
export function endLingeringConnections(app: App, { grace, arrival } = lingering): void {
  /** Each connection with what it asked last; null for one that never asked. */
  const asked = new Map<Socket, IncomingMessage | null>()
  app.server.on('connection', (socket: Socket) => {
    asked.set(socket, null)
    socket.once('close', () => asked.delete(socket))
  })
  app.server.on('request', (request: IncomingMessage) => asked.set(request.socket, request))
  const end = (hopeless: (request: IncomingMessage | null) => boolean) => asked.forEach((request, socket) => void (hopeless(request) && socket.destroy()))
  app.addHook('preClose', async () => {
    const late = setTimeout(() => end((request) => request === null), grace)
    const slow = setTimeout(() => end((request) => request?.complete === false), arrival)
    const sweep = setInterval(() => app.server.closeIdleConnections(), interval)
    // Neither keeps a process alive whose server never listened.
    for (const timer of [late, slow, sweep]) timer.unref()
    app.server.once('close', () => clearInterval(sweep))
  })
}
