import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ConnectionQueue, NoConnection } from './connection-queue.js'
import { isUnavailable } from './sqlstate.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const limits = { standstill: 2_000, longest: 10_000 }

describe('the line for a connection', () => {
  it('admits in order of arrival', async () => {
    const queue = new ConnectionQueue(1, limits)
    await queue.enter()
    const order: number[] = []
    const waiting = [1, 2, 3].map((n) => queue.enter().then(() => order.push(n)))
    for (let n = 0; n < 3; n += 1) {
      queue.leave()
      await vi.advanceTimersByTimeAsync(1)
    }
    await Promise.all(waiting)
    expect(order).toEqual([1, 2, 3])
  })

  it('keeps a line that moves, however long it is', async () => {
    const queue = new ConnectionQueue(1, limits)
    await queue.enter()
    const last = Array.from({ length: 5 }, () => queue.enter()).at(-1)!
    for (let n = 0; n < 5; n += 1) {
      await vi.advanceTimersByTimeAsync(1_500)
      queue.leave()
    }
    await expect(last).resolves.toBeUndefined()
  })

  it('refuses everybody who waited through a standstill, and goes on afterwards', async () => {
    const queue = new ConnectionQueue(1, limits)
    await queue.enter()
    const refused = Promise.allSettled([queue.enter(), queue.enter()])
    await vi.advanceTimersByTimeAsync(2_300)
    const results = await refused
    expect(results.map((result) => result.status === 'rejected' && result.reason instanceof NoConnection && isUnavailable(result.reason))).toEqual([true, true])
    queue.leave()
    await expect(queue.enter()).resolves.toBeUndefined()
  })

  it('lets nobody wait for ever in a line that crawls', async () => {
    const queue = new ConnectionQueue(1, limits)
    await queue.enter()
    const many = Array.from({ length: 20 }, () => queue.enter().then(() => true, () => false))
    for (let n = 0; n < 8; n += 1) {
      await vi.advanceTimersByTimeAsync(1_500)
      queue.leave()
    }
    const answers = await Promise.all(many)
    expect(answers.filter(Boolean).length).toBeLessThanOrEqual(8)
    expect(queue.waiting).toBe(0)
  })
})
