import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually, freshKernel, type FreshKernel } from '../testing/fresh-kernel.js'
import { wakeUpToken, type News, type WakeUp } from './wake-up.js'

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

  test('connects again by itself and says "look once" when it does', async () => {
    heard.length = 0
    await kernel.sql(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'bookflow wake-up' and datname = current_database()`)
    await eventually(() => heard, (news) => news.some(({ events, messages }) => events && messages), 15)
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
