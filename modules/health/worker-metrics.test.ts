import { request } from 'node:http'
import { afterEach, expect, it } from 'vitest'
import { Metrics } from '#kernel/metrics'
import { serveWorkerMetrics } from './worker-metrics.js'

const bearer = 'a-bearer-for-another-machine'
let running: Awaited<ReturnType<typeof serveWorkerMetrics>> | undefined
afterEach(() => running?.stop())

async function worker(): Promise<Metrics> {
  const metrics = new Metrics()
  running = await serveWorkerMetrics(metrics, { host: '127.0.0.1', port: 0, bearer })
  return metrics
}

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: running!.port, path, headers, method }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('end', () => resolve({ status: response.statusCode, text }))
    })
    sent.on('error', reject).end()
  })

it('tells this machine what the worker counted, which no web process knows', async () => {
  const metrics = await worker()
  metrics.deliveryAttempts.inc({ channel: 'webhooks.delivery', outcome: 'failed' }, 3)
  const { status, text } = await ask('/metrics')
  expect(status).toBe(200)
  expect(text).toContain('bookflow_delivery_attempts_total{channel="webhooks.delivery",outcome="failed"} 3')
  expect(await ask('/livez')).toEqual({ status: 200, text: '{"status":"ok"}' })
})

it('tells strangers nothing, those who hold the bearer everything', async () => {
  await worker()
  const through = { 'x-forwarded-for': '203.0.113.7' }
  for (const [path, headers, method] of [['/metrics', through, 'GET'], ['/metrics', { host: 'evil.example' }, 'GET'], ['/metrics', { ...through, authorization: 'Bearer wrong' }, 'GET'], ['/', {}, 'GET'], ['/metrics', {}, 'POST']] as const) expect(await ask(path, headers, method), path).toEqual({ status: 404, text: '' })
  expect((await ask('/livez', through)).status).toBe(200)
  expect((await ask('/metrics', { ...through, authorization: `Bearer ${bearer}` })).status).toBe(200)
})
