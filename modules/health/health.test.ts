import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { testConfig } from '#kernel/testing/settings'
import { metricsToken } from '#kernel/metrics'
import { healthModule } from './module.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: [], extraModules: [healthModule], config: { metrics_token: 'a bearer for the scraper'.replaceAll(' ', '-'), rate_limit_per_minute: 5 } })
})
afterAll(() => product.close())

const get = (url: string, options: { headers?: Record<string, string>; remoteAddress?: string } = {}) => product.app.inject({ url, headers: { host: 'localhost:3000' }, ...options })
const stranger = '203.0.113.7'

describe('probes', () => {
  it('answer liveness without asking the database, and without a limit', async () => {
    const asked: string[] = []
    const spied = await createTestApp({ modules: [], extraModules: [healthModule], config: { rate_limit_per_minute: 2 }, observe: ({ text }, scope) => scope.kind === 'cross' || asked.push(text) })
    try {
      asked.length = 0
      for (let n = 0; n < 10; n += 1) expect((await spied.app.inject({ url: '/livez', remoteAddress: stranger })).json()).toEqual({ status: 'ok' })
      expect(asked).toEqual([])
      expect((await spied.app.inject({ url: '/readyz' })).statusCode).toBe(200)
      expect(asked.some((text) => text.includes('schema_migrations'))).toBe(true)
    } finally {
      await spied.close()
    }
  })

  it('says what is ready', async () => {
    const { body, status } = await product.anonymous.get('/readyz')
    expect(status).toBe(200)
    expect(body.status).toBe('ready')
    expect(body.checks.map((check: { name: string; status: string }) => [check.name, check.status])).toEqual(expect.arrayContaining([['database', 'ok'], ['migrations', 'ok']]))
  })

  it('is not ready while a migration is missing, and does not tell everybody which', async () => {
    const own = await createTestApp({ modules: [], extraModules: [healthModule] })
    try {
      await own.admin.query(`delete from schema_migrations where name like 'ReadMigrationHistory%'`)
      const { status, body, headers } = await own.anonymous.get('/readyz')
      expect(status).toBe(503)
      expect(body.code).toBe('unavailable')
      expect(body.detail).toContain('1 migrations behind')
      expect(JSON.stringify(body)).not.toContain('1795400000850')
      expect(body.checks).toContainEqual(expect.objectContaining({ name: 'migrations', status: 'failed' }))
      expect(headers['retry-after']).toBe('5')
    } finally {
      await own.close()
    }
  })

  it('is not ready without a database, while it lives on', async () => {
    const own = await createTestApp({ modules: [], extraModules: [healthModule] })
    try {
      const name = new URL(own.urls.app.replace('@/', '@localhost/')).pathname.slice(1)
      await own.admin.query(`alter database ${name} connection limit 0`)
      await own.admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = 'bookflow_app'`, [name])
      const { status, body } = await own.anonymous.get('/readyz')
      expect(status).toBe(503)
      expect(body.checks).toEqual([{ name: 'database', status: 'failed', detail: 'The database does not answer.' }])
      expect((await own.anonymous.get('/livez')).status).toBe(200)
      await own.admin.query(`alter database ${name} connection limit -1`)
    } finally {
      await own.close()
    }
  })

  it('names the version of package.json', async () => {
    const { body } = await product.anonymous.get('/version')
    expect(body).toEqual({ name: 'bookflow', version: expect.stringMatching(/^\d+\.\d+\.\d+/), started_at: expect.stringMatching(/Z$/) })
    expect(Date.parse(body.started_at)).toBeLessThanOrEqual(Date.now())
  })
})

describe('metrics', () => {
  it('count answers by route pattern, refusals and unknown paths included', async () => {
    await get('/livez')
    await get('/nowhere/at-all')
    const { body, headers } = await get('/metrics')
    expect(headers['content-type']).toContain('text/plain')
    expect(body).toMatch(/http_server_request_duration_seconds_count\{method="GET",route="\/livez",status="200"\} [1-9]/)
    expect(body).toMatch(/http_server_request_duration_seconds_count\{method="GET",route="unknown",status="404"\} [1-9]/)
    expect(body).not.toContain('at-all')
    for (const name of ['bookflow_outbox_pending', 'bookflow_sse_lag_seconds', 'nodejs_eventloop_lag_seconds', 'process_resident_memory_bytes']) expect(body).toContain(name)
  })

  it('read the outbox when they are read', async () => {
    await product.admin.query(`insert into account_outbox (id, channel, payload) values (gen_random_uuid(), 'auth.mail', '{}')`)
    const fresh = await createTestApp({ modules: [], extraModules: [healthModule] })
    try {
      await fresh.admin.query(`insert into account_outbox (id, channel, payload) values (gen_random_uuid(), 'auth.mail', '{}')`)
      await fresh.app.inject({ url: '/metrics', headers: { host: 'localhost' } })
      expect((await fresh.container.resolve(metricsToken).outboxPending.get()).values[0]?.value).toBe(1)
    } finally {
      await fresh.close()
    }
  })

  it.each([
    ['another machine', { remoteAddress: stranger }],
    ['a proxy on this machine', { headers: { host: 'localhost', 'x-forwarded-for': '127.0.0.1' } }],
    ['a name pointed at this machine', { headers: { host: 'evil.example' } }],
    ['another machine with a wrong bearer', { remoteAddress: stranger, headers: { authorization: 'Bearer a-bearer-for-the-scrapes' } }],
  ])('are not there for %s', async (_, options) => {
    const answer = await get('/metrics', options)
    expect(answer.statusCode).toBe(404)
    expect(answer.json().code).toBe('not_found')
  })

  it('open to another machine with the bearer', async () => {
    expect((await get('/metrics', { remoteAddress: stranger, headers: { authorization: 'Bearer a-bearer-for-the-scraper' } })).statusCode).toBe(200)
  })
})

describe('the development mailbox', () => {
  const mail = (subject: string, text: string) =>
    product.admin.query(`insert into account_stub_mails (id, outbox_id, recipient, subject, text, html) values (gen_random_uuid(), gen_random_uuid(), 'ann@example.test', $1, $2, '')`, [subject, text])

  it('shows account mail with links of this installation, and nothing that runs', async () => {
    await mail('Verify <script>alert(1)</script>', 'Open http://localhost:3000/verify?token=a.b&x="1" or http://localhost:3000.evil.example/steal <img src=x onerror=alert(1)>')
    const page = await get('/dev/mailbox')
    expect(page.statusCode).toBe(200)
    expect(page.headers['cache-control']).toBe('no-store')
    expect(page.body).toContain('<a href="http://localhost:3000/verify?token=a.b&amp;x=">')
    expect(page.body).not.toContain('href="http://localhost:3000.evil')
    expect(page.body).not.toMatch(/<script|<img|onerror=alert\(1\)>/)
    const nonce = /<style nonce="([0-9a-f]+)">/.exec(page.body)?.[1]
    expect(String(page.headers['content-security-policy'])).toContain(`'nonce-${nonce}'`)
  })

  it('is not there for others', async () => {
    expect((await get('/dev/mailbox', { remoteAddress: stranger })).statusCode).toBe(404)
    expect((await get('/dev/mailbox', { headers: { host: 'rebound.example' } })).statusCode).toBe(404)
    expect((await get('/dev/mailbox', { headers: { host: 'localhost', 'x-forwarded-for': '127.0.0.1' } })).statusCode).toBe(404)
  })

  it.each([
    ['in production', { environment: 'production' as const }],
    ['with a provider', { mail: { ...testConfig('').mail, resend_api_key: 're_key' } }],
  ])('does not exist %s', async (_, config) => {
    const own = await createTestApp({ modules: [], extraModules: [healthModule], config })
    try {
      const answer = await own.anonymous.get('/dev/mailbox', { host: 'localhost' })
      expect(answer.status).toBe(404)
      expect(own.app.hasRoute({ method: 'GET', url: '/dev/mailbox' })).toBe(false)
    } finally {
      await own.close()
    }
  })
})
