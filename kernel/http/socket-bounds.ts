/**
 * How long a connection may take over what, so that slow or silent ones cost nobody else anything (GUARANTEES 3, INV-17). Silent before it has asked:
 * ten seconds, headers ten, the whole request thirty. While it is answered a connection may be quiet for longer: bcrypt has a line, a burst has one for
 * connections, and a live stream says something every fifteen seconds.
 * Refuses by closing, with 408 when there is somebody to tell. Without it a thousand sockets that send a byte a second would stay for as long as they like.
 */
import type { IncomingMessage } from 'node:http'
import type { App } from '../module.js'

/** Milliseconds. Kept connections live longer than those of the proxy in front, which otherwise would send a request into one that is just being closed. */
export const socketBounds = { connectionTimeout: 10_000, headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 72_000 } as const

/** Node looks for late requests every thirty seconds unless told otherwise: they would have a minute. */
export const checkingInterval = 1_000

/** Silence of either side while a request is answered: above the longest wait for a connection of the pool (20 s) and what may follow. */
const answering = 60_000

/** Node puts the ten seconds of silence back when the next request begins on the connection (lib/_http_server.js, resetSocketTimeout). */
export function allowAnswersTime(app: App): void {
  app.server.on('request', ({ socket }: IncomingMessage) => socket.setTimeout(answering))
}
