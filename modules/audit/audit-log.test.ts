import { randomUUID } from 'node:crypto'
import { fc } from '#kernel/testing/properties'
import { Client } from 'pg'
import { Type } from 'typebox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { defineContract, defineEvent, definePermission } from '#kernel/contract'
import { connectionOf } from '#kernel/database/connection'
import { eventRecorderToken } from '#kernel/events/recorder'
import { defineModule } from '#kernel/module'
import { runInFlow } from '#kernel/tenancy/context'
import { healthModule } from '#modules/health/module'
import { auditModule } from './module.js'

const see = definePermission('probe:see', 'viewer', 'see probes')
const probe = defineContract({
  name: 'probe',
  permissions: { see },
  events: { moved: defineEvent('probe.moved', Type.Object({ step: Type.Integer() }), { audience: see, description: 'A probe moved.' }) },
})

let product: TestProduct
let app: Client
beforeAll(async () => {
  product = await createTestApp({ modules: [], extraModules: [healthModule, auditModule, defineModule({ contract: probe })] })
  app = new Client(connectionOf(product.urls.app))
  await app.connect()
})
afterAll(async () => {
  await app.end()
  await product.close()
})

const move = (step: number) =>
  product.container.resolve(eventRecorderToken).emit(probe.events.moved, { subject: { kind: 'probe', id: String(step) }, data: { step }, changes: { step: { from: step - 1, to: step } } })

const rowsOf = async (orgId: string) =>
  (await product.admin.query(`select *, tableoid::regclass::text as partition from audit_log where org_id = $1 order by seq`, [orgId])).rows

describe('INV-8: the log', () => {
  it('gets one row for each event, in its transaction, with who, what, where from', async () => {
    const org = randomUUID()
    const flow = { request_id: 'request-1', ip: '203.0.113.77', principal: null, tenant: null, work: null }
    const event = await runInFlow(flow, () => product.inTenant(org, async () => move(2)))
    const [row, ...more] = await rowsOf(org)
    expect(more).toEqual([])
    expect(row).toMatchObject({
      id: event.id, outcome: 'done', actor_kind: 'system', actor_id: 'test', action: 'probe.moved', subject_kind: 'probe', subject_id: '2',
      changes: { step: { from: 1, to: 2 } }, request_id: 'request-1', network: '203.0.113.0/24',
    })
    expect(row.at.toISOString()).toBe(event.at)
    expect(row.partition).toBe(`audit_log_${event.at.slice(0, 7).replace('-', '_')}`)
  })

  it('has as many rows as there are events after any run of commits, roll-backs and failing statements', async () => {
    const step = fc.record({ events: fc.integer({ min: 0, max: 4 }), end: fc.constantFrom('commit', 'throw', 'fail') })
    const run = fc.array(step, { minLength: 1, maxLength: 12 })
    let committed = 0
    await fc.assert(
      fc.asyncProperty(run, async (steps) => {
        const org = randomUUID()
        let expected = 0
        for (const { events, end } of steps) {
          const done = product.inTenant(org, async (work) => {
            for (let n = 0; n < events; n += 1) move(n)
            if (end === 'throw') throw new Error('roll back')
            if (end === 'fail') await work.query({ text: 'select 1 / 0' })
          })
          if (end === 'commit') expected += events
          await (end === 'commit' ? done : expect(done).rejects.toThrow())
        }
        const { rows } = await product.admin.query(
          `select (select count(*)::int from events where org_id = $1) as events, (select count(*)::int from audit_log where org_id = $1) as audit,
                  (select count(*)::int from events e join audit_log a on a.org_id = e.org_id and a.id = e.id and a.action = e.type where e.org_id = $1) as pairs`,
          [org],
        )
        committed += expected
        expect(rows[0]).toEqual({ events: expected, audit: expected, pairs: expected })
      }),
      { numRuns: 25 },
    )
    expect(committed).toBeGreaterThan(50)
  })

  it('makes the change fail when it cannot be written', async () => {
    const org = randomUUID()
    await product.admin.query(`revoke insert on audit_log from bookflow_app`)
    try {
      await expect(product.inTenant(org, async () => move(1))).rejects.toThrow(/permission denied/)
    } finally {
      await product.admin.query(`grant insert on audit_log to bookflow_app`)
    }
    expect((await product.admin.query('select 1 from events where org_id = $1', [org])).rowCount).toBe(0)
  })
})

