/** How refusals leave: problem+json for what a handler threw, for what Fastify refused, for paths and methods nobody has, and for bytes that are no HTTP. */
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { askedLanguage, say } from '../language.js'
import type { App } from '../module.js'
import { problemOf } from './failures.js'
import { inLanguageOf } from './negotiation.js'
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
  return inLanguageOf(request, () => answer(problemOf(error), error, request, reply))
}

function answer(problem: Problem, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status } = problem.type
  if (status >= 500) request.log.error({ err: error }, 'request failed')
  else request.log.debug({ code: problem.type.code, detail: problem.details.detail }, 'request refused')
  if (problem.details.retry_after !== undefined) void reply.header('retry-after', problem.details.retry_after)
  if (status === 401) void reply.header('www-authenticate', `Bearer${problem.type.code === 'token_expired' ? ' error="invalid_token"' : ''}`)
  return reply
    .code(status)
    .header('content-language', askedLanguage())
    .header('vary', 'accept-language')
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
      if (methods.length === 0) return send(inLanguageOf(request, () => new Problem(problems.notFound, { detail: say`There is nothing at ${request.method} ${path}. The routes are described at /v1/openapi.json.` })), request, reply)
      void reply.header('allow', methods.join(', '))
      return send(inLanguageOf(request, () => new Problem(problems.methodNotAllowed, { detail: say`${path} has ${methods.join(', ')}, not ${request.method}.` })), request, reply)
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
    const problem = unreadable(error.code)
    const { status } = problem.type
    const requestId = randomUUID()
    const { instance: _none, ...body } = problem.toBody('', requestId)
    const bytes = JSON.stringify(body)
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nContent-Type: application/problem+json; charset=utf-8\r\nRequest-Id: ${requestId}\r\nContent-Length: ${Buffer.byteLength(bytes)}\r\nConnection: close\r\n\r\n${bytes}`)
  },
}

/** @param code of Node's HTTP parser */
function unreadable(code: string | undefined): Problem {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Problem(problems.requestTimeout, { detail: say`The request did not arrive within the time allowed. Send it again, whole.` })
  if (code === 'HPE_HEADER_OVERFLOW') return new Problem(problems.headersTooLarge, { detail: say`The headers are larger than 16 kB, cookies and URL among them. Send fewer.` })
  return new Problem(problems.malformed, { detail: say`The bytes received are not an HTTP/1.1 request this server accepts.` })
}
