/** INV-6: a web process opens no connection but to PostgreSQL, whatever it is asked to do; what is to be sent waits for the worker. */
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { createFurnishable, equip, signedIn } from '#config/testing/furnished-org'
import { fuzz } from '#config/testing/fuzzer'
import { denyOutbound, type Outbound } from '#config/testing/outbound'
import type { TestProduct } from '#config/testing/product'
import { connectionOf } from '#kernel/database/connection'

let product: TestProduct
let outbound: Outbound | null = null
afterEach(async () => {
  outbound?.restore()
  await product.close()
})

it('INV-6: the web process opens no connection but to PostgreSQL, in every operation there is', async () => {
  // A provider and endpoints are set up, so that there is somewhere to send to.
  product = await createFurnishable({
    config: { egress: { allowed_networks: ['127.0.0.1/32'] }, mail: { resend_api_key: 're_test', resend_base_url: 'http://127.0.0.1:9', from: 'BookFlow <bookings@bookflow.test>', resend_webhook_secrets: [] } },
  })
  await product.app.listen({ host: '127.0.0.1', port: 0 })
  const { host, port } = connectionOf(product.urls.app)
  const database = [`${host}/.s.PGSQL.${port}`, `${host}:${port}`]
  const own = `127.0.0.1:${(product.app.server.address() as AddressInfo).port}`
  outbound = denyOutbound((place) => database.includes(place) || place === own)
  const { org, admin, member, approver, rooms, bookings } = await equip(product)
  const { operations, findings } = await fuzz(product, {
    seed: 11,
    requests: 800,
    callers: () => Promise.all([org.owner, admin, member, approver].map((person) => signedIn(product, person, org))),
    again: (person) => signedIn(product, person, org),
    ids: [rooms.free, ...bookings.confirmed, ...bookings.pending],
  })
  expect(outbound.refused).toEqual([])
  expect(findings).toEqual([])
  expect(operations).toBeGreaterThanOrEqual(90)
  // Everything that is to be sent is still to be sent: bookings, webhooks, invitations.
  const { rows } = await product.admin.query<{ channel: string; status: string; attempts: number }>(`select distinct channel, status, attempts from outbox union all select distinct channel, status, attempts from account_outbox`)
  expect(rows.map(({ channel }) => channel)).toEqual(expect.arrayContaining(['notifications.email']))
  expect(rows.length).toBeGreaterThanOrEqual(3)
  for (const row of rows) expect(row).toMatchObject({ attempts: 0 })
  expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['pending']))
})

it('INV-6: the wall around this process is one: it refuses names, addresses and URLs, and lets through what it is told to', async () => {
  product = await createFurnishable({ modules: ['members'] })
  outbound = denyOutbound(() => false)
  await expect(fetch('http://127.0.0.1:39999/')).rejects.toThrow('fetch failed')
  await expect(fetch('http://localhost:39999/')).rejects.toThrow('fetch failed')
  expect(outbound.refused).toEqual(['127.0.0.1:39999', 'localhost:39999'])
})
