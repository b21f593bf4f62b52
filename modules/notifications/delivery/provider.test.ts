import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { testConfig } from '#kernel/testing/settings'

const asked: { headers: IncomingHttpHeaders; body: { to: string; subject: string } }[] = []
let failures = 0
let excuse = 'Not now'
let log = ''
const provider = createServer((request, response) => {
  let text = ''
  request.on('data', (piece) => (text += String(piece)))
  request.on('end', () => {
    asked.push({ headers: request.headers, body: JSON.parse(text) })
    const fails = (failures -= 1) >= 0
    response.writeHead(fails ? 500 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(fails ? { statusCode: 500, name: 'internal_server_error', message: excuse } : { id: 'provider-1' }))
  })
})

let product: TestProduct
beforeAll(async () => {
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  const { port } = provider.address() as AddressInfo
  const logger = pino({ level: 'trace' }, new Writable({ write: (chunk: Buffer, _encoding, done) => ((log += chunk.toString()), done()) }))
  product = await createTestApp({ modules: ['notifications'], logger, config: { mail: { ...testConfig('').mail, resend_api_key: 're_test', resend_base_url: `http://127.0.0.1:${port}` } } })
})
afterAll(async () => {
  await product.close()
  provider.close()
})

it('what a provider says of an address stays in the row, for those who may see it, and out of the log', async () => {
  const org = await product.newOrg()
  const room = (await product.as(org.owner).post('/v1/resources', { name: 'Room', horizon_days: 365 })).body
  const start = Date.now() + 3 * 86_400_000
  failures = 5
  excuse = `The mailbox <${org.owner.email}> is full`
  await product.as(org.owner).post('/v1/bookings', { resource_id: room.id, title: 'x', starts_at: new Date(start).toISOString(), ends_at: new Date(start + 3_600_000).toISOString() })
  for (let n = 0; n < 5; n += 1) await product.drain()
  const [dead] = (await product.as(org.owner).get('/v1/outbox?channel=notifications.email&status=dead')).body.items
  expect(dead.reason).toContain(org.owner.email)
  expect(log).toContain('message is dead')
  expect(log).toContain('The mailbox <[address]> is full')
  expect(log).not.toContain(org.owner.email)
  failures = 0
  excuse = 'Not now'
  asked.length = 0
})

it('with a provider mail leaves under the id of its message, over all attempts, and nothing is kept', async () => {
  const org = await product.newOrg()
  const room = (await product.as(org.owner).post('/v1/resources', { name: 'Room', horizon_days: 365 })).body
  const start = Date.now() + 3 * 86_400_000
  failures = 1
  const booked = await product.as(org.owner).post('/v1/bookings', { resource_id: room.id, title: 'x', starts_at: new Date(start).toISOString(), ends_at: new Date(start + 3_600_000).toISOString() })
  expect(booked.status).toBe(201)
  // Booking itself talks to nobody.
  expect(asked).toEqual([])
  const item = async () => (await product.as(org.owner).get('/v1/outbox?channel=notifications.email')).body.items[0]
  await product.drain()
  expect(await item()).toMatchObject({ status: 'pending', attempts: 1, reason: expect.stringContaining('Not now') })
  await product.drain()
  const sent = await item()
  expect(sent).toMatchObject({ status: 'sent', attempts: 2, provider_id: 'provider-1' })
  expect(asked.map(({ headers, body }) => [headers['idempotency-key'], body.to])).toEqual([[sent.id, org.owner.email], [sent.id, org.owner.email]])
  expect((await product.as(org.owner).get('/v1/mailbox')).body).toEqual({ transport: 'resend', items: [], next_cursor: null })
})
