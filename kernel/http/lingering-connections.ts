/**
 * Lets a server stop while clients hold connections open. Node closes those that are idle at that moment and waits for all others (lib/_http_server.js,
 * httpServerPreClose): for one that never asked anything, as browsers open ahead of time, and for one whose last answer left meanwhile, as long as keep-alive
 * lasts. Without this a process with such clients stops only by being killed.
 */
import type { Socket } from 'node:net'
import type { App } from '../module.js'

/** Milliseconds a request on its way to a closing server has to arrive. */
const grace = 1_000
/** Milliseconds between two looks for connections that became idle. */
const interval = 100

/** Call it before the application listens. Requests under way are answered whole. */
export function endLingeringConnections(app: App): void {
  const silent = new Set<Socket>()
  app.server.on('connection', (socket: Socket) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  })
  app.server.on('request', ({ socket }: { socket: Socket }) => silent.delete(socket))
  app.addHook('preClose', async () => {
    const late = setTimeout(() => silent.forEach((socket) => socket.destroy()), grace)
    const sweep = setInterval(() => app.server.closeIdleConnections(), interval)
    // Neither keeps a process alive whose server never listened.
    for (const timer of [late, sweep]) timer.unref()
    app.server.once('close', () => clearInterval(sweep))
  })
}
