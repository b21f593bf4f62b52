import { modulesToken } from '#kernel/boot'
import { defineToken } from '#kernel/contract'
import { feedToken } from '#kernel/events/feed'
import { metricsToken } from '#kernel/metrics'
import { defineModule } from '#kernel/module'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { catalogueOf } from './audience.js'
import { sse } from './contract.js'
import { german } from './german.js'
import { streamSettings, type StreamSettings } from './settings.js'
import { StreamHub } from './stream-hub.js'
import { StreamMetrics } from './stream-metrics.js'
import { streamRoutes } from './stream.routes.js'
import { Verification } from './verification.js'

export const streamHubToken = defineToken<StreamHub>('sse.hub')

/** @param settings the product's own, unless a test hurries them */
export function defineSse(settings: StreamSettings) {
  return defineModule({
    contract: sse,
    german,
    observer: true,
    bind(c) {
      c.bind(streamHubToken, (c) => {
        const catalogue = catalogueOf(c.resolve(modulesToken).map(({ contract }) => contract))
        return new StreamHub(c.resolve(feedToken), new Verification(c.resolve(transactionsToken)), catalogue, new StreamMetrics(c.resolve(metricsToken)), settings)
      })
    },
    routes: (c) => streamRoutes(c.resolve(streamHubToken)),
    async start(c, process) {
      if (process === 'web') c.resolve(streamHubToken).start()
      return async () => c.resolve(streamHubToken).stop()
    },
  })
}

export const sseModule = defineSse(streamSettings)
