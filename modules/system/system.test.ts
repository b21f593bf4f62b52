/** GET /v1/system and the processes it shows. A worker that is killed is in scripts/worker-death.test.ts. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { boot } from '#kernel/boot'
import { migrationsOf } from '#kernel/database/migrate'
import { metricsToken } from '#kernel/metrics'
import type { Json } from '#kernel/testing/client'
import { eventually } from '#kernel/testing/fresh-kernel'
import { startWorker } from '#kernel/worker'
import { auth } from '#modules/auth/contract'

const owners = ['runs-it@example.test']
const folder = mkdtempSync(join(tmpdir(), 'bookflow-system-'))
const backup_status_file = join(folder, 'backup')

let product: TestProduct
let org: TestOrg
/** An access token of who runs the installation. */
let token: string
beforeAll(async () => {
  product = await createTestApp({ config: { installation_owners: owners, backup_status_file } })
  org = await product.newOrg()
  const accounts = product.container.resolve(auth.port)
  const person = await accounts.createVerifiedUser({ email: 'Runs-It@example.test', name: 'Ada', password: 'a long password' })
  token = (await accounts.openSession(person, null)).access_token
})
afterAll(async () => {
  await product.close()
  rmSync(folder, { recursive: true, force: true })
})

const view = async (): Promise<Json> => {
  const { status, body, text } = await product.as({ ...org.owner, token }).get('/v1/system')
  expect(status, text).toBe(200)
  return body
}

describe('GET /v1/system', () => {
  it('is for who runs the installation, with or without an organisation, and for nobody else', async () => {
    const { status, body } = await product.as(org.owner).get('/v1/system')
    expect([status, body.code]).toEqual([403, 'forbidden'])
    expect((await product.anonymous.get('/v1/system')).status).toBe(401)
    expect((await product.as({ ...org.owner, token }).get('/v1/auth/me')).body).toMatchObject({ organization: null, installation_owner: true })
    expect((await product.as(org.owner).get('/v1/auth/me')).body.installation_owner).toBe(false)
    expect((await view()).product.name).toBe('bookflow')
  })

  it('is for nobody when nobody is named', async () => {
    const nobodys = await createTestApp({ modules: ['system'] })
    try {
      expect((await nobodys.as((await nobodys.newOrg()).owner).get('/v1/system')).status).toBe(403)
    } finally {
      await nobodys.close()
    }
  })

  it('shows process, database, schema, checks and modules as they are', async () => {
    const { rows } = await product.admin.query(`select current_setting('server_version') as version, current_setting('max_connections')::int as max, (select count(*)::int from schema_migrations) as applied`)
    const body = await view()
    expect(body.process).toMatchObject({ node: process.version, started_at: expect.stringMatching(/Z$/) })
    expect(body.database).toMatchObject({ version: rows[0].version, connections: { max: rows[0].max, used: expect.toSatisfy((used: number) => used >= 1 && used <= rows[0].max) } })
    expect(body.database.size_bytes).toBeGreaterThan(5_000_000)
    expect(body.migrations).toEqual({ applied: rows[0].applied, latest: expect.any(String), pending: [] })
    expect(body.checks).toContainEqual(expect.objectContaining({ name: 'audit_partitions', status: 'ok' }))
    expect(body.modules.map(({ name }: Json) => name).sort()).toEqual(product.kernel.modules.map(({ contract }) => contract.name).sort())
    expect(body.modules.find(({ name }: Json) => name === 'bookings')).toMatchObject({ version: body.product.version, required: expect.any(Boolean), depends_on: expect.arrayContaining(['resources']) })
  })

  it('names the migrations that are missing, where /readyz counts them', async () => {
    const name = migrationsOf(product.kernel.modules).at(-1)!.name
    const { rows } = await product.admin.query('delete from schema_migrations where name = $1 returning timestamp', [name])
    try {
      expect((await view()).migrations.pending).toEqual([name])
    } finally {
      await product.admin.query('insert into schema_migrations (timestamp, name) values ($1, $2)', [rows[0].timestamp, name])
    }
  })

  it('counts what waits, per channel and in all, and nothing of what was sent', async () => {
    const before = await view()
    const channel = 'notifications.email'
    const of = ({ channels }: Json, name: string) => channels.find((each: Json) => each.channel === name)
    expect(of(before, channel)).toMatchObject({ pending: expect.any(Number), active: 0 })
    await product.admin.query(
      `insert into outbox (org_id, id, channel, payload, status, attempts, not_before, enqueued_at, finished_at) values
       ($1, gen_random_uuid(), $2, '{}', 'pending', 0, now() - interval '100 seconds', null, null), ($1, gen_random_uuid(), $2, '{}', 'pending', 1, now() - interval '50 seconds', now(), null),
       ($1, gen_random_uuid(), $2, '{}', 'dead', 5, now(), now(), now()), ($1, gen_random_uuid(), $2, '{}', 'sent', 1, now(), now(), now()), ($1, gen_random_uuid(), 'gone.channel', '{}', 'dead', 5, now(), now(), now())`,
      [org.id, channel],
    )
    const after = await view()
    expect([of(after, channel).pending - of(before, channel).pending, of(after, channel).dead - of(before, channel).dead]).toEqual([2, 1])
    expect(of(after, channel).oldest_age_seconds).toBeGreaterThanOrEqual(100)
    await product.admin.query(`insert into outbox (org_id, id, channel, payload, lane, not_before) values ($1, gen_random_uuid(), 'slow.receiver', '{}', gen_random_uuid(), now() - interval '9000 seconds')`, [org.id])
    const slow = await view()
    expect(of(slow, 'slow.receiver').oldest_age_seconds).toBeGreaterThanOrEqual(9_000)
    expect(slow.outbox.oldest_age_seconds).toBeLessThan(9_000)
    expect(of(after, 'gone.channel')).toMatchObject({ pending: 0, active: 0, dead: 1 })
    expect([after.outbox.pending - before.outbox.pending, after.outbox.dead - before.outbox.dead]).toEqual([2, 2])
    expect(JSON.stringify(after)).not.toContain(org.id)
    expect(JSON.stringify(after)).not.toContain('password')
  })

  it('says how old the backup is, and never takes what it cannot read for fine', async () => {
    const gauge = async () => (await product.container.resolve(metricsToken).registry.metrics()).match(/^bookflow_backup_age_seconds (.+)$/m)?.[1]
    expect((await view()).backup).toEqual({ status: 'unknown', completed_at: null, age_seconds: null })
    expect(await gauge()).toBe('+Inf')
    writeFileSync(backup_status_file, 'yesterday, I think\n')
    expect((await view()).backup.status).toBe('unknown')
    const hours = async (ago: number) => {
      writeFileSync(backup_status_file, `${new Date(Date.now() - ago * 3_600_000).toISOString().slice(0, 19)}Z\nbase backup 7\n`)
      return (await view()).backup
    }
    expect(await hours(1)).toMatchObject({ status: 'ok', age_seconds: expect.toSatisfy((age: number) => age >= 3_600 && age < 3_700) })
    expect(Number(await gauge())).toBeGreaterThanOrEqual(3_600)
    expect((await hours(27)).status).toBe('late')
  })
})

