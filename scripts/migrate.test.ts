/** The operators' commands on a server of their own, as compiled by `npm test`. */
import { spawn, spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newSecret } from '#config/secrets'
import { connectionOf } from '#kernel/database/connection'
import { startEmbedded, type EmbeddedCluster } from '#kernel/database/embedded'
import { scratchFolder } from '#kernel/testing/scratch-folder'
import { projectRoot } from './project-root.js'

const folder = scratchFolder('bookflow-operators-')
let cluster: EmbeddedCluster
let environment: NodeJS.ProcessEnv

async function query<T extends Record<string, unknown>>(database: string, sql: string): Promise<T[]> {
  const client = new Client(connectionOf(cluster.adminUrl(database)))
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

beforeAll(async () => {
  cluster = await startEmbedded({ dataDir: join(folder, 'postgres'), settings: { fsync: 'off' } })
  await query('postgres', 'create database "book flow"')
  environment = {
    PATH: '/usr/bin:/bin',
    BOOKFLOW_DATA_DIR: join(folder, 'data'),
    BOOKFLOW_PUBLIC_URL: 'http://localhost:3000',
    DATABASE_URL: cluster.url('book flow', 'bookflow_app', 'a:p@/ p'),
    MIGRATION_DATABASE_URL: cluster.url('book flow', 'bookflow_owner', "o'wn"),
    BOOKFLOW_ADMIN_DATABASE_URL: cluster.adminUrl('book flow'),
    BOOKFLOW_ACCESS_TOKEN_SECRETS: newSecret(),
    BOOKFLOW_PASSWORD_PEPPER: newSecret(),
    BOOKFLOW_MAIL_TOKEN_SECRET: newSecret(),
    BOOKFLOW_CURSOR_SECRET: newSecret(),
    BOOKFLOW_WEBHOOK_ENCRYPTION_SECRETS: newSecret(),
    MAIL_TRANSPORT: 'stub',
  }
})
afterAll(async () => {
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
})

function migrate(args: string[] = [], change: NodeJS.ProcessEnv = {}): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--enable-source-maps', join(projectRoot, 'dist', 'scripts', 'migrate.js'), ...args], { env: { ...environment, ...change }, encoding: 'utf8' })
  return { status, said: stdout + stderr }
}

const roles = async (): Promise<string[]> => (await query<{ name: string }>('postgres', "select rolname as name from pg_roles where rolname like 'bookflow%' order by 1")).map(({ name }) => name)

describe('npm run migrate', () => {
  it.each<[string, NodeJS.ProcessEnv, RegExp]>([
    ['without the owner', { MIGRATION_DATABASE_URL: '' }, /^MIGRATION_DATABASE_URL is not set\. .*bookflow_owner/],
    ['without the application', { DATABASE_URL: '' }, /^DATABASE_URL is not set\. .*bookflow_app/],
    ['when nobody answers', { MIGRATION_DATABASE_URL: 'postgres://bookflow_owner@127.0.0.1:1/book' }, /^No PostgreSQL answers at 127\.0\.0\.1:1\./],
    ['before there are roles', {}, /knows no such role|role "bookflow_owner" does not exist|does not let 'bookflow_owner' in/],
  ])('says what to do %s', (_, change, message) => {
    const { status, said } = migrate([], change)
    expect(said).toMatch(message)
    expect(status).toBe(1)
  })

  it('prints the SQL of the roles for managed servers, and changes nothing', async () => {
    const { status, said } = migrate(['--print-roles-sql'])
    expect(status).toBe(0)
    expect(said).toMatch(/alter role bookflow_owner login .* password 'o''wn';[\s\S]*grant bookflow_cross to bookflow_app with inherit false, set true;[\s\S]*alter database "book flow" owner to bookflow_owner;/)
    expect(await roles()).toEqual([])
  })

  it('creates the roles, migrates, and finds nothing to do the second time', async () => {
    // As docs/operations.md shows it: a release needs no secrets.
    const bare = Object.fromEntries(Object.keys(environment).filter((name) => /SECRET|PEPPER|PUBLIC|MAIL/.test(name)).map((name) => [name, '']))
    const first = migrate(['--create-roles'], bare)
    expect(first.said).toMatch(/The roles bookflow_owner and bookflow_app are ready\.\nPostgreSQL 18: ran \d+ migrations/)
    expect(first.status).toBe(0)
    expect(await roles()).toEqual(expect.arrayContaining(['bookflow_app', 'bookflow_cross', 'bookflow_owner']))
    expect(await query('book flow', "select rolsuper or rolbypassrls as dangerous from pg_roles where rolname in ('bookflow_app', 'bookflow_owner')")).toEqual([{ dangerous: false }, { dangerous: false }])
    expect(migrate()).toEqual({ status: 0, said: 'PostgreSQL 18: the schema is up to date\n' })
  })

  it('makes the audit log’s months ahead also when no migration is pending', async () => {
    const months = async () => (await query<{ n: number }>('book flow', `select count(*)::int as n from pg_class where relispartition and relkind = 'r' and relname like 'audit_log_%'`))[0]?.n ?? 0
    const all = await months()
    expect(all).toBe(25)
    const [last] = await query<{ name: string }>('book flow', `select max(relname) as name from pg_class where relispartition and relkind = 'r' and relname like 'audit_log_%'`)
    await query('book flow', `drop table ${last?.name ?? ''}`)
    expect(await months()).toBe(all - 1)
    expect(migrate()).toEqual({ status: 0, said: 'PostgreSQL 18: the schema is up to date\n' })
    expect(await months()).toBe(all)
  })

  it('refuses roles with other powers than theirs', () => {
    const owner = environment['MIGRATION_DATABASE_URL'] ?? ''
    expect(migrate([], { DATABASE_URL: owner }).said).toMatch(/^DATABASE_URL connects as 'bookflow_owner'\. It must be bookflow_app/)
    expect(migrate([], { MIGRATION_DATABASE_URL: cluster.adminUrl('book flow') }).said).toMatch(/^MIGRATION_DATABASE_URL connects as 'postgres'\. It must be bookflow_owner/)
  })
})

it('npm start on a given server uses it and seeds nothing', async () => {
  const child = spawn(process.execPath, ['--enable-source-maps', join(projectRoot, 'dist', 'scripts', 'start.js')], { env: { ...environment, PORT: '0', BOOKFLOW_HOST: '127.0.0.1' }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = new Promise((resolve) => child.on('close', resolve))
  await expect.poll(() => (child.exitCode === null ? said : `ended: ${said}`), { timeout: 150_000 }).toContain('BookFlow is ready at')
  child.kill('SIGINT')
  expect(await ended).toBe(0)
  expect(said).toMatch(/PostgreSQL of DATABASE_URL \.\.\. version 18[\s\S]*Schema \.\.\. up to date/)
  expect(said).not.toMatch(/Demo data|Stopping PostgreSQL/)
  expect(await query('book flow', 'select count(*)::int as organizations from organizations')).toEqual([{ organizations: 0 }])
})
