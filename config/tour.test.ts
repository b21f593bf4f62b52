/** The tour of the README, run as it stands: a server, a worker, bash and curl. What the comments promise is what must come. */
import { afterAll, beforeAll, it } from 'vitest'
import { boot, type Kernel } from '#kernel/boot'
import { startWorker } from '#kernel/worker'
import { productModules } from '#config/modules'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { expectTour } from '#config/testing/readme-tour'
import { freePort } from '#kernel/testing/free-port'

let product: TestProduct
let worker: Kernel
let url: string

beforeAll(async () => {
  const port = await freePort()
  url = `http://localhost:${port}`
  product = await createTestApp({ config: { public_url: url, port } })
  await product.app.listen({ host: 'localhost', port })
  worker = await boot(product.kernel.config, productModules)
  await startWorker(worker)
})
afterAll(async () => {
  await worker?.stop()
  await product.close()
})

it('does what it says', () => expectTour(url))
