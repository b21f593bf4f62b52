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
    // A key is its owner within its scopes: never more, and nothing at all where only people may go.
    if (cells['API key: all'] !== '403') expect(cells['API key: all'], operation.path).toBe(cells.owner)
    if (cells['API key: one'] !== '403') expect(cells['API key: one'], operation.path).toBe(cells['API key: all'])
    if (operation.path.startsWith('/v1/auth/')) expect([cells['API key: all'], cells['API key: one']], operation.path).toEqual(['403', '403'])
    // What has an id is another organisation's, whatever the caller holds in their own.
    if (operation.path.includes('{id}')) expect(cells['other organisation'], operation.path).toBe('404')
  }
  const open = (caller: (typeof callers)[number]) => matrix.rows.filter(({ cells }) => cells[caller] !== '403').length
  expect([open('API key: all'), open('API key: one')]).toEqual([expect.toSatisfy((many: number) => many > 70), expect.toSatisfy((few: number) => few >= 2 && few <= 8)])
  const text = roleMatrixPage(matrix, verbs)
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(page, text)
  expect(existsSync(page) ? readFileSync(page, 'utf8') : '', 'docs/role-matrix.md is not what the product does. Look at each difference; when it is meant, npm run matrix').toBe(text)
})
