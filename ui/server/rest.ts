import type { FastifyInstance, FastifyRequest } from 'fastify'
import { readProblem, type Problem } from './problem.js'

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
export type RestAnswer<T> =
  | { readonly ok: true; readonly status: number; readonly body: T }
  | { readonly ok: false; readonly status: number; readonly problem: Problem }

export interface RestCall {
  readonly body?: object
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly headers?: Readonly<Record<string, string>>
}

/** One REST call in process, as one caller: same hooks, limits and permissions as a call over the network. */
export type RestTransport = (method: Method, path: string, call: RestCall, cookie: string | undefined) => Promise<RestAnswer<unknown>>

/**
 * Calls go through `app.inject` with the browser's own address (else rate limits and audit would see 127.0.0.1 for everybody),
 * user agent, host and origin.
 * @param origin the public origin, which REST wants on every change by cookie; the scope has checked that the browser's request came from its own pages
 */
export function restTransport(app: FastifyInstance, request: FastifyRequest, origin: string): RestTransport {
  const agent = request.headers['user-agent']
  return async (method, path, call, cookie) => {
    const answer = await app.inject({
      method,
      url: path,
      query: definedOnly(call.query ?? {}),
      remoteAddress: request.ip,
      ...(call.body ? { payload: call.body } : {}),
      headers: {
        accept: 'application/json',
        host: request.host,
        ...(agent ? { 'user-agent': agent } : {}),
        ...(method === 'GET' ? {} : { origin, 'sec-fetch-site': 'same-origin' }),
        ...(cookie ? { cookie } : {}),
        ...call.headers,
      },
    })
    const body = parseBody(answer.payload)
    const ok = answer.statusCode >= 200 && answer.statusCode < 300
    return ok ? { ok, status: answer.statusCode, body } : { ok, status: answer.statusCode, problem: readProblem(answer.statusCode, body) }
  }
}

function definedOnly(query: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1])))
}

function parseBody(payload: string): unknown {
  if (payload === '') return null
  try {
    return JSON.parse(payload) as unknown
  } catch {
    return null
  }
}
