/**
 * The hot statements of kernel and modules keep their indexes on filled tables, as the role that sends them and with the plan a connection keeps. Each is
 * shown to be guarded: without its index the same look at its plan finds a fault. Those of bookings stand beside them (modules/bookings/query-plans.test.ts).
 */
import type { PoolClient } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { faultsOf, planOf, type AskedAs } from '#config/testing/plans'
import { eventsAfter, eventsOfOrganizationAfter } from '#kernel/events/feed-queries'
import { replayToken } from '#kernel/events/replay'
import { outboxStatisticsToken } from '#kernel/events/statistics'
import { unparkSchedule } from '#kernel/events/sweeper'
import { transactionsToken } from '#kernel/tenancy/transactions'
import type { Statement } from '#kernel/tenancy/unit-of-work'
import { bookingsStatement, listStatement, waitingStatement } from '#modules/approvals/approval-list.query'

const rows = 8_000
let product: TestProduct
let org: TestOrg
const sent = new Map<string, Statement>()

beforeAll(async () => {
  product = await createTestApp({ observe: (statement) => sent.set(statement.name ?? statement.text.trim().split(/\s+/).slice(0, 2).join(' ') + (/from audit_log/.test(statement.text) ? ' audit_log' : ''), statement) })
  org = await product.newOrg({ timezone: 'UTC' })
  const room = await product.as(org.owner).post('/v1/resources', { name: 'Room' })
  const rule = { name: 'Ask', priority: 100, conditions: [], outcome: { kind: 'require_approval', steps: [{ mode: 'any', approvers: [{ kind: 'role', role: 'admin' }] }] } }
  expect((await product.as(org.owner).post('/v1/workflow-rules', rule)).status).toBe(201)
  await org.person('admin')
  const from = Date.now() + 48 * 3_600_000
  const booking = { resource_id: room.body['id'], title: 'Review', starts_at: new Date(from).toISOString(), ends_at: new Date(from + 1_800_000).toISOString() }
  expect((await product.as(org.owner).post('/v1/bookings', booking, { 'idempotency-key': 'first' })).body).toMatchObject({ status: 'pending_approval' })
  await product.drain()
  expect((await product.as(org.owner).get('/v1/audit-log')).status).toBe(200)
  await product.container.resolve(outboxStatisticsToken).read()
  await unparkSchedule(product.container.resolve(transactionsToken), product.container.resolve(replayToken)).run()
  const client = await product.admin.connect()
  try {
    await fill(client)
  } finally {
    client.release()
  }
}, 240_000)
afterAll(() => product.close())

/** Copies of what is there, in this organisation and in one nobody asks about; references to nothing, since only reading is looked at. */
async function fill(client: PoolClient): Promise<void> {
  const copies = async (table: string, changed: string) => {
    const { rows: named } = await client.query<{ all: string }>(`select string_agg(column_name, ', ') as all from information_schema.columns where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'`, [table])
    const columns = named[0]!.all
    const copied = await client.query(
      `insert into ${table} (${columns}) overriding system value
       select ${columns.replaceAll(/\w+/g, 'r.$&')} from ${table} t, generate_series(1, ${rows}) n, lateral jsonb_populate_record(t, jsonb_build_object(${changed})) r
       where (t.tableoid, t.ctid) = (select tableoid, ctid from ${table} limit 1)`,
    )
    expect(copied.rowCount, table).toBe(rows)
  }
  const other = `case n % 2 when 0 then '${org.id}' else '00000000-0000-4000-8000-000000000000' end`
  const fresh = `'id', md5('filler ' || n)::uuid`
  await client.query(`set session_replication_role = replica`)
  await copies('users', `${fresh}, 'email', 'filler' || n || '@example.test'`)
  await copies('sessions', fresh)
  await copies('memberships', `'org_id', ${other}, 'user_id', md5('filler ' || n)::uuid`)
  await copies('organizations', `'org_id', md5('filler ' || n)::uuid, ${fresh}`)
  await copies('idempotency_keys', `'org_id', ${other}, 'key', 'filler ' || n`)
  await copies('events', `'org_id', ${other}, ${fresh}, 'seq', 1000000 + n, 'xid', (3 + n / 4)::text`)
  await copies('outbox', `'org_id', ${other}, ${fresh}, 'seq', 1000000 + n, 'status', 'sent', 'finished_at', now()`)
  await copies('audit_log', `'org_id', ${other}, ${fresh}, 'seq', 1000000 + n, 'at', t.at - n * interval '1 millisecond'`)
  const decided = `'status', 'approved', 'current_step', null, 'decided_at', now()`
  await copies('approvals', `'org_id', ${other}, ${fresh}, 'booking_id', md5('filler ' || n)::uuid, ${decided}, 'people', array[md5('filler ' || n)::uuid, requested_by, requested_for], 'excluded_ids', array[requested_by, requested_for]`)
  await copies('approval_steps', `'org_id', ${other}, ${fresh}, 'approval_id', md5('filler ' || n)::uuid, 'status', 'approved'`)
  await client.query(`set session_replication_role = origin`)
  await client.query('vacuum analyze')
}

