import type { Pool, PoolClient } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshKernel, type FreshKernel } from '../testing/fresh-kernel.js'

let kernel: FreshKernel
beforeAll(async () => {
  kernel = await freshKernel()
})
afterAll(() => kernel.close())

it('a connection that ends in the tick in which it is handed out is heard by somebody', async () => {
  const { dataSource } = (await kernel.process()).kernel
  const pool = (dataSource.driver as unknown as { master: Pool }).master
  const listeners = await new Promise<number>((resolve, reject) =>
    pool.connect((error: Error | undefined, client: PoolClient | undefined, release: (destroy?: boolean) => void) => {
      if (!client) return reject(error ?? new Error('no client'))
      const count = client.listenerCount('error')
      client.emit('error', new Error('terminating connection due to administrator command'))
      release(true)
      resolve(count)
    }),
  )
  expect(listeners).toBeGreaterThan(0)
})
