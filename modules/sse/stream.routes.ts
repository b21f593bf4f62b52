import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { parsePosition } from '#kernel/events/position'
import { Problem } from '#kernel/http/problem'
import { problems } from '#kernel/http/problems'
import { say } from '#kernel/language'
import type { Routes } from '#kernel/module'
import { currentTenant } from '#kernel/tenancy/context'
import { typeFilter } from './audience.js'
import { sse, StreamQuery } from './contract.js'
import { Stream } from './stream.js'
import type { StreamHub } from './stream-hub.js'

const response = { 200: { description: 'Server-sent events', content: { 'text/event-stream': { schema: Type.String() } } } }

/** A position no feed gives: resuming after what cannot be read is answered with `reset`. */
const nowhere = { epoch: 0, xid: 0n, seq: 0n }

export function streamRoutes(hub: StreamHub): Routes {
  return async (app) => {
    app.addHook('preClose', async () => hub.stop())
    app.addHook('onRequest', async (request) => {
      const query = request.query as Record<string, unknown>
      if (query['access_token'] === undefined && query['token'] === undefined) return
      throw new Problem(problems.unauthenticated, { detail: say`Tokens do not belong into URLs, which are logged and shared. Send Authorization: Bearer <token>, or the cookie.` })
    })

    app.get(
      '/stream',
      {
        // A HEAD would open a stream that nobody reads.
        exposeHeadRoute: false,
        schema: { summary: 'What happens, as it happens; resumes after Last-Event-ID', querystring: StreamQuery, response },
        config: { access: sse.permissions.read, transaction: false },
      },
      async (request, reply) => {
        const principal = request.flow.principal!
        const tenant = currentTenant()
        hub.assertRoom(principal)
        const resumeAfter = request.headers['last-event-id']
        const wanted = typeFilter(request.query.types)
        const start = resumeAfter === undefined || resumeAfter === '' ? hub.head() : (parsePosition(resumeAfter) ?? nowhere)
        const output = takeOver(reply)
        const stream = new Stream(output, { ...principal, org_id: tenant.org_id }, tenant, start, wanted, hub.settings.backlog_bytes, (ended, reason) => hub.remove(ended, reason))
        hub.add(stream, Boolean(resumeAfter))
        return reply
      },
    )
  }
}

/** From here on the socket is ours; the headers other hooks set are taken along, since a hijacked reply no longer sends them. */
function takeOver(reply: FastifyReply): FastifyReply['raw'] {
  const headers = reply.getHeaders()
  reply.hijack()
  const { raw } = reply
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) raw.setHeader(name, value)
  raw.statusCode = 200
  raw.setHeader('content-type', 'text/event-stream; charset=utf-8')
  raw.setHeader('cache-control', 'no-store, no-transform')
  // nginx would collect what must arrive at once.
  raw.setHeader('x-accel-buffering', 'no')
  raw.setHeader('connection', 'close')
  raw.socket?.setNoDelay(true)
  raw.socket?.setKeepAlive(true, 30_000)
  raw.flushHeaders()
  return raw
}
