/** The clock as a worker runs it. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { eventually } from '#kernel/testing/fresh-kernel'
import { notificationsModule } from '../module.js'
import { Stage } from '../testing/stage.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['notifications'] })
})
afterAll(() => product.close())

const messages = async (stage: Stage) => (await product.admin.query<{ kind: string }>(`select payload->>'kind' as kind from outbox where org_id = $1 and payload->>'kind' = 'booking_reminder'`, [stage.org.id])).rows

it('hands a reminder to the outbox when its time has come, in any number of workers, and stops', async () => {
  const stage = await Stage.in(product)
  await stage.book(stage.member, 3 * 1440)
  await product.drain()
  const stops = await Promise.all([1, 2].map(() => notificationsModule.start(product.container, 'worker')))
  await stage.pass(3 * 1440 - 59)
  await eventually(() => messages(stage), (rows) => rows.length > 0)
  for (const stop of stops) await stop()
  expect(await messages(stage)).toHaveLength(1)
})

it('is not run by a web process', async () => {
  const stage = await Stage.in(product)
  await stage.book(stage.member, 3 * 1440)
  await product.drain()
  await stage.pass(3 * 1440 - 59)
  const before = await stage.reminders()
  const stop = await notificationsModule.start(product.container, 'web')
  await stop()
  expect(await stage.reminders()).toEqual(before)
})
