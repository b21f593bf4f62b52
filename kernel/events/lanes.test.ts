/** Channels with their own schedule, lanes, and slots: one dead destination costs nobody else anything. */
import { Type } from 'typebox'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { note } from '../language.js'
import { newId } from '../ids.js'
import { moduleSwitchesToken } from '../tenancy/module-switches.js'
import { eventually, freshKernel, type FreshKernel } from '../testing/fresh-kernel.js'
import { buildWorker, startWorker } from '../worker.js'
import { AttemptFailed, DeliveryRefused, type Channel, type Delivery } from './outbox.js'
import { laneLimit } from './relay.js'
import { Replay } from './replay.js'
import { wakeUpToken } from './wake-up.js'

type Row = { id: string; status: string; attempts: number; reason: string | null; enqueued_at: string | null; due_in: number; lane: string | null }

const seen: Delivery[] = []
let answer: (delivery: Delivery) => Promise<{ provider_id?: string }> | { provider_id?: string } = () => ({})
const channel: Channel = {
  name: 'demo.far',
  payload: Type.Object({ n: Type.Integer() }),
  schedule: { delays_seconds: [0, 60, 1_800, 14_400, 86_400], jitter: 0.1 },
  slots: 16,
  deliver: async (delivery) => {
    seen.push(delivery)
    return answer(delivery)
  },
}

let kernel: FreshKernel
let worker: Awaited<ReturnType<FreshKernel['process']>>
let parts: ReturnType<typeof buildWorker>

const rowOf = async (id: string) => (await kernel.sql<Row>(`select *, extract(epoch from not_before - now())::float8 as due_in from outbox where id = $1`, [id]))[0]!

async function written(lane: string | null, count = 1): Promise<{ org_id: string; ids: string[] }> {
  const org_id = newId()
  await worker.transactions.asSystem(org_id, 'test', async () => {
    for (let n = 0; n < count; n += 1) worker.recorder.send({ channel: 'demo.far', payload: { n }, ...(lane === null ? {} : { lane }) })
  })
  const rows = await kernel.sql<{ id: string }>('select id from outbox where org_id = $1 order by seq', [org_id])
  return { org_id, ids: rows.map(({ id }) => id) }
}

beforeAll(async () => {
  kernel = await freshKernel([channel])
  worker = await kernel.process()
  parts = buildWorker(worker.kernel)
  await parts.queue.start()
  await parts.queue.prepare(['demo.far'])
  worker.kernel.onStop(() => parts.queue.stop(1))
})
afterAll(() => kernel.close())
beforeEach(async () => {
  seen.length = 0
  answer = () => ({})
  await kernel.sql('delete from outbox')
  await kernel.sql('delete from pgboss.job')
})

describe('a schedule', () => {
  test('decides when the next attempt is due, with jitter; the fifth failure is dead', async () => {
    const { org_id, ids } = await written(null)
    answer = () => Promise.reject(new Error('no'))
    for (const [attempt, delay] of [60, 1_800, 14_400, 86_400].entries()) {
      await kernel.sql('update outbox set not_before = now() where id = $1', [ids[0]])
      await parts.relay.pass()
      await parts.delivery.deliver('demo.far', { org_id, id: ids[0]! })
      const row = await rowOf(ids[0]!)
      expect(row).toMatchObject({ status: 'pending', attempts: attempt + 1, reason: 'no', enqueued_at: null })
      expect(row.due_in).toBeGreaterThan(delay - 5)
      expect(row.due_in).toBeLessThan(delay * 1.1 + 1)
      expect(seen.at(-1)!.retry_in).toBeGreaterThanOrEqual(delay)
      expect(await kernel.sql('select 1 from pgboss.job where id = $1', [ids[0]])).toEqual([])
    }
    await kernel.sql('update outbox set not_before = now() where id = $1', [ids[0]])
    await parts.relay.pass()
    await parts.delivery.deliver('demo.far', { org_id, id: ids[0]! })
    expect(seen.at(-1)!.retry_in).toBeNull()
    expect(await rowOf(ids[0]!)).toMatchObject({ status: 'dead', attempts: 5 })
    expect(await kernel.sql('select name from pgboss.job where id = $1', [ids[0]])).toEqual([{ name: 'dead.demo.far' }])
  })

  test.each([
    ['an hour', 3_600, 3_600],
    ['less than the schedule', 1, 60],
    ['for ever', 1e9, 86_400],
  ])('gives way to a destination that says: come back in %s', async (_, wished, expected) => {
    const { org_id, ids } = await written(null)
    answer = () => Promise.reject(new AttemptFailed(note`busy`, wished))
    await parts.relay.pass()
    await parts.delivery.deliver('demo.far', { org_id, id: ids[0]! })
    const row = await rowOf(ids[0]!)
    expect(row.attempts).toBe(1)
    expect(row.due_in).toBeGreaterThan(expected - 5)
    expect(row.due_in).toBeLessThan(expected * 1.1 + 1)
  })

  test('a refused delivery is dead at once, and comes back when asked', async () => {
    const { org_id, ids } = await written(null)
    answer = () => Promise.reject(new DeliveryRefused(note`gone`))
    await parts.relay.pass()
    await parts.delivery.deliver('demo.far', { org_id, id: ids[0]! })
    expect(await rowOf(ids[0]!)).toMatchObject({ status: 'dead', attempts: 1, reason: 'gone' })
    const replay = new Replay(worker.transactions, worker.container.resolve(wakeUpToken))
    expect(await worker.transactions.asSystem(org_id, 'test', () => replay.replay({ ids }))).toEqual(ids)
  })
})

