import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from './product.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['members'] })
})
afterAll(() => product.close())

it('makes organisations and people whose tokens the product believes', async () => {
  const org = await product.newOrg({ name: 'Acme' })
  const mia = await org.person('member')
  const me = await product.as(mia).get('/v1/organization')
  expect([me.status, me.body.name]).toEqual([200, 'Acme'])
})
