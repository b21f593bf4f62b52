/** INV-5, INV-6: two workers whose database connections are cut again and again lose nothing, and what they send twice carries the same id and bytes. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { boot } from '#kernel/boot'
import { eventually } from '#kernel/testing/fresh-kernel'
import { startWorker } from '#kernel/worker'
import { Receiver, verified } from './testing/receiver.js'

const events = 120
const cuts = 15

let product: TestProduct
const receivers: Receiver[] = []
beforeAll(async () => {
  product = await createTestApp({ modules: ['webhooks', 'resources'], config: { egress: { allowed_networks: ['127.0.0.1/32'] } } })
})
afterAll(async () => {
  for (const receiver of receivers) await receiver.stop()
  await product.close()
})

it('INV-6: every event reaches every endpoint although each worker loses its connections at any moment', async () => {
  const org = await product.newOrg()
  const owner = product.as(org.owner)
  const endpoints = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const receiver = await new Receiver().start()
      receivers.push(receiver)
      return { receiver, ...((await owner.post('/v1/webhooks/endpoints', { url: receiver.url(), event_types: ['resources.created'] })).body as { id: string; secret: string }) }
    }),
  )
  const web = (await product.admin.query<{ pid: number }>(`select pid from pg_stat_activity where datname = current_database()`)).rows.map(({ pid }) => pid)
  const workers = [await boot(product.kernel.config, product.kernel.modules, { logger: product.kernel.logger }), await boot(product.kernel.config, product.kernel.modules, { logger: product.kernel.logger })]
  for (const worker of workers) await startWorker(worker)
  const rooms: string[] = []
  let killed = 0
  const cut = async () => {
    const { rowCount } = await product.admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'bookflow_app' and not pid = any($1::int[]) and random() < 0.7`, [web])
    killed += rowCount ?? 0
  }
  for (let n = 0; n < events; n += 1) {
    rooms.push((await owner.post('/v1/resources', { name: `Room ${n}` })).body.id)
    if (n % (events / cuts) === 0) await cut()
  }
  while (killed <= cuts) await cut()
  const heard = () => endpoints.map(({ receiver, secret }) => receiver.received.map((received) => (verified(received, secret).data['resource'] as { id: string }).id))
  await eventually(
    async () => {
      // Attempts that failed by a cut wait for their schedule; nobody waits for a minute here.
      await product.admin.query(`update outbox set not_before = now() where status = 'pending' and enqueued_at is null and not_before > now()`)
      return (await product.admin.query<{ status: string; n: number }>(`select status, count(*)::int as n from outbox where org_id = $1 and channel in ('webhooks.dispatch', 'webhooks.delivery') group by status`, [org.id])).rows
    },
    (rows) => rows.length === 1 && rows[0]!.status === 'sent' && rows[0]!.n >= events * 5,
    240,
  )
  for (const worker of workers) await worker.stop()

  expect(killed).toBeGreaterThan(cuts)
  for (const each of heard()) expect(new Set(each)).toEqual(new Set(rooms))
  for (const { receiver } of endpoints) {
    for (const [, copies] of Map.groupBy(receiver.received, ({ headers }) => headers['webhook-id'])) expect(new Set(copies.map(({ body }) => body)).size).toBe(1)
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(events)
  }
  const { rows } = await product.admin.query<{ n: number }>(`select count(*)::int as n from outbox where org_id = $1 and channel = 'webhooks.delivery'`, [org.id])
  expect(rows[0]!.n, 'one row per event and endpoint, however often the dispatch was tried').toBe(events * endpoints.length)
}, 300_000)
