import { join } from 'node:path'
import { Client } from 'pg'
import { connectionOf } from '#kernel/database/connection'
import type { EmbeddedCluster } from '#kernel/database/embedded'
import { createRoles } from '#kernel/database/roles'
import type { ModuleSpec } from '#kernel/module'
import { release } from '../release.js'
import { guardCluster } from './guarded-cluster.js'
import { step } from './progress.js'
import { loadSecrets } from './secrets-file.js'

const DATABASE = 'bookflow'
/** Where the first start prepares the database; renamed when complete, so that a start that is cut off is simply done again. */
const DRAFT = 'bookflow_draft'

export interface LocalDatabase {
  /** What web and worker run with. */
  environment: NodeJS.ProcessEnv
  /** What the seed said about the demo, at the first start only. */
  demo: string | null
}

/** What the processes of `npm start` run with, apart from the database's name. */
type Settings = Readonly<Record<string, string>>

export interface LocalDatabaseOptions {
  folder: string
  settings: Settings
  modules: readonly ModuleSpec[]
  /** Fills a fresh database and says how to log in; null leaves it empty. */
  seed: ((environment: NodeJS.ProcessEnv) => Promise<string>) | null
  /** A line for the console, about restarts. */
  say: (line: string) => void
  /** Called as soon as the server runs, so that whatever happens next it can be stopped. */
  opened: (cluster: EmbeddedCluster) => void
}

/** The launcher's own PostgreSQL with everything in it: secrets, roles, schema and, the first time, demo data. */
export async function openLocalDatabase({ folder, settings, modules, seed, say, opened }: LocalDatabaseOptions): Promise<LocalDatabase> {
  const dataDir = join(folder, 'postgres')
  const cluster = await step(`PostgreSQL in ${dataDir}`, () => guardCluster(dataDir, say), ({ started }) => (started ? 'started' : 'joined the running one'))
  opened(cluster)
  const known = await databases(cluster)
  const exists = known.includes(DATABASE)
  const base = { ...process.env, ...loadSecrets(join(folder, 'secrets.json'), exists), ...settings }
  const environmentOf = (database: string): NodeJS.ProcessEnv => ({ ...base, DATABASE_URL: cluster.url(database, 'bookflow_app') })
  const migrate = (database: string): Promise<string[]> => release({ owner: cluster.url(database, 'bookflow_owner'), app: cluster.url(database, 'bookflow_app') }, modules)
  const ran = (names: string[]): string => (names.length === 0 ? 'up to date' : `${names.length} migrations`)
  let demo: string | null = null
  if (exists) {
    await step('Schema', () => migrate(DATABASE), ran)
  } else {
    if (known.includes(DRAFT)) await administer(cluster, 'postgres', `drop database ${DRAFT} with (force)`)
    await administer(cluster, 'postgres', `create database ${DRAFT}`)
    await createRoles(cluster.adminUrl(DRAFT), { owner: null, app: null })
    await step('Schema', () => migrate(DRAFT), ran)
    if (seed) demo = await step('Demo data', () => seed(environmentOf(DRAFT)))
    await administer(cluster, 'postgres', `alter database ${DRAFT} rename to ${DATABASE}`)
  }
  return { environment: environmentOf(DATABASE), demo }
}

async function databases(cluster: EmbeddedCluster): Promise<string[]> {
  const rows = await administer(cluster, 'postgres', 'select datname as name from pg_database')
  return rows.map(({ name }) => name)
}

async function administer(cluster: EmbeddedCluster, database: string, sql: string): Promise<{ name: string }[]> {
  const client = new Client(connectionOf(cluster.adminUrl(database)))
  await client.connect()
  try {
    return (await client.query<{ name: string }>(sql)).rows
  } finally {
    await client.end()
  }
}
