import { Client } from 'pg'
import { Type } from 'typebox'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { note } from '../language.js'
import { connectionOf } from '../database/connection.js'
import { newId } from '../ids.js'
import { currentFlow } from '../tenancy/context.js'
import { accountMailToken } from '../mail/account-mail.js'
import { metricsToken } from '../metrics.js'
import { buildWorker, startWorker } from '../worker.js'
import { eventually, freshKernel, type FreshKernel } from '../testing/fresh-kernel.js'
import { stretchPolls } from '../testing/stretched-polls.js'
import { JobCancelled, JobSnoozed, type Channel, type Delivery } from './outbox.js'
import { relayPollMs } from './relay.js'
import { Replay } from './replay.js'
import { wakeUpToken } from './wake-up.js'

type Row = { id: string; org_id: string; status: string; attempts: number; reason: string | null; provider_id: string | null; finished_at: string | null; enqueued_at: string | null; not_before: string; due_in: number }

const seen: (Delivery & { org: string | null; working: boolean })[] = []
let answer: (delivery: Delivery) => { provider_id?: string } = () => ({ provider_id: 'p1' })

const record = async (delivery: Delivery) => {
  const flow = currentFlow()!
  seen.push({ ...delivery, org: flow.tenant?.org_id ?? null, working: flow.work !== null })
  return answer(delivery)
}
const channels: Channel[] = [
  { name: 'demo.note', payload: Type.Object({ n: Type.Integer() }), deliver: record },
  { name: 'demo.account', scope: 'account', payload: Type.Object({}), deliver: record },
]

let kernel: FreshKernel
let worker: Awaited<ReturnType<FreshKernel['process']>>
let parts: ReturnType<typeof buildWorker>
let replay: Replay

const rowOf = async (id: string) => (await kernel.sql<Row>(`select *, extract(epoch from not_before - now())::float8 as due_in from outbox where id = $1`, [id]))[0]!
const jobs = async (id: string) => (await kernel.sql<{ name: string; state: string }>(`select name, state::text from pgboss.job where id = $1 order by name`, [id])).map(({ name, state }) => `${name}:${state}`)

/** Writes one message in a tenant transaction and relays it. */
async function written(payload: Record<string, unknown> = { n: 1 }, channel = 'demo.note'): Promise<{ org_id: string; id: string }> {
  const org_id = newId()
  await worker.transactions.asSystem(org_id, 'test', async () => worker.recorder.send({ channel, payload }))
  const [row] = await kernel.sql<{ id: string }>('select id from outbox where org_id = $1', [org_id])
  await parts.relay.pass()
  return { org_id, id: row!.id }
}

const deliver = (job: { org_id: string | null; id: string }, channel = 'demo.note') => parts.delivery.deliver(channel, job)

/** Does something while the provider is being called. */
const during = (act: () => Promise<void>) => async (fn: () => Promise<void>) => {
  const original = channels[0]!.deliver
  channels[0]!.deliver = async (delivery) => {
    const result = await original(delivery)
    await act()
    return result
  }
  await fn().finally(() => (channels[0]!.deliver = original))
}

beforeAll(async () => {
  kernel = await freshKernel(channels)
  worker = await kernel.process()
  // Relay and delivery are called by hand here: the queue runs, but nobody works on it.
  parts = buildWorker(worker.kernel)
  await parts.queue.start()
  await parts.queue.prepare(channels.map(({ name }) => name))
  worker.kernel.onStop(() => parts.queue.stop(1))
  replay = new Replay(worker.transactions, worker.container.resolve(wakeUpToken))
})
afterAll(() => kernel.close())
beforeEach(() => {
  seen.length = 0
  answer = () => ({ provider_id: 'p1' })
})

