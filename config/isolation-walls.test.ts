/** INV-1: two walls stand between organisations, and each holds without the other. Without both the probe finds holes: isolation.test.ts. */
import { afterEach, expect, it } from 'vitest'
import { createFurnishable } from '#config/testing/furnished-org'
import { IsolationProbe } from '#config/testing/isolation-probe'
import type { TestProduct } from '#config/testing/product'
import { dropPredicates, dropRowSecurity, type Unpredicated } from '#config/testing/walls'

let product: TestProduct
let unpredicated: Unpredicated | null = null
afterEach(async () => {
  unpredicated?.restore()
  unpredicated = null
  await product.close()
})

it('INV-1: the predicates of the statements hold without row-level security', { timeout: 180_000 }, async () => {
  product = await createFurnishable()
  expect(await dropRowSecurity(product)).toBeGreaterThanOrEqual(25)
  const { findings, positions } = await IsolationProbe.run(product)
  expect(findings).toEqual([])
  expect(positions).toBeGreaterThanOrEqual(100)
})

it('INV-1: row-level security holds without the predicates of the statements', { timeout: 180_000 }, async () => {
  unpredicated = dropPredicates()
  product = await createFurnishable()
  const { findings, positions } = await IsolationProbe.run(product)
  expect(findings).toEqual([])
  expect(positions).toBeGreaterThanOrEqual(100)
  expect(unpredicated.statements).toBeGreaterThanOrEqual(1_000)
})
