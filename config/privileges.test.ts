/** INV-1: what the roles of the database hold, beyond the walls of each table: the look-up role sees columns, nobody becomes it, and what it answers is narrow. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Client } from 'pg'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { connectionOf } from '#kernel/database/connection'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp()
})
afterAll(() => product.close())

it('INV-1: the look-up role holds the columns its functions read, and nothing else', async () => {
  const { rows: tables } = await product.admin.query(
    `select c.relname from pg_class c, aclexplode(c.relacl) a where a.grantee = 'bookflow_lookup'::regrole and c.relkind in ('r', 'p', 'S', 'v')`,
  )
  expect(tables).toEqual([])
  const { rows: columns } = await product.admin.query<{ name: string; verb: string; columns: string }>(
    `select t.relname as name, lower(a.privilege_type) as verb, string_agg(c.attname, ' ' order by c.attname) as columns
     from pg_class t join pg_attribute c on c.attrelid = t.oid, aclexplode(c.attacl) a where a.grantee = 'bookflow_lookup'::regrole group by 1, 2 order by 1`,
  )
  expect(columns.map(({ name, verb, columns }) => `${name}: ${verb} ${columns}`)).toEqual([
    'approval_links: select id org_id token_hash',
    'invitations: select email expires_at id org_id role status token_hash',
    'memberships: select org_id role status user_id',
    'organizations: select deletion_at id name org_id slug timezone',
    'outbox: select channel id org_id provider_id',
  ])
})

it('INV-1: every SECURITY DEFINER function has a fixed search path and is callable by named roles only', async () => {
  const { rows } = await product.admin.query<{ name: string; owner: string; path: boolean; open: boolean }>(
    `select p.proname as name, p.proowner::regrole::text as owner, coalesce(p.proconfig::text like '%search_path=public, pg_temp%', false) as path,
       p.proacl is null or exists (select from aclexplode(p.proacl) a where a.grantee = 0) as open
     from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef order by 1`,
  )
  expect(rows.length).toBeGreaterThanOrEqual(5)
  for (const { name, path, open } of rows) expect({ path, open }, name).toEqual({ path: true, open: false })
  // The look-up role owns functions that answer questions; the owner's are the ones that change something.
  expect(rows.filter(({ owner }) => owner === 'bookflow_lookup').map(({ name }) => name)).toEqual(['approval_link_of_token', 'invitation_of_token', 'organizations_of_person', 'outbox_of_provider'])
})

it('INV-1: the application cannot become the look-up role or the owner, create anything, or read past its grants', async () => {
  const app = new Client(connectionOf(product.urls.app))
  await app.connect()
  for (const statement of ['set role bookflow_lookup', 'set role bookflow_owner', 'create table mine ()', 'create schema mine', 'create function f() returns int language sql as $$ select 1 $$', 'delete from audit_log', 'update security_events set kind = kind', 'drop table users', 'copy organizations to program $$true$$']) {
    await expect(app.query(statement), statement).rejects.toMatchObject({ code: '42501' })
  }
  await app.end()
})
