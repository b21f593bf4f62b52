/** A PostgreSQL for one test run: a cluster of its own, a migrated template, a fresh database per test file cloned from it. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { connectionOf } from '../database/connection.js'
import { startEmbedded } from '../database/embedded.js'
import { migrateUp } from '../database/migrate.js'
import { createRoles } from '../database/roles.js'
import type { ModuleSpec } from '../module.js'
import { installQueue } from '../queue.js'
import { scratchFolder } from './scratch-folder.js'

export interface DatabaseUrls {
  /** Superuser: for assertions and fault injection. */
  admin: string
  owner: string
  app: string
}

/** What test workers get to know of the cluster; plain data. */
export interface TestCluster {
  template: string
  /** URLs with the database left out as `{database}`. */
  urls: DatabaseUrls
}

export interface RunningTestCluster extends TestCluster {
  stop(): Promise<void>
}

/** Starts a cluster and migrates its template with every module's migrations. */
export async function startTestCluster(modules: readonly ModuleSpec[]): Promise<RunningTestCluster> {
  const folder = scratchFolder('bookflow-test-')
  // Nothing here has to survive a power cut; tests of durability start a cluster of their own.
  const cluster = await startEmbedded({ dataDir: join(folder, 'postgres'), settings: { fsync: 'off', full_page_writes: 'off', max_wal_size: '256MB', max_connections: 300, shared_buffers: '128MB' } })
  const stop = async () => {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const urls: DatabaseUrls = { admin: cluster.adminUrl('{database}'), owner: cluster.url('{database}', 'bookflow_owner'), app: cluster.url('{database}', 'bookflow_app') }
    const placed = placedUrls(urls)
    const template = 'bookflow_template'
    await asAdmin(placed('admin', 'postgres'), `create database ${template}`)
    await createRoles(placed('admin', template), { owner: null, app: null })
    await migrateUp(placed('owner', template), modules, () => installQueue(placed('owner', template)))
    return { template, urls, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Clones the template. @returns the URLs of the new database and how to drop it */
export async function cloneDatabase({ template, urls }: TestCluster, name: string): Promise<DatabaseUrls & { drop(): Promise<void> }> {
  const placed = placedUrls(urls)
  const maintenance = placed('admin', 'postgres')
  await asAdmin(maintenance, `create database ${name} template ${template} owner bookflow_owner`)
  await asAdmin(maintenance, `grant connect on database ${name} to bookflow_app`)
  return {
    admin: placed('admin', name),
    owner: placed('owner', name),
    app: placed('app', name),
    drop: () => asAdmin(maintenance, `drop database if exists ${name} with (force)`),
  }
}

const placedUrls = (urls: DatabaseUrls) => (role: keyof DatabaseUrls, database: string) => urls[role].replace('%7Bdatabase%7D', database)

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new Client(connectionOf(url))
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
