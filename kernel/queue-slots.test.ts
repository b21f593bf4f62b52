import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { JobData } from './queue-jobs.js'
import { Slots, type JobSource } from './queue-slots.js'

const log = pino({ level: 'silent' })
const waiting: { id: string; data: JobData }[] = []
const settled: string[] = []
const touched: string[][] = []
let fetches: number[] = []

const source: JobSource = {
  fetch: async (limit) => {
    fetches.push(limit)
    return waiting.splice(0, limit)
  },
  complete: async (id) => settled.push(`complete ${id}`),
  fail: async (id, reason) => settled.push(`fail ${id}: ${reason}`),
  touch: async (ids) => touched.push(ids),
}
const offer = (...ids: string[]) => waiting.push(...ids.map((id) => ({ id, data: { org_id: null, id } })))

/** Jobs that run until they are told how they end. */
const ends = new Map<string, { resolve(): void; reject(error: Error): void }>()
const handler = ({ id }: JobData) => new Promise<void>((resolve, reject) => ends.set(id, { resolve, reject }))

let slots: Slots
beforeEach(() => {
  vi.useFakeTimers()
  for (const list of [waiting, settled, touched]) list.length = 0
  fetches = []
  ends.clear()
  slots = new Slots('outbox.demo', source, 3, handler, log)
})
afterEach(() => vi.useRealTimers())
const settle = () => vi.advanceTimersByTimeAsync(1)

describe('slots', () => {
  it('are filled, and filled again one by one as they become free', async () => {
    offer('a', 'b', 'c', 'd', 'e')
    slots.start()
    await settle()
    expect([...ends.keys()]).toEqual(['a', 'b', 'c'])
    ends.get('b')!.resolve()
    await settle()
    expect([...ends.keys()]).toEqual(['a', 'b', 'c', 'd'])
    ends.get('a')!.reject(new Error('no'))
    await settle()
    expect([...ends.keys()]).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(settled).toEqual(['complete b', 'fail a: no'])
    expect(fetches[0]).toBe(3)
    expect(fetches.slice(1).every((limit) => limit >= 1 && limit <= 3)).toBe(true)
    for (const { resolve } of ends.values()) resolve()
    await slots.stop(1_000)
  })

  it('give a sign of life of every job they hold, twice within the time after which it is missed', async () => {
    offer('a', 'b')
    slots.start()
    await vi.advanceTimersByTimeAsync(9_999)
    expect(touched).toEqual([['a', 'b'], ['a', 'b']])
    for (const { resolve } of ends.values()) resolve()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(touched).toHaveLength(2)
    await slots.stop(1_000)
  })

  it('look again when woken, and by themselves', async () => {
    slots.start()
    await settle()
    offer('a')
    slots.wake()
    await settle()
    offer('b')
    await vi.advanceTimersByTimeAsync(600)
    expect([...ends.keys()]).toEqual(['a', 'b'])
    for (const { resolve } of ends.values()) resolve()
    await slots.stop(1_000)
  })

  it('stop with the last job they hold, or without it when the time is up; they take no more', async () => {
    offer('a')
    slots.start()
    await settle()
    let stopped = false
    const stopping = slots.stop(1_000).then(() => (stopped = true))
    offer('b')
    await vi.advanceTimersByTimeAsync(500)
    expect(stopped).toBe(false)
    await vi.advanceTimersByTimeAsync(600)
    await stopping
    expect([...ends.keys()]).toEqual(['a'])
  })

  it('survive a source that fails', async () => {
    const failing = vi.spyOn(source, 'fetch').mockRejectedValueOnce(new Error('database away'))
    offer('a')
    slots.start()
    await vi.advanceTimersByTimeAsync(200)
    expect([...ends.keys()]).toEqual(['a'])
    failing.mockRestore()
    vi.spyOn(source, 'complete').mockRejectedValueOnce(new Error('database away'))
    ends.get('a')!.resolve()
    offer('b')
    await vi.advanceTimersByTimeAsync(600)
    expect([...ends.keys()]).toEqual(['a', 'b'])
    ends.get('b')!.resolve()
    await slots.stop(1_000)
  })
})
