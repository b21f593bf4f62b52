import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { auth } from '../contract.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['members'] })
})
afterAll(() => product.close())

it('admits a person', async () => {
  const org = await product.newOrg()
  const port = product.container.resolve(auth.port)
  expect((await port.findUserByEmail(org.owner.email.toUpperCase()))?.id).toBe(org.owner.user_id)
})
