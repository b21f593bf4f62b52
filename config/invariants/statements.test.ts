/** INV-1, from the log of everything the product says to the database: no statement on a table of organisations goes without its organisation. */
import { afterEach, expect, it } from 'vitest'
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

it('INV-1: the reader of statements sees what lacks its organisation', () => {
  const tables = new Set(['bookings', 'resources'])
  expect(unscoped('select 1 from bookings where org_id = $1', tables)).toEqual([])
  expect(unscoped('select 1 from bookings b join resources r on r.org_id = b.org_id and r.id = b.resource_id where b.org_id = $1', tables)).toEqual([])
  expect(unscoped('update bookings b set title = $2 where (b.org_id, b.id) in (select $1, $2)', tables)).toEqual([])
  expect(unscoped('select 1 from bookings where id = $1', tables)).toEqual(['bookings'])
  expect(unscoped('select 1 from bookings b where b.org_id = $1 and exists (select from resources r where r.id = b.resource_id)', tables)).toEqual(['resources r'])
  expect(unscoped('insert into bookings (id, title) values ($1, $2)', tables)).toEqual(['bookings (insert)'])
  expect(unscoped('delete from bookings where id in (select id from due where org_id is null)', tables)).toEqual(['bookings'])
})
