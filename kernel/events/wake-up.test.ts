import type { DataSource } from 'typeorm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually, freshKernel, type FreshKernel } from '../testing/fresh-kernel.js'
import { WakeUp, wakeUpToken, type News } from './wake-up.js'

let kernel: FreshKernel
let here: WakeUp
let there: WakeUp
const heard: News[] = []
const own: News[] = []

beforeAll(async () => {
  kernel = await freshKernel()
  const processes = [await kernel.process(), await kernel.process()]
  ;[here, there] = processes.map(({ container }) => container.resolve(wakeUpToken)) as [WakeUp, WakeUp]
  for (const [index, wakeUp] of [here, there].entries()) processes[index]!.kernel.onStop(() => wakeUp.stop())
  here.onWake((news) => own.push(news))
  there.onWake((news) => heard.push(news))
  there.start()
  // Connected: what was said before is unknown, so it says "look once".
  await eventually(() => heard.length, (length) => length === 1)
  expect(heard.splice(0)).toEqual([{ events: true, messages: true }])
})
afterAll(() => kernel.close())

describe('wake-up', () => {
  test('tells its own process at once and the other soon, once for many', async () => {
    for (let n = 0; n < 100; n += 1) here.publish({ events: n === 50, messages: false })
    expect(own.filter(({ events }) => events)).toHaveLength(1)
    await eventually(() => heard.length, (length) => length > 0)
    expect(heard.splice(0)).toEqual([{ events: true, messages: false }])
  })

  test('debounces: a thousand commits cost few notifications', async () => {
    const from = Date.now()
    for (let n = 0; n < 1_000; n += 1) {
      here.publish({ events: true, messages: true })
      if (n % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await eventually(() => heard.length, (length) => length > 0)
    expect(heard.length).toBeLessThanOrEqual(2 + (Date.now() - from) / 10)
    expect(heard.at(-1)).toEqual({ events: true, messages: true })
  })

  test('has one notification under way at a time, however long it takes: the other connections are for requests', async () => {
    const sent: PromiseWithResolvers<void>[] = []
    const slow = { isInitialized: true, query: () => (sent.push(Promise.withResolvers<void>()), sent.at(-1)!.promise) }
    const { logger } = (await kernel.process()).kernel
    const wakeUp = new WakeUp(kernel.urls.app, slow as unknown as DataSource, logger)
    wakeUp.publish({ events: true, messages: false })
    await eventually(() => sent.length, (length) => length === 1)
    for (let n = 0; n < 5; n += 1) {
      wakeUp.publish({ events: false, messages: true })
      await new Promise((resolve) => setTimeout(resolve, 15))
    }
    expect(sent).toHaveLength(1)
    // What was said meanwhile is not lost, also when the one before failed.
    sent[0]!.reject(new Error('the database blinked'))
    await eventually(() => sent.length, (length) => length === 2)
    sent[1]!.resolve()
    await wakeUp.stop()
    expect(sent).toHaveLength(2)
  })

  test('connects again by itself and says "look once" when it does', async () => {
    heard.length = 0
    await kernel.sql(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'bookflow wake-up' and datname = current_database()`)
    await eventually(() => heard, (news) => news.some(({ events, messages }) => events && messages))
    heard.length = 0
    here.publish({ events: false, messages: true })
    await eventually(() => heard, (news) => news.some(({ messages }) => messages))
  })

  test('without a database it neither throws nor stops', async () => {
    const lonely = await kernel.process()
    const wakeUp = lonely.container.resolve(wakeUpToken)
    await lonely.kernel.dataSource.destroy()
    expect(() => wakeUp.publish({ events: true, messages: true })).not.toThrow()
    await new Promise((resolve) => setTimeout(resolve, 30))
    await wakeUp.stop()
    await lonely.kernel.dataSource.initialize()
  })
})
