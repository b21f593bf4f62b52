import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * The web Request for a Fastify request whose body the scope's parser has read as text (so that Fastify's bodyLimit holds).
 * Its signal aborts when the browser goes away before the answer is complete.
 * @param origin scheme and host the browser used, which the router compares with the Origin header
 */
export function toWebRequest(request: FastifyRequest, reply: FastifyReply, origin: string): Request {
  const gone = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort()
  })
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD' && typeof request.body === 'string'
  return new Request(new URL(request.raw.url ?? '/', origin), {
    method: request.method,
    headers: toWebHeaders(request),
    signal: gone.signal,
    ...(hasBody ? { body: request.body as string } : {}),
  })
}

/**
 * Sends a web Response: status, headers (each Set-Cookie on its own line), and the body as a stream that starts before it ends.
 * @param cookies further Set-Cookie values, from the session
 */
export function sendWebResponse(reply: FastifyReply, response: Response, cookies: readonly string[]): FastifyReply {
  reply.code(response.status)
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie') reply.header(name, value)
  }
  for (const cookie of [...response.headers.getSetCookie(), ...cookies]) reply.header('set-cookie', cookie)
  return response.body ? reply.send(Readable.fromWeb(response.body as NodeReadableStream)) : reply.send()
}

function toWebHeaders(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (name.startsWith(':') || value === undefined) continue
    for (const one of Array.isArray(value) ? value : [value]) headers.append(name, one)
  }
  return headers
}
