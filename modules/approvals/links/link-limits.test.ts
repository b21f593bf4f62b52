import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['approvals'], config: { auth_attempts_per_minute: 3 } })
})
afterAll(() => product.close())

it.each(['preview', 'decision'])('guessing tokens is slowed down (%s)', async (path) => {
  const guess = () => product.anonymous.post(`/v1/decision-links/${path}`, { token: 'x', ...(path === 'decision' ? { decision: 'approve' } : {}) })
  const answers = [await guess(), await guess(), await guess(), await guess()]
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 429])
  expect(Number(answers[3]!.headers['retry-after'])).toBeGreaterThan(0)
})
