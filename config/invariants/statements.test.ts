/** INV-1, from the log of everything the product says to the database: no statement on a table of organisations goes without its organisation. */
import { afterEach, describe, expect, it } from 'vitest'
import { createFurnishable, furnish, signedIn } from '#config/testing/furnished-org'
import { fuzz } from '#config/testing/fuzzer'
import type { TestProduct } from '#config/testing/product'
import { logStatements, unscoped, type StatementLog } from '#config/testing/statement-log'

let product: TestProduct | null = null
let log: StatementLog | null = null
afterEach(async () => {
  log?.stop()
  log = null
  await product?.close()
  product = null
})

async function tenantTables({ admin }: TestProduct): Promise<Set<string>> {
  const { rows } = await admin.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id' and a.attnotnull
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relrowsecurity`,
  )
  return new Set(rows.map(({ name }) => name))
}

it('INV-1: every statement on a table of organisations names the organisation, whatever operation sends it', { timeout: 240_000 }, async () => {
  const running = (product = await createFurnishable())
  const listening = (log = logStatements())
  const { org, admin, member, rooms, bookings } = await furnish(running)
  // Valid and odd requests to every operation there is, then everything the worker does with what they left.
  const { operations } = await fuzz(running, { seed: 7, requests: 800, callers: () => Promise.all([org.owner, admin, member].map((person) => signedIn(running, person, org))), again: (person) => signedIn(running, person, org), ids: [rooms.free, ...bookings.confirmed, ...bookings.pending] })
  await running.drain()
  const tables = await tenantTables(running)
  const { statements, sent } = listening
  const found = statements.filter(({ cross }) => !cross).flatMap(({ text }) => unscoped(text, tables).map((table) => `${table}: ${text.replaceAll(/\s+/g, ' ').slice(0, 300)}`))
  expect(found).toEqual([])
  // It looked at the whole product, and at both kinds of statement.
  expect(tables.size).toBeGreaterThanOrEqual(25)
  expect(operations).toBeGreaterThanOrEqual(90)
  expect(sent).toBeGreaterThanOrEqual(3_000)
  expect(statements.filter(({ text }) => [...tables].some((table) => text.includes(table))).length).toBeGreaterThanOrEqual(120)
  expect(statements.filter(({ cross }) => cross).length).toBeGreaterThanOrEqual(3)
})

describe('INV-1: the reader of statements', () => {
  const tables = new Set(['bookings', 'resources', 'approvals'])

  it.each([
    ['select 1 from bookings where org_id = $1'],
    ['select 1 from bookings where $1::uuid = org_id'],
    ['SELECT "B"."id" FROM "bookings" "B" WHERE ("B"."org_id" = $1 AND "B"."id" IN ($2, $3))'],
    ['select 1 from bookings b join resources r on r.org_id = b.org_id and r.id = b.resource_id where b.org_id = $1'],
    ['select 1 from bookings b join resources r using (org_id) where b.org_id = $1'],
    ['select 1 from bookings b, resources r where (r.org_id, r.id) = (b.org_id, b.resource_id) and r.org_id = $1'],
    ['select (select count(*) from approvals where org_id = b.org_id) from bookings b where b.org_id = $1'],
    ['update bookings b set title = $2 where (b.org_id, b.id) in (select $1, $2)'],
    ['with due as materialized (select org_id, id from bookings where org_id = $1 for update skip locked) update bookings b set title = $2 from due where b.org_id = due.org_id and b.id = due.id'],
    ['insert into bookings (org_id, id) select r.org_id, r.id from resources r where r.org_id = $1 on conflict do update set title = $2'],
    ["select extract(epoch from b.starts_at), 'from resources' from bookings b where b.org_id = current_org_id()"],
    ['select 1 from bookings where org_id = $1 union all select 1 from approvals where org_id = $1'],
  ])('sees every organisation in: %s', (text) => {
    expect(unscoped(text, tables)).toEqual([])
  })

  it.each([
    ['select 1 from bookings where id = $1', ['bookings']],
    ['select 1 from bookings b join resources r on r.org_id = b.org_id and r.id = b.resource_id', ['bookings b', 'resources r']],
    ['select 1 from bookings b join resources r on r.id = b.resource_id where b.org_id = $1', ['resources r']],
    ['select 1 from bookings b join resources r on r.org_id = r.org_id where b.org_id = $1', ['resources r']],
    ['select 1 from bookings b, resources r where b.org_id = $1', ['resources r']],
    ['select 1 from bookings b where b.org_id = $1 and exists (select from resources r where r.id = b.resource_id)', ['resources r']],
    ['select 1 from bookings where org_id = $1 and id in (select booking_id from approvals)', ['approvals']],
    ['select 1 from bookings where org_id = $1 union all select 1 from approvals where id = $1', ['approvals']],
    ['with due as (select org_id, id from bookings) update bookings b set title = $2 from due where b.org_id = due.org_id', ['bookings']],
    ['insert into bookings (id, title) values ($1, $2)', ['bookings (insert)']],
    ['insert into bookings (org_id, id) select $1, id from bookings where id = $2', ['bookings']],
    ['delete from bookings where id in (select id from due where org_id is null)', ['bookings']],
  ])('sees what lacks its organisation in: %s', (text, found) => {
    expect(unscoped(text, tables)).toEqual(found)
  })
})
