/** How long answers take, by route pattern: never by URL, or ids would make a series each. Streams are left out: they last as long as people look. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Metrics } from '../metrics.js'
import type { App } from '../module.js'

/** Observes every answer of the application, refusals and unknown paths included. */
export function measureRequests(app: App, { requestDuration }: Metrics): void {
  app.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done) => {
    done()
    if (String(reply.raw.getHeader('content-type') ?? '').startsWith('text/event-stream')) return
    const route = request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown')
    requestDuration.observe({ method: request.method, route, status: String(reply.raw.statusCode) }, reply.elapsedTime / 1_000)
  })
}
