/** Once per test run: one cluster with a migrated template, stopped at the end. */
import type { TestProject } from 'vitest/node'
import { startTestCluster, type TestCluster } from '#kernel/testing/cluster'
import { productModules } from '#config/modules'

declare module 'vitest' {
  interface ProvidedContext {
    cluster: TestCluster
    /** How many random histories a model is held against; `npm run prove` asks for many more. */
    histories: number
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { template, urls, stop } = await startTestCluster(productModules)
  project.provide('cluster', { template, urls })
  project.provide('histories', Number(process.env['BOOKFLOW_HISTORIES'] ?? 40))
  // A run that is stopped would leave its server behind: vitest tears nothing down then.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void stop().finally(() => process.exit(1)))
  return stop
}
