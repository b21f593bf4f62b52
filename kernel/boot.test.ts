import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshKernel, type FreshKernel } from '#kernel/testing/fresh-kernel'

let fresh: FreshKernel
beforeAll(async () => {
  fresh = await freshKernel()
})
afterAll(() => fresh.close())

it('stops every part, the last registered first, also when one of them fails', async () => {
  const { kernel } = await fresh.process()
  const stopped: string[] = []
  kernel.onStop(async () => void stopped.push('first'))
  kernel.onStop(() => Promise.reject(new Error('the second hangs on')))
  kernel.onStop(async () => void stopped.push('third'))
  await expect(kernel.stop()).rejects.toMatchObject({ message: expect.stringContaining('1 of 4'), errors: [new Error('the second hangs on')] })
  expect(stopped).toEqual(['third', 'first'])
  expect(kernel.dataSource.isInitialized).toBe(false)
  await kernel.stop()
})
