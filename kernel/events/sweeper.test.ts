import { Type } from 'typebox'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../ids.js'
import { AccountMail, accountMailToken } from '../mail/account-mail.js'
import { metricsToken } from '../metrics.js'
import { buildWorker, startWorker } from '../worker.js'
import { eventually, freshKernel, type FreshKernel } from '../testing/fresh-kernel.js'
import { purgeSchedules } from './purge.js'
import { outboxStatisticsToken } from './statistics.js'
import { Sweeper, unparkSchedule } from './sweeper.js'
import { replayToken, unparkBatch } from './replay.js'
import { wakeUpToken } from './wake-up.js'
import { pino } from 'pino'
import type { Channel } from './outbox.js'

const delivered: string[] = []
const channels: Channel[] = [
  {
    name: 'demo.note',
    payload: Type.Object({}),
    deliver: async ({ id }) => {
      delivered.push(id)
      return {}
    },
  },
  { name: 'demo.account', scope: 'account', payload: Type.Object({}), deliver: async () => ({}) },
]

let kernel: FreshKernel
let worker: Awaited<ReturnType<FreshKernel['process']>>
let parts: ReturnType<typeof buildWorker>
let sweeper: Sweeper

beforeAll(async () => {
  kernel = await freshKernel(channels)
  worker = await kernel.process()
  parts = buildWorker(worker.kernel)
  await parts.queue.start()
  await parts.queue.prepare(channels.map(({ name }) => name))
  worker.kernel.onStop(() => parts.queue.stop(1))
  sweeper = new Sweeper(worker.transactions, parts.queue, worker.container.resolve(wakeUpToken), pino({ level: 'silent' }), { after: 60, every: 10 })
})
afterAll(() => kernel.close())
beforeEach(() => kernel.sql('delete from outbox'))

async function relayed(count: number): Promise<string[]> {
  const org = newId()
  await worker.transactions.asSystem(org, 'test', async () => {
    for (let n = 0; n < count; n += 1) worker.recorder.send({ channel: 'demo.note', payload: {} })
  })
  await parts.relay.pass()
  return (await kernel.sql<{ id: string }>('select id from outbox where org_id = $1 order by seq', [org])).map(({ id }) => id)
}

const age = (ids: string[]) => kernel.sql(`update outbox set enqueued_at = now() - interval '61 seconds' where id = any($1)`, [ids])
const row = async (id: string) => (await kernel.sql<{ status: string; attempts: number; enqueued: boolean }>(`select status, attempts, enqueued_at is not null as enqueued from outbox where id = $1`, [id]))[0]
const jobs = async (id: string) => (await kernel.sql<{ name: string }>(`select name from pgboss.job where id = $1 or source_id = $1 order by name`, [id])).map(({ name }) => name)

describe('INV-6: sweeper', () => {
  test('an emptied job table: every message is due again and is sent', async () => {
    const ids = await relayed(700)
    await kernel.sql(`delete from pgboss.job where name = 'outbox.demo.note'`)
    await sweeper.pass()
    expect((await row(ids[0]!))!.enqueued).toBe(true)
    await age(ids)
    const account = await worker.container.resolve(accountMailToken).send({ channel: 'demo.account', payload: {} })
    await parts.relay.pass()
    await kernel.sql(`delete from pgboss.job where id = $1`, [account])
    await kernel.sql(`update account_outbox set enqueued_at = now() - interval '61 seconds' where id = $1`, [account])
    expect([await sweeper.pass(), await sweeper.pass(), await sweeper.pass()]).toEqual([501, 200, 0])
    expect(await row(ids[0]!)).toEqual({ status: 'pending', attempts: 0, enqueued: false })
    const own = await kernel.process()
    await startWorker(own.kernel)
    await eventually(() => kernel.sql<{ n: number }>(`select count(*)::int as n from outbox where status = 'sent' and attempts = 1`), ([found]) => found!.n === 700)
    await eventually(() => kernel.sql<{ status: string }>(`select status from account_outbox where id = $1`, [account]), ([found]) => found!.status === 'sent')
    await own.kernel.stop()
    expect([...delivered].sort()).toEqual([...ids].sort())
  })

  test('leaves messages whose job is alive, however old', async () => {
    const ids = await relayed(3)
    await age(ids)
    await kernel.sql(`update pgboss.job set state = 'retry' where id = $1`, [ids[1]])
    await kernel.sql(`update pgboss.job set state = 'active' where id = $1`, [ids[2]])
    expect(await sweeper.pass()).toBe(0)
  })

  test('a job that ran out of retries by crashing: due again while attempts are left, else dead, with one dead-letter job of the same id', async () => {
    const [left, spent] = (await relayed(2)) as [string, string]
    await age([left, spent])
    await kernel.sql(`update outbox set attempts = case when id = $1 then 3 else 5 end where id = any($2)`, [left, [left, spent]])
    // As the queue's own monitor leaves them: failed, with a copy of another id among the dead letters.
    await kernel.sql(`update pgboss.job set state = 'failed' where id = any($1)`, [[left, spent]])
    await kernel.sql(`insert into pgboss.job (name, data, source_id, source_root_id) select 'dead.demo.note', data, id, id from pgboss.job where id = any($1)`, [[left, spent]])
    expect(await sweeper.pass()).toBe(2)
    expect(await row(left)).toEqual({ status: 'pending', attempts: 3, enqueued: false })
    expect(await row(spent)).toMatchObject({ status: 'dead', attempts: 5 })
    expect(await jobs(left)).toEqual([])
    expect(await jobs(spent)).toEqual(['dead.demo.note'])
  })
})

