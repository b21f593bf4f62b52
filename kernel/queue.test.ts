import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectionOf } from './database/connection.js'
import { eventually, freshKernel, type FreshKernel } from './testing/fresh-kernel.js'
import { newId } from './ids.js'
import { installQueue, Queue } from './queue.js'
import { deadQueue, monitorSettings, outboxQueue } from './queue-jobs.js'
import { pino } from 'pino'

let kernel: FreshKernel
const log = pino({ level: 'silent' })

beforeAll(async () => {
  kernel = await freshKernel()
})
afterAll(() => kernel.close())

const settingsOf = async (name: string) =>
  (await kernel.sql(`select retry_limit, retry_backoff, heartbeat_seconds, expire_seconds, dead_letter, retention_seconds, deletion_seconds from pgboss.queue where name = $1`, [name]))[0]

describe('installation', () => {
  test('twice is once; settings are those the guarantees name, on queue and dead-letter queue, also when they had drifted', async () => {
    await installQueue(kernel.urls.owner, { channels: ['demo.a'] })
    await kernel.sql(`update pgboss.queue set retention_seconds = 5, retry_limit = 1, dead_letter = null where name like '%demo.a'`)
    await installQueue(kernel.urls.owner, { channels: ['demo.a'] })
    const common = { retry_limit: 4, retry_backoff: true, heartbeat_seconds: 10, expire_seconds: 60, retention_seconds: 7_776_000, deletion_seconds: 7_776_000 }
    expect(await settingsOf(outboxQueue('demo.a'))).toEqual({ ...common, dead_letter: deadQueue('demo.a') })
    expect(await settingsOf(deadQueue('demo.a'))).toEqual({ ...common, dead_letter: null })
    expect(monitorSettings.monitorIntervalSeconds).toBeLessThanOrEqual(5)
    expect(monitorSettings.superviseIntervalSeconds).toBeLessThanOrEqual(5)
  })

  test('the owner owns the schema; the application reads and writes but cannot change it', async () => {
    const [schema] = await kernel.sql(`select nspowner::regrole::text as owner from pg_namespace where nspname = 'pgboss'`)
    expect(schema).toEqual({ owner: 'bookflow_owner' })
    const app = new Client(connectionOf(kernel.urls.app))
    await app.connect()
    await expect(app.query('alter table pgboss.job add column x int')).rejects.toMatchObject({ code: '42501' })
    await expect(app.query('create table pgboss.x ()')).rejects.toMatchObject({ code: '42501' })
    await expect(app.query('select count(*) from pgboss.job')).resolves.toBeDefined()
    await app.end()
  })

  test('schedules nobody declares any more are taken back', async () => {
    const queue = new Queue(kernel.urls.app, log)
    await queue.start()
    await queue.schedule('demo.old', '0 3 * * *', async () => undefined)
    await queue.schedule('demo.kept', '0 4 * * *', async () => undefined)
    await queue.stop(1)
    await installQueue(kernel.urls.owner, { schedules: ['demo.kept'] })
    expect(await kernel.sql('select name, cron, timezone from pgboss.schedule')).toEqual([{ name: 'schedule.demo.kept', cron: '0 4 * * *', timezone: 'UTC' }])
  })

  test('without it a worker says what is missing', async () => {
    await kernel.sql('create schema elsewhere')
    const queue = new Queue(kernel.urls.app.replace(/\/[^/?]+\?/, '/postgres?'), log)
    await expect(queue.start()).rejects.toThrow()
  })
})

