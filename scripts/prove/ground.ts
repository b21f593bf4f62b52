/**
 * One PostgreSQL for a whole run: starting and migrating one for every removal would take longer than the tests. What SQL takes away is taken away in a
 * template of its own; a removal in a migration, or in what starts the server, gets a server of its own.
 */
import { Client } from 'pg'
import { connectionOf } from '#kernel/database/connection'
import { startTestCluster, type RunningTestCluster, type TestCluster } from '#kernel/testing/cluster'
import { productModules } from '#config/modules'
import type { Removal } from './removal.js'

const ownServer = /(^|\/)migrations\/|^kernel\/(database|testing)\/|^kernel\/queue/

export class Ground {
  private count = 0

  private constructor(private readonly cluster: RunningTestCluster) {}

  static async start(): Promise<Ground> {
    return new Ground(await startTestCluster(productModules))
  }

  /** @returns the cluster for tests with every guard in place */
  get whole(): TestCluster {
    const { template, urls } = this.cluster
    return { template, urls }
  }

  /** @returns the cluster for a removal, null when the run has to make its own */
  async without({ remove }: Removal): Promise<TestCluster | null> {
    if (remove.some((step) => 'file' in step && ownServer.test(step.file))) return null
    const statements = remove.flatMap((step) => ('sql' in step ? [step.sql] : []))
    if (statements.length === 0) return this.whole
    this.count += 1
    const template = `prove_${this.count}`
    await this.run('postgres', `create database ${template} template ${this.cluster.template} owner bookflow_owner`)
    for (const statement of statements) await this.run(template, statement)
    return { ...this.whole, template }
  }

  stop(): Promise<void> {
    return this.cluster.stop()
  }

  private async run(database: string, statement: string): Promise<void> {
    const client = new Client(connectionOf(this.cluster.urls.admin.replace('%7Bdatabase%7D', database)))
    await client.connect()
    try {
      await client.query(statement)
    } finally {
      await client.end()
    }
  }
}
