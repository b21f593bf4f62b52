/**
 * `npm run migrate`: the release process. `-- --create-roles` makes the roles first (BOOKFLOW_ADMIN_DATABASE_URL),
 * `-- --print-roles-sql` prints what an administrator of a managed server runs instead, and does nothing else.
 */
import { parseArgs } from 'node:util'
import { connectionOf } from '#kernel/database/connection'
import { createRoles, rolesSql, type RolePasswords } from '#kernel/database/roles'
import { readReleaseConfig } from '#config/env'
import { externalModules } from '#config/external-modules'
import { productModules } from '#config/modules'
import { release } from './release.js'
import { checkServer } from './server-version.js'

const OWNER = 'bookflow_owner'
const APPLICATION = 'bookflow_app'

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { 'create-roles': { type: 'boolean' }, 'print-roles-sql': { type: 'boolean' } } })
  const { url, migrationUrl, adminUrl, externalModules: further } = readReleaseConfig()
  if (!migrationUrl) throw new Error(`MIGRATION_DATABASE_URL is not set. It names the database as its owner: postgres://${OWNER}:...@host:5432/bookflow`)
  if (!url) throw new Error(`DATABASE_URL is not set. It names the database as the application: postgres://${APPLICATION}:...@host:5432/bookflow`)
  const passwords = { owner: passwordOf('MIGRATION_DATABASE_URL', migrationUrl, OWNER), app: passwordOf('DATABASE_URL', url, APPLICATION) }
  if (values['print-roles-sql']) return printRoles(connectionOf(migrationUrl).database, passwords)
  if (values['create-roles']) {
    if (!adminUrl) throw new Error('BOOKFLOW_ADMIN_DATABASE_URL is not set. It names the same database as a role that may create roles; or run what npm run migrate -- --print-roles-sql prints.')
    await checkServer(adminUrl)
    await createRoles(adminUrl, passwords)
    console.log(`The roles ${OWNER} and ${APPLICATION} are ready.`)
  }
  const version = await checkServer(migrationUrl)
  const done = await release({ owner: migrationUrl, app: url }, [...productModules, ...(await externalModules(further))])
  console.log(`PostgreSQL ${version}: ${done.length === 0 ? 'the schema is up to date' : `ran ${done.length} migrations (${done.join(', ')})`}`)
}

function passwordOf(name: string, url: string, role: string): string | null {
  const { user, password } = connectionOf(url)
  if (user !== role) throw new Error(`${name} connects as '${user}'. It must be ${role}, which the schema's grants name.`)
  return password ?? null
}

/** Passwords are in the output because the roles need them; whoever runs this holds them anyway. */
function printRoles(database: string, passwords: RolePasswords): void {
  console.log(rolesSql(database, passwords).map((statement) => `${statement};`).join('\n'))
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
