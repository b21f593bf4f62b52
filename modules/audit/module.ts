import { health } from '#modules/health/contract'
import { defineToken } from '#kernel/contract'
import { eventRecorderToken } from '#kernel/events/recorder'
import { pagesToken } from '#kernel/http/page'
import { defineModule, extend } from '#kernel/module'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { exportRoutes } from './audit-export.routes.js'
import { AuditExportService } from './audit-export.service.js'
import { recordEvents } from './audit.rows.js'
import { auditRoutes } from './audit.routes.js'
import { AuditService } from './audit.service.js'
import { audit } from './contract.js'
import { german } from './german.js'
import { AuditLog1795400000900 } from './migrations/1795400000900-audit-log.js'
import { AuditApiKey1795402000100 } from './migrations/1795402000100-audit-api-key.js'

const service = defineToken<AuditService>('audit.service')

/** Switching it off hides the log and its permission; what happens is written all the same, since recorders know no switch. */
export const auditModule = defineModule({
  contract: audit,
  german,
  observer: true,
  migrations: [AuditLog1795400000900, AuditApiKey1795402000100],
  bind(c) {
    c.bind(service, (c) => new AuditService(c.resolve(transactionsToken)))
  },
  routes: (c) => async (app) => {
    await app.register(auditRoutes(c.resolve(service), c.resolve(pagesToken)))
    await app.register(exportRoutes(new AuditExportService(c.resolve(transactionsToken), c.resolve(service), c.resolve(eventRecorderToken))))
  },
  records: () => recordEvents,
  refusals: (c) => (refusal) => c.resolve(service).recordRefusal(refusal),
  extends: (c) => [extend(health.extensionPoints.ready, () => c.resolve(service).readiness())],
  schedules: (c) => [{ name: 'audit.partitions', cron: '23 3 * * *', run: () => c.resolve(service).ensurePartitions() }],
  /** An installation whose workers were away for months is released before they start. */
  release: (c) => c.resolve(service).ensurePartitions(),
  /** A worker that was away for long does not wait for the night. */
  async start(c, process) {
    if (process === 'worker') await c.resolve(service).ensurePartitions()
    return async () => undefined
  },
})
