import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'

let gone: Server
let product: TestProduct
beforeAll(async () => {
  gone = createServer((request, response) => {
    request.resume()
    response.writeHead(410).end()
  })
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve))
  product = await createTestApp({ modules: ['notifications', 'webhooks'], config: { egress: { allowed_networks: ['127.0.0.1/32'] } } })
})
afterAll(async () => {
  await product.close()
  gone.close()
})

it('an endpoint that asks us to stop is switched off, and each owner gets a mail about it, without the path of its URL', async () => {
  const org = await product.newOrg()
  const [second, admin] = [await org.person('owner'), await org.person('admin')]
  const { port } = gone.address() as AddressInfo
  const endpoint = await product.as(admin).post('/v1/webhooks/endpoints', { url: `http://127.0.0.1:${port}/secret-path`, description: 'Door <locks>', event_types: ['orgs.updated'] })
  expect((await product.as(admin).post(`/v1/webhooks/endpoints/${endpoint.body.id}/test-event`)).status).toBe(202)
  await product.drain()
  expect((await product.as(admin).get(`/v1/webhooks/endpoints/${endpoint.body.id}`)).body).toMatchObject({ enabled: false, disabled_reason: 'gone' })
  const { items } = (await product.as(org.owner).get('/v1/mailbox')).body
  expect(items.map(({ to }: { to: string }) => to).sort()).toEqual([org.owner.email, second.email].sort())
  const { text, html, subject } = (await product.as(org.owner).get(`/v1/mailbox/${items[0].id}`)).body
  for (const part of [text, html, subject]) expect(part).not.toContain('secret-path')
  expect(text).toContain(`http://127.0.0.1:${port}`)
  expect(text).toContain('Door <locks>')
  expect(html).toContain('Door &lt;locks&gt;')
  expect(text).toContain(`/app/webhooks/${endpoint.body.id}`)
})