describe('INV-5: relay', () => {
  test('marks the row and makes the job in one transaction, once', async () => {
    const job = await written()
    expect(await jobs(job.id)).toEqual(['outbox.demo.note:created'])
    expect((await rowOf(job.id)).enqueued_at).not.toBeNull()
    expect((await kernel.sql<{ data: unknown }>('select data from pgboss.job where id = $1', [job.id]))[0]!.data).toEqual(job)
    await parts.relay.pass()
    expect(await jobs(job.id)).toHaveLength(1)
  })

  test('two relays at once move every row exactly once', async () => {
    const org_id = newId()
    await worker.transactions.asSystem(org_id, 'test', async () => {
      for (let n = 0; n < 1_200; n += 1) worker.recorder.send({ channel: 'demo.note', payload: { n } })
    })
    const counts = await Promise.all([parts.relay.pass(), parts.relay.pass(), parts.relay.pass(), parts.relay.pass()])
    expect(counts.reduce((sum, count) => sum + count)).toBe(1_200)
    const [{ n }] = (await kernel.sql<{ n: number }>(`select count(*)::int as n from pgboss.job j join outbox o on o.id = j.id where o.org_id = $1 and o.enqueued_at is not null`, [org_id])) as [{ n: number }]
    expect(n).toBe(1_200)
    await kernel.sql('delete from outbox where org_id = $1', [org_id])
  })

  test('leaves what is not due', async () => {
    const org_id = newId()
    await worker.transactions.asSystem(org_id, 'test', async () => worker.recorder.send({ channel: 'demo.note', payload: { n: 1 }, not_before: new Date(Date.now() + 60_000) }))
    await parts.relay.pass()
    expect((await kernel.sql<Row>('select * from outbox where org_id = $1', [org_id]))[0]!.enqueued_at).toBeNull()
  })

  test('a channel without a module is dead and says so; the rest of the batch goes on', async () => {
    const lost = await written({}, 'nobody.knows')
    const row = await rowOf(lost.id)
    expect(row).toMatchObject({ status: 'dead', attempts: 0 })
    expect(row.reason).toContain(`'nobody.knows'`)
    expect(row.finished_at).not.toBeNull()
  })

  test('a transaction that rolls back leaves neither row nor job', async () => {
    const org_id = newId()
    await expect(
      worker.transactions.asSystem(org_id, 'test', async () => {
        worker.recorder.send({ channel: 'demo.note', payload: { n: 1 } })
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect(await kernel.sql('select 1 from outbox where org_id = $1', [org_id])).toHaveLength(0)
  })
})

describe('INV-6: delivery', () => {
  test('runs in a tenant flow without a transaction, counts before it calls, records what came of it', async () => {
    const job = await written()
    answer = () => ({ provider_id: 'abc' })
    await deliver(job)
    expect(seen).toEqual([{ ...job, attempt: 1, payload: { n: 1 }, retry_in: null, org: job.org_id, working: false }])
    expect(await rowOf(job.id)).toMatchObject({ status: 'sent', attempts: 1, provider_id: 'abc', reason: null })
    expect((await rowOf(job.id)).finished_at).not.toBeNull()
  })

  test('the attempt is committed when the channel is called', async () => {
    const job = await written()
    let committed = -1
    await during(async () => {
      committed = (await rowOf(job.id)).attempts
    })(() => deliver(job))
    expect(committed).toBe(1)
  })

  test('what is sent is never sent again', async () => {
    const job = await written()
    await deliver(job)
    await deliver(job)
    await kernel.sql(`update outbox set enqueued_at = now() where id = $1`, [job.id])
    await deliver(job)
    expect(seen).toHaveLength(1)
  })

  test('a failure keeps the reason and is thrown to the queue; the fifth is dead together with its dead-letter job', async () => {
    const job = await written()
    answer = () => {
      throw new Error('no such mailbox\u0000')
    }
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      await expect(deliver(job)).rejects.toThrow('no such mailbox')
      expect(await rowOf(job.id)).toMatchObject({ status: 'pending', attempts: attempt, reason: 'no such mailbox' })
    }
    expect(await jobs(job.id)).toEqual(['outbox.demo.note:created'])
    await deliver(job)
    expect(await rowOf(job.id)).toMatchObject({ status: 'dead', attempts: 5, reason: 'no such mailbox' })
    expect(await jobs(job.id)).toEqual(['dead.demo.note:created'])
    await deliver(job)
    expect(seen.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5])
  })

  test('an attempt that killed the worker five times is dead without a sixth', async () => {
    const job = await written()
    await kernel.sql('update outbox set attempts = 5 where id = $1', [job.id])
    await deliver(job)
    expect(seen).toHaveLength(0)
    expect((await rowOf(job.id)).status).toBe('dead')
    expect(await jobs(job.id)).toEqual(['dead.demo.note:created'])
  })

  test('cancelled: no further try', async () => {
    const job = await written()
    answer = () => {
      throw new JobCancelled(note`the booking is gone`)
    }
    await deliver(job)
    expect(await rowOf(job.id)).toMatchObject({ status: 'cancelled', attempts: 1, reason: 'the booking is gone' })
  })

  test('snoozed: later, without counting, and the old job does not stand in the way', async () => {
    const job = await written()
    answer = () => {
      throw new JobSnoozed(note`busy`, 120)
    }
    await deliver(job)
    const row = await rowOf(job.id)
    expect(row).toMatchObject({ status: 'pending', attempts: 0, enqueued_at: null, reason: 'busy' })
    expect(row.due_in).toBeGreaterThan(100)
    expect(await jobs(job.id)).toEqual([])
    await kernel.sql('update outbox set not_before = now() where id = $1', [job.id])
    await parts.relay.pass()
    answer = () => ({})
    await deliver(job)
    expect(await rowOf(job.id)).toMatchObject({ status: 'sent', attempts: 1 })
  })

  test('a provider cannot put us off for longer than a day, or not at all', async () => {
    const [long, short] = [await written(), await written()]
    answer = ({ id }) => {
      throw new JobSnoozed(note`later`, id === long.id ? 1e9 : -5)
    }
    await deliver(long)
    await deliver(short)
    expect((await rowOf(long.id)).due_in).toBeLessThanOrEqual(86_400)
    expect((await rowOf(short.id)).due_in).toBeGreaterThan(0)
  })

  test('a payload that does not fit is a failure that names the place', async () => {
    const job = await written({ n: 'one' })
    await expect(deliver(job)).rejects.toThrow(/demo\.note.*\/n/)
    expect(seen).toHaveLength(0)
  })

  test('parked while its module is off, and back when it is on', async () => {
    const job = await written()
    await kernel.sql(`insert into org_modules (org_id, module, enabled) values ($1, 'demo', false)`, [job.org_id])
    await deliver(job)
    expect(await rowOf(job.id)).toMatchObject({ status: 'parked', attempts: 0, reason: `Module 'demo' is switched off.` })
    // The queue would complete the job now; a finished job must not block the next one of the same id.
    await kernel.sql(`update pgboss.job set state = 'completed' where id = $1`, [job.id])
    const counts = await worker.transactions.asSystem(job.org_id, 'test', async (work) => {
      await work.query({ text: `update org_modules set enabled = true where org_id = $1`, values: [job.org_id] })
      return [await replay.unpark('other'), await replay.unpark('demo')]
    })
    expect(counts).toEqual([0, 1])
    await parts.relay.pass()
    expect(await jobs(job.id)).toEqual(['outbox.demo.note:created'])
    await deliver(job)
    expect((await rowOf(job.id)).status).toBe('sent')
  })

  test('account mail has no tenant', async () => {
    const id = await worker.container.resolve(accountMailToken).send({ channel: 'demo.account', payload: {} })
    await parts.relay.pass()
    await deliver({ org_id: null, id }, 'demo.account')
    expect(seen).toEqual([{ id, org_id: null, attempt: 1, payload: {}, retry_in: null, org: null, working: false }])
    expect((await kernel.sql<Row>('select * from account_outbox where id = $1', [id]))[0]).toMatchObject({ status: 'sent', provider_id: 'p1' })
  })

  test('an unknown row or another organisation finds nothing to send', async () => {
    const job = await written()
    await deliver({ org_id: newId(), id: job.id })
    await deliver({ org_id: job.org_id, id: newId() })
    expect(seen).toHaveLength(0)
  })

  test('a job whose row was taken back finds nothing to send', async () => {
    const job = await written()
    await kernel.sql('update outbox set enqueued_at = null where id = $1', [job.id])
    await deliver(job)
    expect(seen).toHaveLength(0)
    expect(await rowOf(job.id)).toMatchObject({ status: 'pending', attempts: 0 })
  })

  test('a success that comes after the row was given up is a success, and its dead-letter job goes', async () => {
    const job = await written()
    await kernel.sql('update outbox set attempts = 4 where id = $1', [job.id])
    await during(async () => {
      await kernel.sql(`update outbox set status = 'dead', finished_at = now() where id = $1`, [job.id])
      await kernel.sql(`update pgboss.job set name = 'dead.demo.note' where id = $1`, [job.id])
    })(() => deliver(job))
    expect(await rowOf(job.id)).toMatchObject({ status: 'sent', attempts: 5 })
    expect(await jobs(job.id)).toEqual([])
  })

  test('what the provider took is recorded although the database refuses at first, without another call', async () => {
    const job = await written()
    const blocker = new Client(connectionOf(kernel.urls.admin))
    await blocker.connect()
    await during(async () => {
      await blocker.query('begin')
      await blocker.query('select 1 from outbox where id = $1 for update', [job.id])
    })(async () => {
      const delivered = deliver(job)
      // The lock is waited for longer than the application's connections wait for one: the second wait is another transaction's.
      const waiting = async () => (await kernel.sql<{ began: string }>(`select xact_start::text as began from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`))[0]?.began
      const first = await eventually(waiting, (began) => began !== undefined)
      await eventually(waiting, (began) => began !== undefined && began !== first)
      await blocker.query('commit')
      await delivered
    })
    await blocker.end()
    expect(await rowOf(job.id)).toMatchObject({ status: 'sent', attempts: 1 })
    expect(seen).toHaveLength(1)
  })

  test('outcomes are counted', async () => {
    const { deliveryAttempts } = worker.container.resolve(metricsToken)
    const values = (await deliveryAttempts.get()).values.filter(({ labels }) => labels.channel === 'demo.note').map(({ labels }) => labels.outcome)
    expect(new Set(values)).toEqual(new Set(['sent', 'failed', 'dead', 'cancelled', 'snoozed', 'parked']))
  })
})

describe('INV-6: replay', () => {
  const dead = async () => {
    const job = await written()
    await kernel.sql('update outbox set attempts = 5 where id = $1', [job.id])
    await deliver(job)
    expect((await rowOf(job.id)).status).toBe('dead')
    return job
  }

  test('brings row and job back in one transaction', async () => {
    const job = await dead()
    const ids = await worker.transactions.asSystem(job.org_id, 'test', () => replay.replay({ ids: [job.id] }))
    expect(ids).toEqual([job.id])
    expect(await rowOf(job.id)).toMatchObject({ status: 'pending', attempts: 0, enqueued_at: null, reason: null, finished_at: null })
    expect(await jobs(job.id)).toEqual([])
    await parts.relay.pass()
    await deliver(job)
    expect(await rowOf(job.id)).toMatchObject({ status: 'sent', attempts: 1 })
  })

  test('a rollback leaves both where they were', async () => {
    const job = await dead()
    await expect(
      worker.transactions.asSystem(job.org_id, 'test', async () => {
        await replay.replay({ ids: [job.id] })
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect((await rowOf(job.id)).status).toBe('dead')
    expect(await jobs(job.id)).toEqual(['dead.demo.note:created'])
  })

  test('by range and channel, and never another organisation', async () => {
    const job = await dead()
    const [from, to] = [new Date(Date.now() - 60_000).toISOString(), new Date(Date.now() + 60_000).toISOString()]
    const asOther = await worker.transactions.asSystem(newId(), 'test', () => replay.replay({ ids: [job.id] }))
    const otherChannel = await worker.transactions.asSystem(job.org_id, 'test', () => replay.replay({ from, to, channels: ['demo.account'] }))
    const before = await worker.transactions.asSystem(job.org_id, 'test', () => replay.replay({ from: new Date(0).toISOString(), to: from }))
    expect([asOther, otherChannel, before]).toEqual([[], [], []])
    expect(await worker.transactions.asSystem(job.org_id, 'test', () => replay.replay({ from, to, channels: ['demo.note'] }))).toEqual([job.id])
  })
})

describe('INV-6: a whole worker', () => {
  test('hands over what is committed without waiting for a poll, and records it', async () => {
    const own = await kernel.process()
    const polls = stretchPolls(relayPollMs)
    onTestFinished(polls.restore)
    await startWorker(own.kernel)
    const orgs: string[] = []
    let polled = 0
    for (let n = 0; n < 7; n += 1) {
      const org_id = newId()
      orgs.push(org_id)
      const before = polls.ended()
      await own.transactions.asSystem(org_id, 'test', async () => own.recorder.send({ channel: 'demo.note', payload: { n } }))
      await eventually(() => seen.some((delivery) => delivery.org === org_id), Boolean)
      if (polls.ended() > before) polled += 1
    }
    // A wake-up may be lost, but not most of them.
    expect(polled).toBeLessThan(4)
    await eventually(() => kernel.sql<{ n: number }>(`select count(*)::int as n from outbox where org_id = any($1) and status = 'sent' and attempts = 1`, [orgs]), ([row]) => row!.n === 7)
    await own.kernel.stop()
  })

  test('a worker that died while sending: another one sends under the same id, as attempt 2', async () => {
    const job = await written()
    // What SIGKILL leaves between the counted attempt and the provider: an active job whose heart stopped. How long that may be is a setting of the queue.
    await kernel.sql(`update outbox set attempts = 1 where id = $1`, [job.id])
    await kernel.sql(`update pgboss.job set state = 'active', started_on = now() - interval '11 seconds', heartbeat_on = now() - interval '11 seconds' where id = $1`, [job.id])
    const own = await kernel.process()
    await startWorker(own.kernel)
    await eventually(() => rowOf(job.id), ({ status }) => status === 'sent')
    expect(seen.filter(({ id }) => id === job.id)).toMatchObject([{ attempt: 2 }])
    await own.kernel.stop()
  })
})
