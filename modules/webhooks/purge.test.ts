/** What is purged of webhooks, and what waits for somebody who may still want it. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { answering, Receiver } from './testing/receiver.js'

let product: TestProduct
let receiver: Receiver
beforeAll(async () => {
  product = await createTestApp({ modules: ['webhooks', 'resources'], config: { egress: { allowed_networks: ['127.0.0.1/32'] } } })
  receiver = await new Receiver().start()
})
afterAll(async () => {
  await receiver.stop()
  await product.close()
})

it('a message goes 90 days after it was written, but not before the last that may be sent of it', async () => {
  const org = await product.newOrg()
  const owner = product.as(org.owner)
  await owner.post('/v1/webhooks/endpoints', { url: receiver.url(), event_types: ['resources.created'] })
  await owner.post('/v1/resources', { name: 'arrived' })
  await product.drain()
  receiver.reply = answering(410)
  await owner.post('/v1/resources', { name: 'given up' })
  await product.drain()
  await product.admin.query(`update webhook_messages set created_at = now() - interval '91 days' where org_id = $1`, [org.id])
  const purge = product.kernel.modules.flatMap((module) => module.schedules?.(product.container) ?? []).find(({ name }) => name === 'webhooks.purge')
  await purge!.run()
  const { rows } = await product.admin.query<{ body: string }>('select body from webhook_messages where org_id = $1', [org.id])
  expect(rows.map(({ body }) => (JSON.parse(body) as { data: { resource: { name: string } } }).data.resource.name)).toEqual(['given up'])
})
