/** INV-14 over the whole API, generated from the OpenAPI document; `config/testing/isolation-probe.ts` says how. */
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

it('INV-14: what belongs to another organisation cannot be told from what never was', { timeout: 180_000 }, async () => {
  product = await createFurnishable()
  const { operations, positions, requests, findings, blind } = await IsolationProbe.run(product)
  console.log(`isolation: ${operations} operations, ${positions} positions, ${requests} requests`)
  expect(findings).toEqual([])
  expect(blind).toEqual([])
  expect(operations).toBeGreaterThanOrEqual(75)
  expect(positions).toBeGreaterThanOrEqual(100)
})

it('INV-14: nor through an API key with every scope', { timeout: 180_000 }, async () => {
  product = await createFurnishable()
  const { positions, findings, blind } = await IsolationProbe.run(product, 'API key')
  expect(findings).toEqual([])
  // Where only people may go a key learns nothing, whatever it names.
  expect(blind.filter((place) => !place.includes('403'))).toEqual([])
  expect(positions).toBeGreaterThanOrEqual(100)
})

it('finds what the walls keep, once both are down', { timeout: 180_000 }, async () => {
  unpredicated = dropPredicates()
  product = await createFurnishable()
  await dropRowSecurity(product)
  const { findings } = await IsolationProbe.run(product)
  const found = (what: RegExp) => findings.filter((finding) => what.test(finding)).length
  expect(found(/a foreign id is told from a random one/)).toBeGreaterThanOrEqual(30)
  expect(found(/left a trace/)).toBeGreaterThanOrEqual(5)
})