describe('purge', () => {
  const run = async (name: string) => purgeSchedules(worker.transactions).find((schedule) => schedule.name === name)!.run()
  const count = async (table: string) => (await kernel.sql<{ n: number }>(`select count(*)::int as n from ${table}`))[0]!.n

  test('outbox: sent and cancelled after 30 days, dead after 90, nothing else ever', async () => {
    await kernel.sql(
      `insert into outbox (org_id, id, channel, payload, status, finished_at)
       select gen_random_uuid(), gen_random_uuid(), 'demo.note', jsonb_build_object('status', status, 'days', days), status, case when status <> 'pending' then now() - make_interval(days => days) end
       from unnest(array['sent', 'cancelled', 'dead', 'pending']) status, unnest(array[29, 31, 89, 91]) days, generate_series(1, case when status = 'sent' and days = 31 then 2500 else 1 end)`,
    )
    await run('kernel.purge-outbox')
    const left = await kernel.sql<{ status: string; days: number[] }>(`select status, array_agg((payload->>'days')::int order by (payload->>'days')::int) as days from outbox group by 1 order by 1`)
    expect(left).toEqual([
      { status: 'cancelled', days: [29] },
      { status: 'dead', days: [29, 31, 89] },
      { status: 'pending', days: [29, 31, 89, 91] },
      { status: 'sent', days: [29] },
    ])
  })

  test('what was set aside after 90 days: its module stayed off, or a restored backup quarantined it', async () => {
    for (const table of ['outbox', 'account_outbox']) await kernel.sql(`delete from ${table}`)
    for (const [table, statuses] of [['outbox', ['parked', 'quarantined', 'pending']], ['account_outbox', ['quarantined', 'pending']]] as const) {
      const org = table === 'outbox' ? ['org_id, ', 'gen_random_uuid(), '] : ['', '']
      await kernel.sql(
        `insert into ${table} (${org[0]}id, channel, payload, status, created_at)
         select ${org[1]}gen_random_uuid(), 'demo.note', jsonb_build_object('days', days), status, now() - make_interval(days => days)
         from unnest($1::text[]) status, unnest(array[89, 91]) days, generate_series(1, case when days = 91 and status = 'quarantined' then 1100 else 1 end)`,
        [statuses],
      )
      await run(table === 'outbox' ? 'kernel.purge-outbox-set-aside' : 'kernel.purge-account-outbox-set-aside')
      const left = await kernel.sql(`select status, array_agg((payload->>'days')::int order by (payload->>'days')::int) as days from ${table} group by 1 order by 1`)
      expect(left).toEqual([...statuses].sort().map((status) => ({ status, days: status === 'pending' ? [89, 91] : [89] })))
    }
  })

  test('events after 30 days, but the newest of the old stays', async () => {
    await kernel.sql(
      `insert into events (org_id, id, type, subject_kind, subject_id, actor, request_id, data, at)
       select gen_random_uuid(), gen_random_uuid(), 't', 'k', n::text, '{}', 'r', '{}', now() - make_interval(hours => (40 - n) * 24 - 1) from generate_series(1, 20) n`,
    )
    await run('kernel.purge-events')
    const days = await kernel.sql<{ n: number }>(`select subject_id::int as n from events where type = 't' order by seq`)
    expect(days.map(({ n }) => n)).toEqual([9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20])
    await run('kernel.purge-events')
    expect(await count('events')).toBe(days.length)
  })

  test('idempotency keys after 48 hours, stub mail after 30 days', async () => {
    const ages = (hours: string) => `now() - make_interval(hours => ${hours})`
    await kernel.sql(
      `insert into idempotency_keys (org_id, actor_id, method, path, key, fingerprint, status, headers, created_at)
       select gen_random_uuid(), gen_random_uuid(), 'POST', '/', h::text, 'f', 201, '{}', ${ages('h')} from unnest(array[1, 47, 49]) h`,
    )
    await kernel.sql(`insert into stub_mails (org_id, id, outbox_id, recipient, subject, text, html, sent_at) select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'a', 'b', 'c', 'd', ${ages('h * 24')} from unnest(array[29, 31]) h`)
    await kernel.sql(`insert into account_stub_mails (id, outbox_id, recipient, subject, text, html, sent_at) select gen_random_uuid(), gen_random_uuid(), 'a', 'b', 'c', 'd', ${ages('h * 24')} from unnest(array[29, 31]) h`)
    for (const { run } of purgeSchedules(worker.transactions)) await run()
    expect([await count('idempotency_keys'), await count('stub_mails'), await count('account_stub_mails')]).toEqual([2, 1, 1])
  })
})

