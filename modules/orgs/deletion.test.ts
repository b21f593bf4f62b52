import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { purgeSchedule } from './purge.schedule.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp()
})
afterAll(() => product.close())

const purge = () => purgeSchedule(product.container.resolve(transactionsToken)).run()
const endGrace = (org: TestOrg, ago: string) => product.admin.query(`update organizations set deletion_at = now() - $2::interval where org_id = $1`, [org.id, ago])

/** Rows of the organisation in every tenant table. */
async function rowsLeft(org: TestOrg): Promise<Record<string, number>> {
  const { rows } = await product.admin.query<{ name: string }>(`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relrowsecurity`)
  const left: Record<string, number> = {}
  for (const { name } of rows) {
    const { rowCount } = await product.admin.query(`select from ${name} where org_id = $1`, [org.id])
    if (rowCount) left[name] = rowCount
  }
  expect(rows.length).toBeGreaterThanOrEqual(8)
  return left
}

it('runs 14 days by the database’s clock, during which everything works and the owner may withdraw', async () => {
  const org = await product.newOrg()
  const owner = product.as(org.owner)
  expect((await owner.delete('/v1/organization')).status).toBe(428)
  const { status, body } = await owner.delete('/v1/organization', { 'if-match': '"v1"' })
  expect(status).toBe(202)
  const { rows } = await product.admin.query<{ days: number }>(`select extract(epoch from $1::timestamptz - now()) / 86400 as days`, [body.deletion_at])
  expect(Number(rows[0]!.days)).toBeCloseTo(14, 2)
  expect((await owner.delete('/v1/organization', { 'if-match': '*' })).body.code).toBe('state_conflict')
  expect((await product.as(await org.person('viewer')).get('/v1/organization')).body.deletion_at).toBe(body.deletion_at)
  expect((await product.as(await org.person('admin')).post('/v1/organization/restoration')).status).toBe(403)
  expect((await owner.post('/v1/organization/restoration')).body).toMatchObject({ deletion_at: null, version: 3 })
  expect((await owner.post('/v1/organization/restoration')).body.code).toBe('state_conflict')
  const { rows: events } = await product.admin.query<{ type: string }>(`select type from events where org_id = $1 and type like 'orgs.deletion%' order by seq`, [org.id])
  expect(events.map(({ type }) => type)).toEqual(['orgs.deletion_requested', 'orgs.deletion_withdrawn'])
})

it('lets nobody in once the grace period is over, and offers the organisation to nobody', async () => {
  const org = await product.newOrg()
  await endGrace(org, '1 second')
  const owner = product.as(org.owner)
  expect((await owner.get('/v1/organization')).body.code).toBe('unauthenticated')
  expect((await owner.post('/v1/organization/restoration')).status).toBe(401)
})

it('purges every table of that organisation and of no other, keeps the audit log, frees the slug', async () => {
  const [gone, waiting, kept] = [await product.newOrg({ name: 'Gone for good' }), await product.newOrg(), await product.newOrg()]
  await product.as(gone.owner).post('/v1/invitations', { email: 'someone@example.test', role: 'member' }, { 'idempotency-key': 'k' })
  await product.admin.query(`insert into org_modules (org_id, module, enabled) values ($1, 'probe', false)`, [gone.id])
  await endGrace(gone, '2 hours')
  await endGrace(waiting, '30 minutes')
  const before = { gone: await rowsLeft(gone), waiting: await rowsLeft(waiting), kept: await rowsLeft(kept) }
  expect(Object.keys(before.gone)).toEqual(expect.arrayContaining(['events', 'idempotency_keys', 'invitations', 'memberships', 'org_modules', 'organizations']))
  await purge()
  const left = await rowsLeft(gone)
  expect(Object.keys(left).filter((table) => !table.startsWith('audit_'))).toEqual([])
  for (const [table, count] of Object.entries(before.gone)) if (table.startsWith('audit_')) expect(left[table]).toBe(count)
  expect({ waiting: await rowsLeft(waiting), kept: await rowsLeft(kept) }).toEqual({ waiting: before.waiting, kept: before.kept })
  const again = await product.newOrg({ name: 'Gone for good' })
  expect((await product.as(again.owner).get('/v1/organization')).body.slug).toBe('gone-for-good')
})

it('goes on where it was cut short, in batches', async () => {
  const org = await product.newOrg()
  await product.admin.query(
    `insert into idempotency_keys (org_id, actor_id, method, path, key, fingerprint, status, headers)
     select $1, gen_random_uuid(), 'POST', '/x', n::text, 'f', 200, '{}' from generate_series(1, 25) n`,
    [org.id],
  )
  await endGrace(org, '2 hours')
  const batch = async () => {
    const [row] = await product.container.resolve(transactionsToken).crossTenant('organisation purge', (work) => work.query<{ n: number }>({ text: 'select purge_organization($1, 10) as n', values: [org.id] }))
    return row!.n
  }
  expect(await batch()).toBeGreaterThan(0)
  expect(await batch()).toBeLessThanOrEqual(10)
  expect((await rowsLeft(org))['organizations']).toBe(1)
  await purge()
  expect((await rowsLeft(org))['organizations']).toBeUndefined()
  expect(await batch()).toBe(0)
})

it('purges the others when one cannot be, and says so', async () => {
  const [stuck, gone] = [await product.newOrg(), await product.newOrg()]
  // A foreign table that the owner of the function may not empty, as a module of somebody else's could bring.
  await product.admin.query('create table stuck_notes (org_id uuid not null references organizations (org_id))')
  await product.admin.query('insert into stuck_notes values ($1)', [stuck.id])
  await endGrace(stuck, '3 hours')
  await endGrace(gone, '2 hours')
  await expect(purge()).rejects.toThrow(/1 of \d organisations could not be purged/)
  expect((await rowsLeft(gone))['organizations']).toBeUndefined()
  expect((await rowsLeft(stuck))['organizations']).toBe(1)
  await product.admin.query('drop table stuck_notes')
  await purge()
})

it('cannot be made to purge a living organisation, nor be called by the application’s own role', async () => {
  const org = await product.newOrg()
  const before = await rowsLeft(org)
  const call = { text: 'select purge_organization($1, 1000) as n', values: [org.id] }
  expect(await product.container.resolve(transactionsToken).crossTenant('organisation purge', (work) => work.query(call))).toEqual([{ n: 0 }])
  await expect(product.inTenant(org.id, (work) => work.query(call))).rejects.toThrow(/permission denied/)
  expect(await rowsLeft(org)).toEqual(before)
})
