import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectionOf } from './database/connection.js'
import { eventually, freshKernel, type FreshKernel } from './testing/fresh-kernel.js'
import { newId } from './ids.js'
import { installQueue, Queue } from './queue.js'
import { deadQueue, monitorSettings, outboxQueue, scheduleQueue } from './queue-jobs.js'
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

  test('a running worker holds, table by table, what it does and nothing more', async () => {
    const held = await kernel.sql<{ role: string; name: string; verbs: string }>(`
      select a.grantee::regrole::text as role, c.relname as name, string_agg(lower(a.privilege_type), ', ' order by a.privilege_type) as verbs
      from pg_class c, aclexplode(c.relacl) a where c.relnamespace = 'pgboss'::regnamespace and a.grantee::regrole::text in ('bookflow_app', 'bookflow_cross', 'bookflow_lookup') group by 1, 2 order by 1, 2`)
    expect(held.map(({ role, name, verbs }) => `${role} ${name}: ${verbs}`)).toEqual([
      'bookflow_app instance: delete, insert, select, update',
      'bookflow_app job: delete, insert, select, update',
      'bookflow_app job_common: delete, insert, select, update',
      'bookflow_app job_dependency: delete, insert, select',
      'bookflow_app queue: insert, select, update',
      'bookflow_app schedule: insert, select, update',
      'bookflow_app version: select, update',
      'bookflow_cross job: delete, insert, select',
      'bookflow_cross job_common: delete, insert, select',
      'bookflow_cross queue: select',
    ])
  })

  test('an installation that granted more before is narrowed', async () => {
    await kernel.sql('grant all on all tables in schema pgboss to bookflow_app, bookflow_cross')
    await installQueue(kernel.urls.owner)
    const app = new Client(connectionOf(kernel.urls.app))
    await app.connect()
    for (const statement of ['delete from pgboss.version', 'delete from pgboss.queue', 'delete from pgboss.schedule', 'select from pgboss.bam', 'select from pgboss.warning', 'select from pgboss.queue_stats', 'truncate pgboss.job']) {
      await expect(app.query(statement), statement).rejects.toMatchObject({ code: '42501' })
    }
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
    const jobs = Array.from({ length: 2_000 }, () => ({ org_id: newId(), id: newId() }))
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
    await eventually(() => handled.length, (length) => length >= 2_000)
    // 2,000 jobs at 20 per half-second poll would take 25 s with two workers, on any machine.
    expect(Date.now() - from).toBeLessThan(20_000)
    expect(new Set(handled).size).toBe(2_000)
    await eventually(
      () => kernel.sql<{ state: string; n: number }>(`select state::text, count(*)::int as n from pgboss.job where name = 'outbox.demo.b' group by 1 order by 1`),
      (rows) => rows.length === 2 && rows.every(({ state }) => state !== 'active'),
    ).then((rows) => expect(rows).toEqual([{ state: 'completed', n: 1_999 }, { state: 'retry', n: 1 }]))
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
      await eventually(() => begun.length, (length) => length === n)
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

  test('one deadline for messages and schedules, and no schedule begins meanwhile', async () => {
    const process = await kernel.process()
    const queue = new Queue(kernel.urls.app, log)
    await queue.start()
    await queue.prepare(['demo.g'])
    const hanging: (() => void)[] = []
    const begun: string[] = []
    const hang = (what: string) => {
      begun.push(what)
      return new Promise<void>((resolve) => hanging.push(resolve))
    }
    await queue.work(outboxQueue('demo.g'), () => hang('message'))
    await queue.schedule('demo.hangs', '0 3 * * *', () => hang('schedule'))
    await queue.schedule('demo.late', '0 3 * * *', () => hang('late schedule'))
    const put = (name: string) => process.transactions.crossTenant('outbox relay', (work) => queue.insert(work, name, [{ org_id: newId(), id: newId() }]))
    await put(outboxQueue('demo.g'))
    await put(scheduleQueue('demo.hangs'))
    await eventually(() => begun.length, (length) => length === 2)
    const stopping = performance.now()
    const stopped = queue.stop(3)
    await put(scheduleQueue('demo.late'))
    await stopped
    expect(performance.now() - stopping).toBeLessThan(30_000)
    expect(begun.sort()).toEqual(['message', 'schedule'])
    for (const end of hanging) end()
  })

  test('nothing a worker does in the background is refused: monitoring, retention, clean-up of finished jobs', async () => {
    const said: string[] = []
    const process = await kernel.process()
    const queue = new Queue(kernel.urls.app, pino({ level: 'warn' }, { write: (line: string) => void said.push(line) }))
    await queue.start()
    await queue.prepare(['demo.h'])
    await queue.work(outboxQueue('demo.h'), async () => undefined)
    await queue.schedule('demo.tidy', '* * * * *', async () => undefined)
    const old = newId()
    await process.transactions.crossTenant('outbox relay', (work) => queue.insert(work, outboxQueue('demo.h'), [{ org_id: newId(), id: old }, { org_id: newId(), id: newId() }]))
    await eventually(() => kernel.sql(`select from pgboss.job where name = 'outbox.demo.h' and state = 'completed'`), (rows) => rows.length === 2)
    await kernel.sql(`update pgboss.job set completed_on = now() - interval '100 days' where id = $1`, [old])
    await kernel.sql(`update pgboss.queue set monitor_on = null, monitor_claim_on = null, maintain_on = null where name like '%demo.h'`)
    await eventually(() => kernel.sql(`select from pgboss.queue where name = 'outbox.demo.h' and monitor_on is not null and maintain_on is not null`), (rows) => rows.length === 1)
    await eventually(() => kernel.sql('select from pgboss.job where id = $1', [old]), (rows) => rows.length === 0)
    await queue.stop(2)
    expect(said).toEqual([])
  })
})
