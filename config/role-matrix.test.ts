/** INV-10: who may do what, asked of the product and compared with the page that people reviewed. `npm run matrix` writes the page anew. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createFurnishable } from '#config/testing/furnished-org'
import type { TestProduct } from '#config/testing/product'
import { callers, roleMatrix } from '#config/testing/role-matrix'
import { roleMatrixPage } from '#config/testing/role-matrix-page'
import { verbTable } from '#config/testing/role-verbs'

const page = fileURLToPath(new URL('../docs/role-matrix.md', import.meta.url))

let product: TestProduct
beforeAll(async () => {
  product = await createFurnishable()
})
afterAll(() => product.close())

it('INV-10: everybody may do what docs/role-matrix.md says, and nothing else', { timeout: 180_000 }, async () => {
  const verbs = await verbTable(product)
  const matrix = await roleMatrix(product)
  expect(matrix.rows.length).toBeGreaterThanOrEqual(60)
  expect(matrix.requests).toBe(matrix.rows.length * callers.length)
  for (const { operation, cells } of matrix.rows) {
    expect([cells.anonymous, cells['removed member']], operation.path).toEqual(['401', '401'])
    // What has an id is another organisation's, whatever the caller holds in their own.
    if (operation.path.includes('{id}')) expect(cells['other organisation'], operation.path).toBe('404')
  }
  const text = roleMatrixPage(matrix, verbs)
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(page, text)
  expect(existsSync(page) ? readFileSync(page, 'utf8') : '', 'docs/role-matrix.md is not what the product does. Look at each difference; when it is meant, npm run matrix').toBe(text)
})
