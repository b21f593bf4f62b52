/** What a decisive event costs: a question for each session. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { eventRecorderToken } from '#kernel/events/recorder'
import { members } from '#modules/members/contract'
import { defineSse } from './module.js'
import { streamSettings } from './settings.js'
import { emitters, probeModule } from './testing/probe.js'
import { StreamReader, type Frame } from './testing/stream-reader.js'

let product: TestProduct
let admissions = 0
beforeAll(async () => {
  // Never by the clock: every question is one an event raised.
  const sse = defineSse({ ...streamSettings, verify_ms: 600_000, trust_ms: 600_000, tick_ms: 30 })
  product = await createTestApp({ modules: ['members'], extraModules: [sse, probeModule], observe: ({ name }) => void (name === 'kernel.admission_tenant_user' && (admissions += 1)) })
  await product.app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => product.close())

it('INV-12: many events at once about an organisation ask once about each session, not about each stream', async () => {
  const org = await product.newOrg()
  const people = [org.owner, await org.person('admin'), await org.person('member')]
  const readers = await Promise.all(people.flatMap((person) => Array.from({ length: streamSettings.per_user }, () => StreamReader.open(product.app, person.token))))
  await Promise.all(readers.map((reader) => reader.next(({ event }: Frame) => event === 'ready')))
  admissions = 0
  const recorder = product.container.resolve(eventRecorderToken)
  await product.inTenant(org.id, async () => {
    for (const { user_id, role } of people) recorder.emit(members.events.role_changed, { subject: { kind: 'member', id: user_id }, data: { user_id, role } })
    emitters(recorder).ticked(1)
  })
  await Promise.all(readers.map((reader) => reader.next(({ data }: Frame) => data?.data?.['step'] === 1)))
  expect(readers.length).toBe(3 * streamSettings.per_user)
  // The feed may hand out what one commit recorded in two batches.
  expect(admissions).toBeGreaterThanOrEqual(people.length)
  expect(admissions).toBeLessThanOrEqual(2 * people.length)
  for (const reader of readers) reader.close()
})
