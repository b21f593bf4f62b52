import { configToken, modulesToken } from '#kernel/boot'
import { outboxStatisticsToken } from '#kernel/events/statistics'
import { extensionsToken } from '#kernel/extensions'
import { metricsToken } from '#kernel/metrics'
import { defineModule } from '#kernel/module'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { defineToken } from '#kernel/contract'
import { health } from './contract.js'
import { developmentMailboxRoutes, hasDevelopmentMailbox } from './development-mailbox.routes.js'
import { healthRoutes } from './health.routes.js'
import { ReadMigrationHistory1795400000850 } from './migrations/1795400000850-read-migration-history.js'
import { serveWorkerMetrics } from './worker-metrics.js'
import { ReadinessService } from './readiness.service.js'

const readiness = defineToken<ReadinessService>('health.readiness')

export const healthModule = defineModule({
  contract: health,
  required: true,
  prefix: '',
  migrations: [ReadMigrationHistory1795400000850],
  bind(c) {
    c.bind(readiness, (c) => new ReadinessService(c.resolve(transactionsToken), c.resolve(extensionsToken), c.resolve(modulesToken)))
  },
  start: async (c, process) => {
    const { host, worker_metrics_port: port, metrics_token } = c.resolve(configToken)
    if (process !== 'worker' || port === undefined) return async () => undefined
    return (await serveWorkerMetrics(c.resolve(metricsToken), { host, port, bearer: metrics_token ?? null })).stop
  },
  routes: (c) => async (app) => {
    const config = c.resolve(configToken)
    await app.register(healthRoutes(c.resolve(readiness), c.resolve(metricsToken), c.resolve(outboxStatisticsToken), config.metrics_token ?? null))
    if (hasDevelopmentMailbox(config)) await app.register(developmentMailboxRoutes(c.resolve(transactionsToken), config.public_url))
  },
})