describe('lanes', () => {
  test('of each lane at most two are under way, oldest first, whatever waits in others, also with several relays at once', async () => {
    const [dead, alive] = [newId(), newId()]
    const first = await written(dead, 2_000)
    const second = await written(alive, 3)
    await Promise.all([parts.relay.pass(), parts.relay.pass(), parts.relay.pass()])
    const claimed = await kernel.sql<Row & { n: number }>(`select lane, (payload->>'n')::int as n from outbox where enqueued_at is not null order by lane, n`)
    expect(claimed).toHaveLength(2 * laneLimit)
    expect(claimed.filter(({ lane }) => lane === alive).map(({ n }) => n)).toEqual([0, 1])
    expect(claimed.filter(({ lane }) => lane === dead).map(({ n }) => n)).toEqual([0, 1])
    await parts.delivery.deliver('demo.far', { org_id: second.org_id, id: second.ids[0]! })
    await parts.relay.pass()
    expect((await rowOf(second.ids[2]!)).enqueued_at).not.toBeNull()
    expect((await rowOf(first.ids[2]!)).enqueued_at).toBeNull()
  })

  test('are left to the relay that claims in them: two that count at once would each see a free place', async () => {
    const lane = newId()
    await written(lane, 3)
    const { ids } = await written(null)
    await kernel.sql('begin')
    await kernel.sql(`select pg_advisory_xact_lock(hashtextextended('outbox lanes', 0))`)
    await parts.relay.pass()
    expect((await rowOf(ids[0]!)).enqueued_at).not.toBeNull()
    expect(await kernel.sql('select 1 from outbox where lane = $1 and enqueued_at is not null', [lane])).toEqual([])
    await kernel.sql('rollback')
    await parts.relay.pass()
    expect(await kernel.sql('select 1 from outbox where lane = $1 and enqueued_at is not null', [lane])).toHaveLength(laneLimit)
  })

  test('a message without a lane does not wait for those that have one', async () => {
    await written(newId(), 1_500)
    const { ids } = await written(null)
    await parts.relay.pass()
    expect((await rowOf(ids[0]!)).enqueued_at).not.toBeNull()
  })

  test('what is replayed of a lane comes in the order it was written, at most so many', async () => {
    const lane = newId()
    const { org_id, ids } = await written(lane, 5)
    await written(newId(), 1)
    await kernel.sql(`update outbox set status = 'dead', finished_at = now() - random() * interval '1 hour' where lane = $1`, [lane])
    const replay = new Replay(worker.transactions, worker.container.resolve(wakeUpToken))
    const since = new Date(Date.now() - 72 * 3_600_000).toISOString()
    const brought = await worker.transactions.asSystem(org_id, 'test', () => replay.replay({ written_since: since, dead_before: new Date().toISOString(), lane, limit: 3 }))
    expect([...brought].sort()).toEqual(ids.slice(0, 3).sort())
    const due = await kernel.sql<Row>(`select id from outbox where lane = $1 and status = 'pending' order by not_before, seq`, [lane])
    expect(due.map(({ id }) => id)).toEqual(ids.slice(0, 3))
  })
})

describe('slots', () => {
  test('a destination that does not answer holds up nobody else, and never has more than two calls open', async () => {
    const hanging: (() => void)[] = []
    const dead = newId()
    let [open, most] = [0, 0]
    const healthy = Array.from({ length: 5 }, newId)
    const running = await kernel.process()
    answer = ({ payload }) => {
      if (payload['n'] !== 0) return {}
      open += 1
      most = Math.max(most, open)
      return new Promise((resolve) => {
        hanging.push(() => {
          open -= 1
          resolve({})
        })
      })
    }
    const org_id = newId()
    await running.transactions.asSystem(org_id, 'test', async () => {
      for (let n = 0; n < 40; n += 1) running.recorder.send({ channel: 'demo.far', payload: { n: 0 }, lane: dead })
      for (const lane of healthy) for (let n = 1; n <= 10; n += 1) running.recorder.send({ channel: 'demo.far', payload: { n }, lane })
    })
    await startWorker(running.kernel)
    const sent = () => kernel.sql<{ lane: string; n: number }>(`select lane, count(*)::int as n from outbox where status = 'sent' group by lane`)
    await eventually(sent, (rows) => rows.length === 5 && rows.every(({ n }) => n === 10))
    expect(most).toBe(laneLimit)
    expect((await kernel.sql(`select 1 from outbox where lane = $1 and status = 'pending'`, [dead])).length).toBe(40)
    answer = () => ({})
    for (const release of hanging.splice(0)) release()
    await eventually(() => kernel.sql<{ n: number }>(`select count(*)::int as n from outbox where status = 'pending'`), ([row]) => row!.n === 0)
  })
})

test('listening: a module asked on demand is known to admissions, and its row counts as never switched', async () => {
  const org_id = newId()
  const switches = worker.container.resolve(moduleSwitchesToken)
  const states = () => worker.transactions.asSystem(org_id, 'test', (work) => switches.statesIn(work, org_id))
  expect((await states()).listening.size).toBe(0)
  await worker.transactions.asSystem(org_id, 'test', (work) => switches.setListening(work, org_id, 'demo', true))
  expect([...(await states()).listening]).toEqual(['demo'])
  expect((await states()).disabled.size).toBe(0)
  expect(await worker.transactions.asSystem(org_id, 'test', (work) => switches.list(work, org_id))).toMatchObject([{ module: 'demo', enabled: true, version: 0 }])
  await worker.transactions.asSystem(org_id, 'test', (work) => switches.setListening(work, org_id, 'demo', false))
  expect((await states()).listening.size).toBe(0)
})
