import { Type } from 'typebox'
import { notFound } from '#kernel/http/problems'
import type { OutboxStatistics } from '#kernel/events/statistics'
import type { Metrics } from '#kernel/metrics'
import type { Routes } from '#kernel/module'
import { productVersion } from '#kernel/product-version'
import { holdsBearer, isLocal } from './caller.js'
import { ReadinessSchema, VersionSchema } from './contract.js'
import type { ReadinessService } from './readiness.service.js'

/** Probes must be answered whatever else is asked: no limit, no transaction. */
const probe = { access: 'public', transaction: false, rateLimit: false } as const

/** @param metricsToken bearer that opens /metrics to other machines; null keeps it to this one */
export function healthRoutes(readiness: ReadinessService, metrics: Metrics, outbox: OutboxStatistics, metricsToken: string | null): Routes {
  return async (app) => {
    const startedAt = new Date(Date.now() - process.uptime() * 1_000).toISOString()
    const product = productVersion(import.meta.dirname)

    app.get(
      '/livez',
      { schema: { summary: 'Is the process alive? Asks nobody else', response: { 200: Type.Object({ status: Type.Literal('ok') }) } }, config: probe },
      async () => ({ status: 'ok' as const }),
    )

    app.get('/readyz', { schema: { summary: 'May the process be sent requests?', response: { 200: ReadinessSchema } }, config: probe }, async () => readiness.check())

    app.get('/version', { schema: { summary: 'What runs here', response: { 200: VersionSchema } }, config: probe }, async () => ({
      ...product,
      started_at: startedAt,
    }))

    app.get(
      '/metrics',
      { schema: { summary: 'Numbers for Prometheus; to this machine, or with the metrics bearer', produces: ['text/plain'], response: { 200: Type.String() } }, config: probe },
      async (request, reply) => {
        // Numbers tell an outsider how busy an installation is and which routes it has; to them there is nothing here.
        if (!isLocal(request) && !holdsBearer(request, metricsToken)) throw notFound('page')
        await outbox.refresh()
        return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
      },
    )
  }
}
