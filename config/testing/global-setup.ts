/** Once per test run: one cluster with a migrated template, stopped at the end. */
import type { TestProject } from 'vitest/node'
import type { TestCluster } from '#kernel/testing/cluster'

declare module 'vitest' {
  interface ProvidedContext {
    cluster: TestCluster
    /** How many random histories a model is held against; `npm run prove` asks for many more. */
    histories: number
    /** Of everything that is made up. */
    seed: number
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  project.provide('seed', Number(process.env['BOOKFLOW_SEED'] ?? 20_261_201))
  project.provide('histories', Number(process.env['BOOKFLOW_HISTORIES'] ?? 40))
  // `npm run prove` runs the suite's tests hundreds of times, on one server of its own.
  const given = process.env['BOOKFLOW_TEST_CLUSTER']
  if (given !== undefined) {
    project.provide('cluster', JSON.parse(given) as TestCluster)
    return async () => undefined
  }
  const [{ startTestCluster }, { productModules }] = await Promise.all([import('#kernel/testing/cluster'), import('#config/modules')])
  const { template, urls, stop } = await startTestCluster(productModules)
  project.provide('cluster', { template, urls })
  // A run that is stopped would leave its server behind: vitest tears nothing down then.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void stop().finally(() => process.exit(1)))
  return stop
}
