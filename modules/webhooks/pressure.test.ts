/** W4, W6: one endpoint that hangs, with ten thousand messages waiting, beside nine healthy ones; through a worker as it runs. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { boot } from '#kernel/boot'
import { eventually } from '#kernel/testing/fresh-kernel'
import { startWorker } from '#kernel/worker'
import { Receiver, verified } from './testing/receiver.js'

const backlog = 10_000
const healthy = 9
const events = 20

let product: TestProduct
const receivers: Receiver[] = []
beforeAll(async () => {
  product = await createTestApp({ modules: ['webhooks', 'resources'], config: { egress: { allowed_networks: ['127.0.0.1/32'] } } })
})
afterAll(async () => {
  for (const receiver of receivers) await receiver.stop()
  await product.close()
})

it('a dead endpoint with a backlog of ten thousand is throttled, and nine healthy ones hear of every event meanwhile', async () => {
  const org = await product.newOrg()
  const owner = product.as(org.owner)
  const added = async () => {
    const receiver = await new Receiver().start()
    receivers.push(receiver)
    return { receiver, ...((await owner.post('/v1/webhooks/endpoints', { url: receiver.url(), event_types: ['resources.created'] })).body as { id: string; secret: string }) }
  }
  const dead = await added()
  let [open, most] = [0, 0]
  dead.receiver.reply = (_request, response) => {
    open += 1
    most = Math.max(most, open)
    response.on('close', () => (open -= 1))
  }
  const others = await Promise.all(Array.from({ length: healthy }, added))
  const message = randomUUID()
  await product.admin.query(`insert into webhook_messages (org_id, id, type, body) values ($1, $2, 'resources.created', '{}')`, [org.id, message])
  await product.admin.query(
    `insert into outbox (org_id, id, channel, lane, payload) select $1, gen_random_uuid(), 'webhooks.delivery', $2::uuid, jsonb_build_object('endpoint_id', $2::uuid::text, 'message_id', $3::uuid::text) from generate_series(1, $4)`,
    [org.id, dead.id, message, backlog],
  )
  await product.admin.query('analyze outbox')

  const worker = await boot(product.kernel.config, product.kernel.modules, { logger: product.kernel.logger })
  await startWorker(worker)
  await eventually(() => open, (count) => count === 2)
  const sent = new Set<string>()
  for (let n = 0; n < events; n += 1) {
    const { id } = (await owner.post('/v1/resources', { name: `Room ${n}` })).body
    sent.add(id)
  }
  await eventually(() => others.map(({ receiver }) => receiver.received.length), (counts) => counts.every((count) => count >= events), 150)
  const heard = others.map(({ receiver, secret }) => new Set(receiver.received.map((received) => (verified(received, secret).data['resource'] as { id: string }).id)))
  await dead.receiver.stop()
  await worker.stop()

  // In batches, or without lanes, they would wait for ten thousand time-outs of fifteen seconds.
  for (const each of heard) expect(each).toEqual(sent)
  expect(most).toBe(2)
  const { rows } = await product.admin.query<{ n: number }>(`select count(*)::int as n from outbox where lane = $1 and status = 'pending'`, [dead.id])
  expect(rows[0]!.n).toBe(backlog + events)
})