describe('work', () => {
  test('a backlog drains in bursts, each job to one of several workers; a failure is one job only', async () => {
    const process = await kernel.process()
    const workers = [new Queue(kernel.urls.app, log), new Queue(kernel.urls.app, log)]
    for (const queue of workers) await queue.start()
    await workers[0]!.prepare(['demo.b'])
    const jobs = Array.from({ length: 300 }, () => ({ org_id: newId(), id: newId() }))
    const failing = jobs[150]!.id
    await process.transactions.crossTenant('outbox relay', (work) => workers[0]!.insert(work, outboxQueue('demo.b'), jobs))
    const handled: string[] = []
    const from = Date.now()
    for (const queue of workers) {
      await queue.work(outboxQueue('demo.b'), async ({ id }) => {
        handled.push(id)
        if (id === failing) throw new Error('this one')
      })
    }
    await eventually(() => handled.length, (length) => length >= 300)
    // 300 jobs at 20 per half-second poll would take 4 s with two workers.
    expect(Date.now() - from).toBeLessThan(3_000)
    expect(new Set(handled).size).toBe(300)
    await eventually(
      () => kernel.sql<{ state: string; n: number }>(`select state::text, count(*)::int as n from pgboss.job where name = 'outbox.demo.b' group by 1 order by 1`),
      (rows) => rows.length === 2 && rows.every(({ state }) => state !== 'active'),
    ).then((rows) => expect(rows).toEqual([{ state: 'completed', n: 299 }, { state: 'retry', n: 1 }]))
    for (const queue of workers) await queue.stop(1)
  })

  test('jobs that hang hold up no other: two mails a provider is slow with are not the end of all mail', async () => {
    const process = await kernel.process()
    const queue = new Queue(kernel.urls.app, log)
    await queue.start()
    await queue.prepare(['demo.e'])
    const begun: string[] = []
    const hanging: (() => void)[] = []
    await queue.work(outboxQueue('demo.e'), ({ id }) => {
      begun.push(id)
      return begun.length > 2 ? Promise.resolve() : new Promise((resolve) => hanging.push(resolve))
    })
    // One after the other, so that no two share a fetch.
    for (let n = 1; n <= 3; n += 1) {
      await process.transactions.crossTenant('outbox relay', (work) => queue.insert(work, outboxQueue('demo.e'), [{ org_id: newId(), id: newId() }]))
      queue.wake(outboxQueue('demo.e'))
      await eventually(() => begun.length, (length) => length === n, 5)
    }
    for (const end of hanging) end()
    await queue.stop(1)
  })

  test('the id of a finished job is free again, that of a live one is not', async () => {
    const process = await kernel.process()
    const queue = new Queue(kernel.urls.app, log)
    await queue.start()
    await queue.prepare(['demo.c'])
    const job = { org_id: newId(), id: newId() }
    const insert = () => process.transactions.crossTenant('outbox relay', (work) => queue.insert(work, outboxQueue('demo.c'), [job]))
    const states = async () => (await kernel.sql<{ state: string; retry_count: number }>(`select state::text, retry_count from pgboss.job where id = $1`, [job.id]))
    await insert()
    await kernel.sql(`update pgboss.job set retry_count = 3, state = 'retry' where id = $1`, [job.id])
    await insert()
    expect(await states()).toEqual([{ state: 'retry', retry_count: 3 }])
    await kernel.sql(`update pgboss.job set state = 'failed' where id = $1`, [job.id])
    await insert()
    expect(await states()).toEqual([{ state: 'created', retry_count: 0 }])
    await queue.stop(1)
  })

  test('stopping waits for the job that runs', async () => {
    const process = await kernel.process()
    const queue = new Queue(kernel.urls.app, log)
    await queue.start()
    await queue.prepare(['demo.d'])
    let [begun, ended] = [false, false]
    await queue.work(outboxQueue('demo.d'), async () => {
      begun = true
      await new Promise((resolve) => setTimeout(resolve, 300))
      ended = true
    })
    await process.transactions.crossTenant('outbox relay', (work) => queue.insert(work, outboxQueue('demo.d'), [{ org_id: newId(), id: newId() }]))
    queue.wake(outboxQueue('demo.d'))
    await eventually(() => begun, Boolean)
    await queue.stop()
    expect(ended).toBe(true)
    expect(await kernel.sql(`select state::text from pgboss.job where name = 'outbox.demo.d'`)).toEqual([{ state: 'completed' }])
  })
})
