/** Rows F of the guarantees that need no child process. The others: config/kill-points.test.ts, config/delivery-kills.test.ts, and `npm run chaos -- faults`. */
import { once } from 'node:events'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '#kernel/testing/fresh-kernel'
import { createTestApp, type TestProduct } from '#config/testing/product'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['health'] })
})
afterAll(() => product.close())

it('F14: a request that reaches a stopping process on a kept connection is served and told to use another', async () => {
  const { app } = product
  await app.listen({ port: 0, host: '127.0.0.1' })
  const taken = once(app.server, 'connection') as Promise<[Socket]>
  const client = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  let heard = ''
  client.setEncoding('utf8').on('data', (part: string) => (heard += part))
  const [server] = await taken
  const begun = 'GET /livez HTTP/1.1\r\nhost: localhost\r\n'
  client.write(begun)
  await eventually(() => server.bytesRead, (bytes) => bytes === begun.length)
  const closed = app.close()
  await eventually(() => app.server.listening, (listening) => !listening)
  client.write('\r\n')
  await eventually(() => heard, (text) => text.includes('\r\n\r\n'))
  expect(heard).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  expect(heard).toMatch(/^connection: close\r$/im)
  await closed
})
