/** `npm run schema`: writes migrations/schema.sql from a database that has just been migrated, so that a schema change is a diff to review. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { connectionOf } from '#kernel/database/connection'
import { describeSchema } from '#kernel/database/schema'
import { startTestCluster } from '#kernel/testing/cluster'
import { productModules } from '#config/modules'
import { projectRoot } from './project-root.js'

const cluster = await startTestCluster(productModules)
try {
  const client = new Client(connectionOf(cluster.urls.admin.replace('%7Bdatabase%7D', cluster.template)))
  await client.connect()
  const text = await describeSchema(client)
  await client.end()
  writeFileSync(join(projectRoot, 'migrations', 'schema.sql'), text)
  process.stdout.write(`migrations/schema.sql: ${text.match(/^create table/gm)?.length ?? 0} tables, ${text.split('\n').length} lines\n`)
} finally {
  await cluster.stop()
}