const caught = (name: string): Statement => {
  const statement = sent.get(name)
  if (!statement) throw new Error(`Nothing sent '${name}'. Sent: ${[...sent.keys()].join(', ')}`)
  return statement
}

interface Hot {
  statement: () => Statement
  role: AskedAs['role']
  /** The tables that were filled, of those it reads. */
  filled: RegExp
  /** Takes away what the plan stands on. */
  without: string
}

const latest = { epoch: 1, xid: BigInt(rows / 4 - 10), seq: 0n }
const hot: [string, Hot][] = [
  ['the admission: session and person', { statement: () => caught('kernel.admission_tenant_user'), role: 'bookflow_app', filled: /^(sessions|users|memberships|organizations)$/, without: 'alter table sessions drop constraint sessions_pkey cascade' }],
  ['the admission: membership', { statement: () => caught('kernel.admission_tenant_user'), role: 'bookflow_app', filled: /^(sessions|users|memberships|organizations)$/, without: 'alter table memberships drop constraint memberships_pkey cascade; drop index memberships_of_person; drop index memberships_by_role' }],
  ['the answer kept under an Idempotency-Key', { statement: () => caught('kernel.idempotency_find'), role: 'bookflow_app', filled: /^idempotency_keys$/, without: 'alter table idempotency_keys drop constraint idempotency_keys_pkey' }],
  ['the feed', { statement: () => eventsAfter(latest, 1_000), role: 'bookflow_cross', filled: /^events$/, without: 'drop index events_feed; drop index events_feed_of_org' }],
  ['the feed of one organisation', { statement: () => eventsOfOrganizationAfter(org.id, latest, 500), role: 'bookflow_cross', filled: /^events$/, without: 'drop index events_feed_of_org; drop index events_feed; drop index events_subject' }],
  ['what the relay claims', { statement: () => caught('relay.claim'), role: 'bookflow_cross', filled: /^outbox$/, without: 'drop index outbox_due' }],
  ['the numbers of the outbox', { statement: () => caught('outbox.statistics'), role: 'bookflow_cross', filled: /^outbox$/, without: 'drop index outbox_in_flight; drop index outbox_lane_in_flight; drop index outbox_due' }],
  ['what waits for a module', { statement: () => caught('sweeper.parked'), role: 'bookflow_cross', filled: /^outbox$/, without: 'drop index outbox_parked; drop index outbox_set_aside' }],
  ['the audit log', { statement: () => caught('select id, audit_log'), role: 'bookflow_app', filled: /^audit_log_/, without: 'alter table audit_log drop constraint audit_log_pkey; drop index audit_log_action; drop index audit_log_actor; drop index audit_log_subject; drop index audit_log_entry; drop index audit_log_api_key' }],
  ['the requests that wait for a person', { statement: () => waitingStatement(org.id, org.owner.user_id, 25), role: 'bookflow_app', filled: /^approval(s|_steps)$/, without: 'drop index approvals_pending; drop index approvals_one_pending; drop index approval_steps_one_open' }],
  ['the list of requests', { statement: () => listStatement({ org_id: org.id, user_id: org.owner.user_id, sees_all: true }, {}, 26, null), role: 'bookflow_app', filled: /^approvals$/, without: 'alter table approvals drop constraint approvals_pkey cascade' }],
  ['who may see bookings for having been asked', { statement: () => bookingsStatement(org.id, org.owner.user_id, [org.id]), role: 'bookflow_app', filled: /^approvals$/, without: 'drop index approvals_of_booking; drop index approvals_one_pending' }],
]

describe(`on tables of ${rows} rows`, () => {
  /** Looks at the plan in a transaction that never happens. */
  const look = async ({ statement, role, filled }: Hot, before: string | null): Promise<{ faults: string[]; looked: number }> => {
    const client = await product.admin.connect()
    try {
      await client.query('begin')
      if (before) await client.query(before)
      const nodes = await planOf(client, statement(), { role, org_id: org.id })
      return { faults: faultsOf(nodes, filled), looked: nodes.filter(({ 'Relation Name': relation = '' }) => filled.test(relation)).length }
    } finally {
      await client.query('rollback')
      client.release()
    }
  }

  it.each(hot)('%s reads an index, and would be noticed without it', async (_, each) => {
    const { faults, looked } = await look(each, null)
    expect(looked).toBeGreaterThan(0)
    expect(faults).toEqual([])
    expect((await look(each, each.without)).faults).not.toEqual([])
  })
})
