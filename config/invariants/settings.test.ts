/** The settings of GUARANTEES 3, as they are in a process that has booted: what a start would have to refuse shows here first. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { monitorSettings, queueSettings } from '#kernel/queue-jobs'

let product: TestProduct
let org: TestOrg
beforeAll(async () => {
  product = await createTestApp({ config: { public_url: 'https://book.example.org' } })
  org = await product.newOrg()
  // The queues of every channel are made.
  await product.drain()
})
afterAll(() => product.close())

describe('INV-17: a process that has booted', () => {
  it('works as a role that owns nothing, walks around no row policy and changes no schema', async () => {
    const { rows } = await product.admin.query(
      `select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication,
         (select count(*)::int from pg_class where relowner = r.oid) as owned, has_schema_privilege(r.oid, 'public', 'create') as creates
       from pg_roles r where rolname = 'bookflow_app'`,
    )
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false, rolreplication: false, owned: 0, creates: false }])
  })

  it('states its limits to the server on every connection', async () => {
    const rows = await product.inTenant(org.id, async (work) =>
      work.query<{ name: string; setting: string }>({ text: `select name, setting from pg_settings where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'TimeZone', 'synchronous_commit')` }),
    )
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({ statement_timeout: '5000', lock_timeout: '2000', idle_in_transaction_session_timeout: '10000', TimeZone: 'UTC', synchronous_commit: 'on' })
  })

  it('has a bounded pool whose statements and connections are given up, and whose peers are probed', () => {
    const { extra } = product.kernel.dataSource.options as { extra: Record<string, unknown> & { options: string } }
    expect(extra).toMatchObject({ max: 10, connectionTimeoutMillis: 2_000, query_timeout: 5_500, keepAlive: true, keepAliveInitialDelayMillis: 5_000 })
    // What a Unix socket would not show (kernel/database/session-settings.test.ts sees it over TCP).
    for (const each of ['tcp_user_timeout=10000', 'tcp_keepalives_idle=5', 'tcp_keepalives_interval=2', 'tcp_keepalives_count=3']) expect(extra.options).toContain(`-c ${each}`)
  })

  it('lets TypeORM change no schema, log no statement, and take nothing for everything', () => {
    expect(product.kernel.dataSource.options).toMatchObject({ synchronize: false, migrationsRun: false, logging: false, invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' } })
  })

  it('has queues that try five times, notice a crash within the minute, and keep what was given up for 90 days', async () => {
    const { rows } = await product.admin.query<Record<string, unknown> & { name: string }>(
      `select name, retry_limit, retry_backoff, heartbeat_seconds, expire_seconds, dead_letter, retention_seconds, deletion_seconds from pgboss.queue where name like 'outbox.%' or name like 'dead.%'`,
    )
    expect(rows.length).toBeGreaterThanOrEqual(6)
    for (const { name, dead_letter, ...settings } of rows) {
      expect(settings, name).toEqual({ retry_limit: 4, retry_backoff: true, heartbeat_seconds: 10, expire_seconds: 60, retention_seconds: 7_776_000, deletion_seconds: 7_776_000 })
      expect(dead_letter, name).toBe(name.startsWith('outbox.') ? name.replace('outbox.', 'dead.') : null)
    }
    expect(queueSettings.heartbeatSeconds).toBeGreaterThanOrEqual(10)
    expect(monitorSettings.monitorIntervalSeconds).toBeLessThanOrEqual(5)
  })

  it('bounds what a connection may send and how long it may take', () => {
    const { server, initialConfig } = product.app
    expect(initialConfig).toMatchObject({ bodyLimit: 102_400, requestTimeout: 30_000, connectionTimeout: 10_000, keepAliveTimeout: 72_000, onProtoPoisoning: 'error', onConstructorPoisoning: 'error' })
    expect(server).toMatchObject({ timeout: 10_000, headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 72_000 })
  })

  it('validates strictly: nothing is coerced in a body, no field is dropped', async () => {
    const owner = product.as(org.owner)
    expect((await owner.post('/v1/resources', { name: 'Room', capacity: '5' })).body).toMatchObject({ status: 422, code: 'validation_failed' })
    expect((await owner.post('/v1/resources', { name: 'Room', org_id: org.id })).body).toMatchObject({ status: 422, code: 'validation_failed' })
  })

  it('binds browsers on every answer, and tells nobody what it is made of', async () => {
    const { headers } = await product.app.inject({ url: '/v1/bookings' })
    expect(headers['strict-transport-security']).toMatch(/max-age=31536000/)
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cross-origin-opener-policy': 'same-origin', 'referrer-policy': 'same-origin', 'cache-control': 'no-store' })
    for (const directive of [/frame-ancestors 'none'/, /object-src 'none'/, /base-uri 'none'/]) expect(headers['content-security-policy']).toMatch(directive)
    for (const name of ['server', 'x-powered-by']) expect(headers).not.toHaveProperty(name)
  })
})
