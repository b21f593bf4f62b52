/** How refusals leave: problem+json for what a handler threw, for what Fastify refused, for paths and methods nobody has, and for bytes that are no HTTP. */
import type { Socket } from 'node:net'
import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../module.js'
import { problemOf } from './failures.js'
import { Problem } from './problem.js'
import { problems } from './problems.js'

export interface KnownRoute {
  method: readonly string[]
  url: string
}

/** Methods that some route answers at this path. */
export function allowedMethods(routes: readonly KnownRoute[], path: string): readonly string[] {
  const matches = ({ url }: KnownRoute) => url.split('/').length === path.split('/').length && url.split('/').every((part, index) => part.startsWith(':') || part === path.split('/')[index])
  return [...new Set(routes.filter(matches).flatMap(({ method }) => method))].sort()
}

function send(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error)
  const { status } = problem.type
  if (status >= 500) request.log.error({ err: error }, 'request failed')
  else request.log.debug({ code: problem.type.code, detail: problem.details.detail }, 'request refused')
  if (problem.details.retry_after !== undefined) void reply.header('retry-after', problem.details.retry_after)
  if (status === 401) void reply.header('www-authenticate', `Bearer${problem.type.code === 'token_expired' ? ' error="invalid_token"' : ''}`)
  return reply
    .code(status)
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(problem.toBody(request.url.split('?')[0]!, request.id))
}

export const answerFailures = {
  install(app: App, allowed: (path: string) => readonly string[]): void {
    app.setErrorHandler((error, request, reply) => send(error, request, reply))
    app.setNotFoundHandler((request, reply) => {
      const path = request.url.split('?')[0]!
      const methods = allowed(path)
      if (methods.length === 0) return send(new Problem(problems.notFound, { detail: `There is nothing at ${request.method} ${path}. The routes are described at /v1/openapi.json.` }), request, reply)
      void reply.header('allow', methods.join(', '))
      return send(new Problem(problems.methodNotAllowed, { detail: `${path} has ${methods.join(', ')}, not ${request.method}.` }), request, reply)
    })
  },

  /** Errors before routing, such as a malformed URL. */
  framework(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    void reply.header('request-id', request.id)
    send(error, request, reply)
  },

  /** Bytes that never became a request: written by hand, because there is no reply object yet. */
  client(error: Error & { code?: string }, socket: Socket): void {
    if (socket.destroyed || !socket.writable) return
    const timeout = error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
    const status = timeout ? '408 Request Timeout' : error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request'
    const requestId = randomUUID()
    const body = JSON.stringify({
      type: `/problems/${problems.malformed.code}`,
      title: problems.malformed.title,
      status: Number(status.slice(0, 3)),
      detail: timeout ? 'The request did not arrive within the time allowed.' : 'The bytes received are not an HTTP/1.1 request this server accepts.',
      code: problems.malformed.code,
      requestId,
    })
    socket.end(`HTTP/1.1 ${status}\r\nContent-Type: application/problem+json; charset=utf-8\r\nRequest-Id: ${requestId}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`)
  },
}
