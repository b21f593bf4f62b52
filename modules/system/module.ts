import { Gauge } from 'prom-client'
import { auth } from '#modules/auth/contract'
import { configToken, loggerToken, modulesToken } from '#kernel/boot'
import type { Container } from '#kernel/container'
import { extensionsToken } from '#kernel/extensions'
import { metricsToken } from '#kernel/metrics'
import { defineModule } from '#kernel/module'
import { productVersion } from '#kernel/product-version'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { BackupStatus } from './backup-status.js'
import { system } from './contract.js'
import { german } from './german.js'
import { Heartbeat, heartbeatSettings, heartbeatToken, type HeartbeatSettings } from './heartbeat.js'
import { SystemProcesses1795402000200 } from './migrations/1795402000200-system-processes.js'
import { systemRoutes } from './system.routes.js'
import { SystemService, systemServiceToken } from './system.service.js'

/** @param settings the product's own, unless a test hurries them */
export function defineSystem(settings: HeartbeatSettings) {
  const product = productVersion(import.meta.dirname)
  return defineModule({
    contract: system,
    german,
    required: true,
    migrations: [SystemProcesses1795402000200],
    globalTables: { system_processes: 'A process serves every organisation.' },
    bind(c) {
      c.bind(heartbeatToken, (c) => {
        const report = (error: unknown) => c.resolve(loggerToken).warn({ err: error }, 'system: this process could not announce itself')
        return new Heartbeat(c.resolve(transactionsToken), settings, product.version, () => openStreams(c), report)
      })
      c.bind(systemServiceToken, (c) => {
        const { registry } = c.resolve(metricsToken)
        const modules = c.resolve(modulesToken)
        const channels = modules.flatMap((module) => module.channels?.(c) ?? []).map(({ name }) => name)
        const backup = new BackupStatus(c.resolve(configToken).backup_status_file ?? null, registry)
        return new SystemService(c.resolve(transactionsToken), c.resolve(auth.port), c.resolve(extensionsToken), c.resolve(metricsToken), backup, modules, channels, product, settings.stale_seconds)
      })
    },
    routes: (c) => systemRoutes(c.resolve(systemServiceToken)),
    async start(c, process) {
      const heartbeat = c.resolve(heartbeatToken)
      await heartbeat.start(process)
      return () => heartbeat.stop()
    },
  })
}

/** As the stream's own metric has it; 0 where there are none. */
async function openStreams(c: Container): Promise<number> {
  const metric = c.resolve(metricsToken).registry.getSingleMetric('bookflow_sse_streams')
  return metric instanceof Gauge ? ((await metric.get()).values[0]?.value ?? 0) : 0
}

export const systemModule = defineSystem(heartbeatSettings)
