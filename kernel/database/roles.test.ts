import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { cloneDatabase } from '#kernel/testing/cluster'
import { connectionOf } from './connection.js'
import { createDataSource } from './data-source.js'
import { assertApplicationRole } from './roles.js'

// Roles belong to the cluster, which other tests use at the same time: these are roles of this file's own.
const tag = randomBytes(5).toString('hex')
const made: string[] = []
let database: Awaited<ReturnType<typeof cloneDatabase>>
let admin: Client

beforeAll(async () => {
  database = await cloneDatabase(inject('cluster'), `test_roles_${tag}`)
  admin = new Client(connectionOf(database.admin))
  await admin.connect()
})
afterAll(async () => {
  for (const name of made.reverse()) await admin.query(`drop owned by ${name}; drop role ${name}`)
  await admin.end()
  await database.drop()
})

async function role(what: string, ...statements: string[]): Promise<string> {
  const name = `role_${what}_${tag}`
  await admin.query(`create role ${name} login; grant connect on database test_roles_${tag} to ${name}`)
  made.push(name)
  for (const statement of statements) await admin.query(statement.replaceAll('$role', name))
  return name
}

async function checked(name: string): Promise<string> {
  const dataSource = createDataSource(database.app.replace('bookflow_app', name), 2, [])
  await dataSource.initialize()
  try {
    return await assertApplicationRole(dataSource).then(() => 'served', (error: Error) => error.message)
  } finally {
    await dataSource.destroy()
  }
}

it('serves as the application’s role, which takes the cross role by SET ROLE only', async () => {
  expect(await checked('bookflow_app')).toBe('served')
  expect(await checked(await role('plain', 'grant bookflow_cross to $role with inherit false, set true'))).toBe('served')
})

it.each([
  ['owner', 'the owner of tables', 'grant bookflow_owner to $role with inherit true'],
  ['may_own', 'the owner of tables', 'grant bookflow_owner to $role with inherit false, set true'],
  ['bypass', 'BYPASSRLS', 'alter role $role bypassrls'],
  ['lookup', 'bookflow_lookup', 'grant bookflow_lookup to $role with inherit false, set true'],
  ['cross', 'bookflow_cross that inherits it', 'grant bookflow_cross to $role'],
])('refuses a role by what it could do: %s', async (what, reason, statement) => {
  const message = await checked(await role(what, statement))
  expect(message).toContain(reason)
  expect(message).toContain('npm run migrate -- --create-roles')
})

it('refuses a role that may become one that walks around row-level security', async () => {
  const strong = await role('strong', 'alter role $role bypassrls')
  expect(await checked(await role('may_be_strong', `grant ${strong} to $role with inherit false, set true`))).toContain('a member of a role that is superuser or BYPASSRLS')
})

it('INV-13: an answered COMMIT is on disk, whatever the database says by default', async () => {
  await admin.query(`alter database test_roles_${tag} set synchronous_commit = off`)
  const dataSource = createDataSource(database.app, 2, [])
  await dataSource.initialize()
  const rows = await dataSource.query<unknown[]>('show synchronous_commit').finally(() => dataSource.destroy())
  expect(rows).toEqual([{ synchronous_commit: 'on' }])
})
