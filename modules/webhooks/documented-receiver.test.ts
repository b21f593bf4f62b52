/** The receiver of docs/api.md, run as it stands there: what integrators copy must believe what is ours, nothing else, and count nothing twice. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { freePort } from '#kernel/testing/free-port'
import { eventually } from '#kernel/testing/fresh-kernel'
import { defineWebhooks } from './module.js'
import { newSigningSecret } from './signature.js'
import { nowhere } from './testing/receiver.js'

const folder = mkdtempSync(join(tmpdir(), 'bookflow-receiver-'))
const source = /```js\n\/\/ receiver\.mjs.*?```/s.exec(readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8'))![0].replace(/^```js\n|```$/g, '')
writeFileSync(join(folder, 'receiver.mjs'), source)

let product: TestProduct
const running: ChildProcess[] = []
beforeAll(async () => {
  product = await createTestApp({ modules: ['bookings'], extraModules: [defineWebhooks({ resolve: nowhere })], config: { egress: { allowed_networks: ['127.0.0.1/32'] } } })
})
afterAll(async () => {
  for (const child of running) child.kill()
  await product.close()
  rmSync(folder, { recursive: true })
})

interface Running {
  readonly lines: string[]
  stop(): void
}

async function receiver(secret: string, port: number): Promise<Running> {
  const child = spawn(process.execPath, [join(folder, 'receiver.mjs')], { env: { SECRET: secret, PORT: String(port) }, stdio: ['ignore', 'pipe', 'inherit'] })
  running.push(child)
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => (output += part))
  const lines: string[] = []
  await eventually(() => Promise.resolve(output), (text) => text.includes('listening'))
  child.stdout.on('data', () => lines.splice(0, lines.length, ...output.trim().split('\n').slice(1)))
  return { lines, stop: () => void child.kill() }
}

async function post(port: number, body: string, headers: Record<string, string>): Promise<number> {
  return (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body, headers })).status
}

function signed(secret: string, body: string, id: string, at = new Date()): Record<string, string> {
  return { 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)), 'webhook-signature': new Webhook(secret).sign(id, at, body) }
}

const change = (org: TestOrg, id: string, title: string) => product.as(org.owner).patch(`/v1/bookings/${id}`, { title }, { 'if-match': '*' })

describe('the receiver of the documentation', () => {
  it('takes what this product sends, through a change of the secret, and counts what is sent again once', async () => {
    const [org, port] = [await product.newOrg(), await freePort()]
    const owner = product.as(org.owner)
    const { id, secret } = (await owner.post('/v1/webhooks/endpoints', { url: `http://127.0.0.1:${port}/` })).body
    const { lines, stop } = await receiver(secret, port)
    const resource = (await owner.post('/v1/resources', { name: 'Room' })).body
    const start = Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 86_400_000
    const [starts_at, ends_at] = [new Date(start).toISOString(), new Date(start + 3_600_000).toISOString()]
    const booking = (await owner.post('/v1/bookings', { resource_id: resource.id, title: 'Planning', starts_at, ends_at })).body
    await product.drain()
    // The old secret still verifies, although the new one signs first.
    expect((await owner.post(`/v1/webhooks/endpoints/${id}/secret-rotation`)).status).toBe(200)
    expect((await change(org, booking.id, 'Planning B')).status).toBe(200)
    await product.drain()
    await eventually(() => Promise.resolve(lines), (seen) => seen.length >= 2)
    const { items } = (await owner.get('/v1/webhooks/deliveries')).body
    expect(items.map(({ status }: { status: string }) => status)).not.toContain('failed')
    expect((await owner.post('/v1/webhooks/replays', { delivery_ids: items.map((item: { id: string }) => item.id) })).status).toBe(202)
    await product.drain()
    // All of them, and the event that says so.
    expect((await owner.get('/v1/webhooks/deliveries')).body.items).toHaveLength(items.length * 2 + 1)
    expect(lines).toEqual([`bookings.created ${booking.id} is confirmed from ${starts_at}`, `bookings.changed ${booking.id} is confirmed from ${starts_at}`])
    stop()
  })

  it('believes nobody else, keeps the newest state whatever comes late, and takes types it does not know', async () => {
    const [secret, port] = [newSigningSecret(), await freePort()]
    const { lines, stop } = await receiver(secret, port)
    const event = (version: number, status: string) => JSON.stringify({ type: 'bookings.changed', timestamp: '2026-12-01T09:00:00.000Z', data: { booking: { id: 'b', version, status, starts_at: 'then' } } })
    const body = event(2, 'confirmed')
    const good = signed(secret, body, 'm2')
    const forged: [string, Record<string, string>, string?][] = [
      ['no headers', {}],
      ['another secret', signed(newSigningSecret(), body, 'm2')],
      ['another body', good, body.replace('confirmed', 'cancelled')],
      ['another id', { ...good, 'webhook-id': 'm3' }],
      ['too old', signed(secret, body, 'm2', new Date(Date.now() - 310_000))],
      ['from the future', signed(secret, body, 'm2', new Date(Date.now() + 400_000))],
      ['letters in the time', { ...good, 'webhook-timestamp': `${good['webhook-timestamp']!.slice(0, 9)}x` }],
      ['an empty signature', { ...good, 'webhook-signature': '' }],
    ]
    for (const [what, headers, other] of forged) expect(await post(port, other ?? body, headers), what).toBe(401)
    expect(await post(port, body, good)).toBe(204)
    expect(await post(port, event(1, 'pending_approval'), signed(secret, event(1, 'pending_approval'), 'm1'))).toBe(204)
    expect(await post(port, '{"type":"lamps.lit","data":{}}', signed(secret, '{"type":"lamps.lit","data":{}}', 'm4'))).toBe(204)
    expect(await post(port, event(3, 'cancelled'), signed(secret, event(3, 'cancelled'), 'm5'))).toBe(204)
    await eventually(() => Promise.resolve(lines), (seen) => seen.length >= 2)
    expect(lines).toEqual(['bookings.changed b is confirmed from then', 'bookings.changed b is cancelled from then'])
    stop()
  })
})
