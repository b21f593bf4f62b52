/** INV-8 over the whole API: whatever changed something is in the log, once for each event, under the request that did it. */
import { afterEach, expect, it } from 'vitest'
import { createFurnishable, furnish, signedIn } from '#config/testing/furnished-org'
import { requestOf } from '#config/testing/isolation-requests'
import type { TestProduct } from '#config/testing/product'
import { nameOf, operationsOf, type Operation } from '#kernel/testing/openapi-document'

let product: TestProduct
afterEach(() => product.close())

/** What takes things away comes last. */
const late = ({ method, path }: Operation): number => (method === 'DELETE' ? 3 : /(archival|deactivation|cancellation|logout|organization)$/.test(path) ? 2 : 1)

it('INV-8: every operation that changes something is in the log, and the log holds as many rows as there were events', async () => {
  product = await createFurnishable()
  const furnished = await furnish(product)
  const { org, approver } = furnished
  const operations = operationsOf(product.app).filter(({ method, open }) => method !== 'GET' && !open).sort((a, b) => late(a) - late(b))
  const told = { changed: [] as string[], silent: [] as string[] }
  let before = await rowsOf()
  for (const operation of operations) {
    for (const person of operation.path.startsWith('/v1/approvals') ? [approver, org.owner] : [org.owner, approver]) {
      // Sessions end on the way: each asks with one of its own.
      const caller = await signedIn(product, person, org)
      const { path, body, headers } = requestOf(operation, furnished, caller)
      const { status, headers: answered } = await product.as(caller).send(operation.method, path, body, headers)
      if (status >= 300) continue
      const earlier = before
      before = await rowsOf()
      if (before === earlier) continue
      const { rows } = await product.admin.query<{ n: number }>(`select count(*)::int as n from audit_log where request_id = $1 and outcome = 'done'`, [answered['request-id']])
      told.changed.push(nameOf(operation))
      if (rows[0]!.n === 0) told.silent.push(nameOf(operation))
    }
  }
  expect(told.silent).toEqual([])
  expect(new Set(told.changed).size, told.changed.join()).toBeGreaterThanOrEqual(25)
  const { rows } = await product.admin.query<{ events: number; audit: number; pairs: number }>(
    `select (select count(*)::int from events) as events, (select count(*)::int from audit_log where outcome = 'done') as audit,
       (select count(*)::int from events e join audit_log a on a.org_id = e.org_id and a.id = e.id and a.action = e.type) as pairs`,
  )
  const { pairs = 0 } = rows[0] ?? {}
  expect(rows[0]).toEqual({ events: pairs, audit: pairs, pairs })
  expect(pairs).toBeGreaterThanOrEqual(60)
})

/** Everything an organisation owns, in one text; what a request leaves behind without changing anything (counters, keys, the log itself) is left out. */
async function rowsOf(): Promise<string> {
  const { rows: tables } = await product.admin.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id' and a.attnotnull
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname not in ('audit_log', 'events', 'outbox', 'idempotency_keys') order by 1`,
  )
  const each = tables.map(({ name }) => `select '${name}' || ' ' || count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as line from ${name} t`)
  const { rows } = await product.admin.query<{ line: string }>(each.join(' union all '))
  return rows.map(({ line }) => line).join('\n')
}
