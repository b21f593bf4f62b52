/**
 * A worker's numbers over HTTP: it serves nobody else, so its own counters (attempts by channel, event loop, memory) could be read nowhere. Only when the
 * operator names a port. Answers what `web` answers to the same people: /livez to everybody, /metrics to this machine or with the bearer.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Metrics } from '#kernel/metrics'
import { holdsBearer, isLocal } from './caller.js'

export interface WorkerMetricsSettings {
  host: string
  /** 0 lets the system choose. */
  port: number
  /** Opens /metrics to other machines; null keeps it to this one. */
  bearer: string | null
}

/** @returns where it listens, and how to end it. @throws when the port is taken */
export async function serveWorkerMetrics(metrics: Metrics, { host, port, bearer }: WorkerMetricsSettings): Promise<{ port: number; stop(): Promise<void> }> {
  const server = createServer((request, response) => void answer(metrics, bearer, request, response))
  server.requestTimeout = 10_000
  server.headersTimeout = 10_000
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => void server.close(() => resolve()))
    },
  }
}

async function answer(metrics: Metrics, bearer: string | null, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url?.split('?')[0]
  const open = request.method === 'GET' || request.method === 'HEAD'
  if (open && path === '/livez') return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}')
  if (!open || path !== '/metrics' || (!isLocal(request) && !holdsBearer(request, bearer))) return void response.writeHead(404).end()
  const text = await metrics.registry.metrics()
  response.writeHead(200, { 'content-type': metrics.registry.contentType, 'cache-control': 'no-store' }).end(text)
}