describe('INV-6: what waited for a module that is on again', () => {
  const parked = async (org: string, channel: string, count: number) =>
    kernel.sql(`insert into outbox (org_id, id, channel, payload, status) select $1, gen_random_uuid(), $2, '{}', 'parked' from generate_series(1, $3) n`, [org, channel, count])
  const statuses = async (org: string) =>
    Object.fromEntries((await kernel.sql<{ status: string; n: number }>(`select status, count(*)::int as n from outbox where org_id = $1 group by 1`, [org])).map(({ status, n }) => [status, n]))

  test('comes back in batches, a commit each, and nothing of a module that is off', async () => {
    const [on, off] = [newId(), newId()]
    const replay = worker.container.resolve(replayToken)
    await parked(on, 'demo.note', 2 * unparkBatch + 5)
    await parked(off, 'demo.note', 3)
    await kernel.sql(`insert into org_modules (org_id, module, enabled) values ($1, 'demo', false)`, [off])
    expect(await worker.transactions.asSystem(on, 'test', () => replay.unpark('demo'))).toBe(unparkBatch)
    expect(await statuses(on)).toEqual({ pending: unparkBatch, parked: unparkBatch + 5 })
    await unparkSchedule(worker.transactions, replay).run()
    expect(await statuses(on)).toEqual({ pending: 2 * unparkBatch + 5 })
    expect(await statuses(off)).toEqual({ parked: 3 })
    const commits = await kernel.sql<{ n: number }>(`select count(distinct xmin::text)::int as n from outbox where org_id = $1`, [on])
    expect(commits[0]!.n).toBe(3)
  })
})

describe('statistics', () => {
  test('pending of both tables, the age of the oldest, the dead', async () => {
    await kernel.sql('delete from account_outbox')
    await relayed(2)
    await kernel.sql(`update outbox set not_before = now() - interval '100 seconds'`)
    // Behind others to a receiver that is slow: no worker could send it, and no alarm about workers should ring for it.
    await kernel.sql(`insert into outbox (org_id, id, channel, payload, lane, not_before, enqueued_at) select gen_random_uuid(), gen_random_uuid(), 'demo.note', '{}', gen_random_uuid(), now() - interval '2000 seconds', enqueued from unnest(array[null, now()]) enqueued`)
    await new AccountMail(worker.transactions, worker.container.resolve(wakeUpToken), 'x').send({ channel: 'demo.account', payload: {} })
    await kernel.sql(`insert into outbox (org_id, id, channel, payload, status) values (gen_random_uuid(), gen_random_uuid(), 'demo.note', '{}', 'dead')`)
    await worker.container.resolve(outboxStatisticsToken).refresh()
    const text = await worker.container.resolve(metricsToken).registry.metrics()
    expect(text).toMatch(/^bookflow_outbox_pending 5$/m)
    expect(text).toMatch(/^bookflow_outbox_lane_oldest_age_seconds 2\d\d\d(\.\d+)?$/m)
    expect(text).toMatch(/^bookflow_outbox_oldest_age_seconds 1\d\d(\.\d+)?$/m)
    expect(text).toMatch(/^bookflow_outbox_dead 1$/m)
  })
})
