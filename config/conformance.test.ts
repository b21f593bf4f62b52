/** The house rules that hold for every module of the product, whoever wrote it. Each check says how much it looked at. */
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { productModules } from '#config/modules'
import { createTestApp, type TestOrg, type TestProduct } from '#config/testing/product'
import { connectionOf } from '#kernel/database/connection'
import { migrateDown, migrateUp, migrationsOf } from '#kernel/database/migrate'
import { describeSchema } from '#kernel/database/schema'
import { problemTypes } from '#kernel/http/problem'
import { cloneDatabase } from '#kernel/testing/cluster'

/** Tables of the kernel that carry no organisation, and why. */
const kernelGlobals = ['feed_epoch', 'account_outbox', 'account_stub_mails', 'schema_migrations']
const globals = new Set([...kernelGlobals, ...productModules.flatMap((module) => Object.keys(module.globalTables ?? {}))])

let product: TestProduct
let org: TestOrg
beforeAll(async () => {
  product = await createTestApp()
  org = await product.newOrg()
})
afterAll(() => product.close())

describe('INV-1: every tenant table has its walls', () => {
  interface Table {
    name: string
    partition: boolean
    org_not_null: boolean
    forced: boolean
    key: string[] | null
    foreign_keys: { name: string; columns: string[]; target: string }[] | null
    policies: number
  }
  const catalog = `
    select c.relname as name, c.relispartition as partition, c.relrowsecurity and c.relforcerowsecurity as forced,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and a.attnotnull) as org_not_null,
      (select array_agg(a.attname::text order by k.n) from pg_constraint p, unnest(p.conkey) with ordinality k (attnum, n)
        join pg_attribute a on a.attnum = k.attnum where p.conrelid = c.oid and a.attrelid = c.oid and p.contype = 'p') as key,
      (select json_agg(json_build_object('name', f.conname, 'target', f.confrelid::regclass::text,
        'columns', (select json_agg(a.attname order by k.n) from unnest(f.conkey) with ordinality k (attnum, n) join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.attnum)))
        from pg_constraint f where f.conrelid = c.oid and f.contype = 'f') as foreign_keys,
      (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`

  it('has org_id NOT NULL first in its key, forced row-level security, composite foreign keys, or stands on the global list', async () => {
    const { rows } = await product.admin.query<Table>(catalog)
    const tenant = rows.filter(({ name }) => !globals.has(name))
    for (const table of tenant) {
      expect(table, table.name).toMatchObject({ org_not_null: true, forced: true })
      expect(table.key?.[0], table.name).toBe('org_id')
      if (!table.partition) expect(table.policies, table.name).toBeGreaterThan(0)
      for (const key of table.foreign_keys ?? []) {
        if (!globals.has(key.target)) expect(key.columns[0], `${table.name}.${key.name}`).toBe('org_id')
      }
    }
    expect(tenant.length).toBeGreaterThanOrEqual(20)
    const missing = [...globals].filter((name) => !rows.some((row) => row.name === name))
    expect(missing, 'on the global list but not in the database').toEqual([])
  })

  it('shows the application role nothing without a context', async () => {
    const { rows } = await product.admin.query<Table>(catalog)
    const client = new Client(connectionOf(product.urls.app))
    await client.connect()
    let read = 0
    for (const { name, partition } of rows) {
      if (globals.has(name) || partition) continue
      const granted = (await client.query<{ ok: boolean }>(`select has_table_privilege($1, 'select') as ok`, [name])).rows[0]!.ok
      if (!granted) continue
      expect((await client.query(`select 1 from ${name} limit 1`)).rowCount, name).toBe(0)
      read += 1
    }
    await client.end()
    expect(read).toBeGreaterThanOrEqual(15)
  })
})

describe('INV-10: routes', () => {
  interface Operation {
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
    path: string
    module: string
    open: boolean
    parameters: { name: string; in: string; required?: boolean }[]
  }

  async function operations(): Promise<Operation[]> {
    const { body } = await product.anonymous.get('/v1/openapi.json')
    return Object.entries(body.paths as Record<string, Record<string, { tags: string[]; security?: unknown; parameters?: Operation['parameters'] }>>).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { tags, security, parameters = [] }]) => ({ method: method.toUpperCase() as Operation['method'], path, module: tags[0]!, open: security === undefined, parameters })),
    )
  }

  const filled = (path: string) => path.replaceAll(/\{\w+\}/g, () => randomUUID())

  it('refuse everybody without a credential, except the public ones', async () => {
    const closed = (await operations()).filter(({ open }) => !open)
    for (const { method, path } of closed) {
      const answer = await product.anonymous.send(method, filled(path), method === 'GET' || method === 'DELETE' ? undefined : {})
      expect(answer.status, `${method} ${path}`).toBe(401)
    }
    expect(closed.length).toBeGreaterThanOrEqual(40)
  })

  it('answer module_disabled for a module that is switched off', async () => {
    const all = await operations()
    for (const module of productModules.filter(({ required }) => !required)) {
      const { name } = module.contract
      await product.admin.query(`insert into org_modules (org_id, module, enabled) values ($1, $2, false) on conflict (org_id, module) do update set enabled = false`, [org.id, name])
      const own = all.filter((operation) => operation.module === name && !operation.open)
      let disabled = 0
      for (const { method, path } of own) {
        const answer = await product.as(org.owner).send(method, filled(path), method === 'GET' || method === 'DELETE' ? undefined : {}, { 'if-match': '*' })
        const code = String(answer.body.code)
        expect(['module_disabled', 'validation_failed'], `${method} ${path}`).toContain(code)
        if (code === 'module_disabled') disabled += 1
      }
      await product.admin.query('delete from org_modules where org_id = $1', [org.id])
      if (own.length > 0) expect(disabled, name).toBeGreaterThan(0)
    }
  })
})

it('every schema of every route can be compiled: processes do so at a route’s first request', () => {
  expect(product.app.routeSchemas.compileAll()).toBeGreaterThan(200)
})

describe('migrations', () => {
  it('go up, down and up again, and leave the schema that was reviewed', async () => {
    const database = await cloneDatabase(inject('cluster'), `conformance_${process.pid}`)
    const describeIt = async () => {
      const client = new Client(connectionOf(database.admin))
      await client.connect()
      try {
        return await describeSchema(client)
      } finally {
        await client.end()
      }
    }
    try {
      const before = await describeIt()
      await migrateDown(database.owner, productModules, migrationsOf(productModules).length)
      expect(await describeIt()).not.toContain('create table')
      const done = await migrateUp(database.owner, productModules)
      expect(done).toHaveLength(migrationsOf(productModules).length)
      expect(await describeIt()).toBe(before)
      const reviewed = fileURLToPath(new URL('../migrations/schema.sql', import.meta.url))
      expect(existsSync(reviewed) ? readFileSync(reviewed, 'utf8') : '', 'migrations/schema.sql is not current: npm run schema').toBe(before)
    } finally {
      await database.drop()
    }
  })
})

it('problem codes are declared once each', () => {
  const codes = problemTypes().map(({ code }) => code)
  expect(new Set(codes).size).toBe(codes.length)
  expect(codes.length).toBeGreaterThanOrEqual(20)
})
