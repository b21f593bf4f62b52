/** The HTTP client of the tests: real requests through the whole application, and the promises every answer must keep, asserted on every answer. */
import type { App } from '../module.js'

export interface Answer {
  status: number
  headers: Readonly<Record<string, string>>
  /** Parsed JSON, null without any. Loosely typed on purpose: tests assert shapes, the OpenAPI document declares them. */
  body: Json
  text: string
}

/** Whatever the answer held, readable by any path. */
export type Json = ReturnType<typeof JSON.parse>

type Headers = Readonly<Record<string, string>>

export class TestClient {
  constructor(
    private readonly app: App,
    private readonly token: string | null,
    private readonly check?: (request: { method: string; path: string }, answer: Answer) => void,
  ) {}

  get = (path: string, headers?: Headers) => this.send('GET', path, undefined, headers)
  post = (path: string, body?: unknown, headers?: Headers) => this.send('POST', path, body, headers)
  put = (path: string, body?: unknown, headers?: Headers) => this.send('PUT', path, body, headers)
  patch = (path: string, body?: unknown, headers?: Headers) => this.send('PATCH', path, body, headers)
  delete = (path: string, headers?: Headers) => this.send('DELETE', path, undefined, headers)

  async send(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown, headers: Headers = {}): Promise<Answer> {
    const response = await this.app.inject({
      method,
      url: path,
      headers: { ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const json = /\bjson\b/.test(String(response.headers['content-type'] ?? ''))
    const answer: Answer = {
      status: response.statusCode,
      headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
      body: json && response.body !== '' ? JSON.parse(response.body) : null,
      text: response.body,
    }
    assertProblem(`${method} ${path}`, answer)
    this.check?.({ method, path }, answer)
    return answer
  }
}

const members = ['type', 'title', 'status', 'detail', 'instance', 'code', 'requestId'] as const

/** INV-7: every non-2xx is a problem, whose status is that of the answer, and which tells nothing about the inside. */
export function assertProblem(request: string, { status, headers, body, text }: Answer): void {
  if (status < 400) return
  const fault = (what: string) => new Error(`${request} answered ${status} ${what}: ${text.slice(0, 500)}`)
  if (!headers['content-type']?.startsWith('application/problem+json')) throw fault('without application/problem+json')
  for (const member of members) if (body[member] === undefined) throw fault(`without '${member}'`)
  if (body.status !== status) throw fault('with another status in the body')
  // A replay is the first answer byte for byte, its id included.
  if (headers['idempotent-replayed'] !== 'true' && headers['request-id'] !== body.requestId) throw fault('with another request id in the body')
  if (/\bat .+\.[jt]s:\d+|\bselect\b.+\bfrom\b|node_modules/i.test(text)) throw fault('telling about the inside')
}