describe('INV-8: the application role', () => {
  const org = randomUUID()
  const month = `audit_log_${new Date().toISOString().slice(0, 7).replace('-', '_')}`
  beforeAll(() => product.inTenant(org, async () => move(1)))

  it.each([
    `update audit_log set actor_id = 'somebody else'`,
    `delete from audit_log`,
    `truncate audit_log`,
    `drop table audit_log`,
    `alter table audit_log disable trigger all`,
    `alter table audit_log disable row level security`,
    `alter table audit_log no force row level security`,
    `alter table audit_log detach partition ${month}`,
    `create policy mine on audit_log using (true)`,
    `select * from ${month}`,
    `insert into ${month} select * from audit_log`,
    `update ${month} set actor_id = 'somebody else'`,
    `delete from ${month}`,
    `truncate ${month}`,
    `drop table ${month}`,
    `alter function audit_ensure_partitions() set search_path = pg_temp`,
    `select setval('audit_log_seq', 1)`,
    `set session_replication_role = replica`,
  ])('may not %s', async (statement) => {
    await app.query('begin')
    await app.query(`select set_config('app.org_id', $1, true)`, [org])
    await expect(app.query(statement)).rejects.toMatchObject({ code: '42501' })
    await app.query('rollback')
    expect(await rowsOf(org)).toHaveLength(1)
  })

  it('sees and writes its own organisation only', async () => {
    expect((await app.query('select 1 from audit_log')).rowCount).toBe(0)
    await app.query('begin')
    await app.query(`select set_config('app.org_id', $1, true)`, [randomUUID()])
    expect((await app.query('select 1 from audit_log')).rowCount).toBe(0)
    const foreign = `insert into audit_log (org_id, at, id, outcome, actor_kind, actor_id, action, subject_kind, subject_id, request_id)
                     values ('${org}', now(), gen_random_uuid(), 'done', 'user', 'x', 'probe.moved', 'probe', '1', 'r')`
    await expect(app.query(foreign)).rejects.toMatchObject({ code: '42501' })
    await app.query('rollback')
  })
})

it('INV-8: the owner of the tables deletes nothing either, as whoever purges an organisation', async () => {
  const org = randomUUID()
  await product.inTenant(org, async () => move(1))
  const owner = new Client(connectionOf(product.urls.owner))
  await owner.connect()
  try {
    for (const setting of ['app.org_id', 'app.purge_org_id']) await owner.query(`select set_config($1, $2, false)`, [setting, org])
    expect((await owner.query('delete from audit_log')).rowCount).toBe(0)
    expect((await owner.query(`update audit_log set actor_id = 'x'`)).rowCount).toBe(0)
  } finally {
    await owner.end()
  }
  expect(await rowsOf(org)).toHaveLength(1)
})

describe('INV-8: partitions', () => {
  const partitions = async () =>
    (await product.admin.query<{ name: string; secured: boolean; granted: boolean }>(`
      select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as secured,
             has_table_privilege('bookflow_app', c.oid, 'select, insert, update, delete, truncate') as granted
      from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'audit_log'::regclass order by 1`)).rows

  it('stand for this month and 24 more, each behind row-level security and without a grant', async () => {
    const found = await partitions()
    expect(found).toHaveLength(25)
    for (const partition of found) expect(partition).toMatchObject({ secured: true, granted: false })
    expect(found[0]!.name).toBe(`audit_log_${new Date().toISOString().slice(0, 7).replace('-', '_')}`)
  })

  it('take a row on either side of midnight of the first in UTC', async () => {
    const org = randomUUID()
    const [first] = (await product.admin.query<{ first: string }>(`select to_char(date_trunc('month', now() at time zone 'UTC') + interval '1 month', 'YYYY-MM-DD') as first`)).rows
    for (const at of [`${first!.first}T00:00:00Z`, `${first!.first}T00:00:00+00:01`]) {
      await product.admin.query(
        `insert into audit_log (org_id, at, id, outcome, actor_kind, actor_id, action, subject_kind, subject_id, request_id) values ($1, $2, gen_random_uuid(), 'done', 'user', 'x', 'probe.moved', 'probe', '1', 'r')`,
        [org, at],
      )
    }
    const [here, there] = (await rowsOf(org)).map(({ partition }) => partition)
    expect(here).toBe(`audit_log_${first!.first.slice(0, 7).replace('-', '_')}`)
    expect(there < here).toBe(true)
  })

  it('are made again by the application role when some are missing, by several callers at once', async () => {
    const last = (await partitions()).slice(-4).map(({ name }) => name)
    for (const name of last) await product.admin.query(`drop table ${name}`)
    const clients = await Promise.all([1, 2, 3].map(async () => {
      const client = new Client(connectionOf(product.urls.app))
      await client.connect()
      return client
    }))
    const made = await Promise.all(clients.map(async (client) => (await client.query<{ n: number }>('select audit_ensure_partitions() as n')).rows[0]!.n))
    await Promise.all(clients.map((client) => client.end()))
    expect(made.sort()).toEqual([0, 0, 4])
    const now = await partitions()
    expect(now).toHaveLength(25)
    for (const partition of now) expect(partition).toMatchObject({ secured: true, granted: false })
  })

  it('are watched by readiness: a warning under three months ahead, not ready without this month', async () => {
    const own = await createTestApp({ modules: [], extraModules: [healthModule, auditModule] })
    try {
      const finding = async () => (await own.anonymous.get('/readyz')).body.checks.find(({ name }: { name: string }) => name === 'audit_partitions')
      expect(await finding()).toMatchObject({ status: 'ok' })
      const names = (await own.admin.query<{ name: string }>(`select inhrelid::regclass::text as name from pg_inherits where inhparent = 'audit_log'::regclass order by 1`)).rows.map(({ name }) => name)
      await own.admin.query(`drop table ${names[3]}`)
      await expect.poll(finding).toMatchObject({ status: 'warning', detail: expect.stringContaining('for 2 more months') })
      await own.admin.query(`drop table ${names[0]}`)
      await expect.poll(finding).toMatchObject({ status: 'failed' })
      expect((await own.anonymous.get('/readyz')).status).toBe(503)
    } finally {
      await own.close()
    }
  })
})
