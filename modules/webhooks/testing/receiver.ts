/** A consumer on this machine: verifies what it gets with two independent libraries, keeps it, and answers what a test says. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'

export interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: string
  at: number
}

/** For tests that must not ask a name server: every name is unknown. */
export const nowhere = (): Promise<never> => Promise.reject(Object.assign(new Error('no name servers in tests'), { code: 'ENOTFOUND' }))

export type Reply = (request: IncomingMessage, response: ServerResponse, received: Received) => void

export class Receiver {
  readonly received: Received[] = []
  reply: Reply = (_request, response) => response.writeHead(204).end()
  private readonly server: Server

  constructor(tls?: { key: string; cert: string }) {
    const serve = (request: IncomingMessage, response: ServerResponse) => {
      let body = ''
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
      request.on('end', () => {
        const received = { path: request.url ?? '', headers: request.headers, body, at: Date.now() }
        this.received.push(received)
        this.reply(request, response, received)
      })
    }
    this.server = tls ? https.createServer(tls, serve) : createServer(serve)
    this.server.on('clientError', (_error, socket) => socket.destroy())
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    return this
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  url(path = '/hook'): string {
    return `${this.server instanceof https.Server ? 'https' : 'http'}://127.0.0.1:${this.port}${path}`
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise<void>((resolve) => this.server.close(() => resolve()))
  }
}

export function answering(status: number, headers: Record<string, string> = {}, body = ''): Reply {
  return (_request, response) => response.writeHead(status, headers).end(body)
}

/** @returns the payload, verified by `standardwebhooks` and by `svix`, each by its own family of headers. @throws when one of them does not believe it */
export function verified({ headers, body }: Received, secret: string): { type: string; timestamp: string; data: Record<string, unknown> } {
  const family = (name: string) => Object.fromEntries(['id', 'timestamp', 'signature'].map((part) => [`${name}-${part}`, String(headers[`${name}-${part}`])]))
  const parsed = new StandardWebhook(secret).verify(body, family('webhook')) as { type: string; timestamp: string; data: Record<string, unknown> }
  new SvixWebhook(secret).verify(body, family('svix') as { 'svix-id': string; 'svix-timestamp': string; 'svix-signature': string })
  return parsed
}