describe('processes', () => {
  it('are there while they run and gone when they stop in order', async () => {
    const kinds = async () => (await view()).processes.map(({ kind, status }: Json) => `${kind} ${status}`)
    expect(await kinds()).toEqual(['web alive'])
    const worker = await boot(product.kernel.config, product.kernel.modules, { logger: product.kernel.logger })
    await startWorker(worker)
    const { processes } = await view()
    expect(processes.map(({ kind, status }: Json) => `${kind} ${status}`)).toEqual(['web alive', 'worker alive'])
    for (const { label, kind, node } of processes) expect([label, node]).toEqual([expect.stringMatching(new RegExp(`^${kind}-[0-9a-f]{4}$`)), process.version])
    await worker.stop()
    expect(await kinds()).toEqual(['web alive'])
  })

  it('go stale in silence, say so, hold no streams then, and are forgotten after a day', async () => {
    const add = (seconds: number) =>
      product.admin.query(`insert into system_processes (id, kind, version, node, streams, started_at, last_seen_at) values (gen_random_uuid(), 'web', '0.0.1', 'v24.0.0', 7, now() - interval '2 days', now() - make_interval(secs => $1))`, [seconds])
    const before = (await view()).streams
    await add(2)
    expect((await view()).streams).toBe(before + 7)
    await add(16)
    const { processes, streams } = await view()
    expect(processes.filter(({ version }: Json) => version === '0.0.1').map(({ status }: Json) => status).sort()).toEqual(['alive', 'stale'])
    expect(streams).toBe(before + 7)
    await product.admin.query(`update system_processes set last_seen_at = now() - interval '25 hours' where version = '0.0.1'`)
    await eventually(async () => (await product.admin.query(`select from system_processes where version = '0.0.1'`)).rowCount, (count) => count === 0)
  })
})
