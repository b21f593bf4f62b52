import type { Config } from '@react-router/dev/config'
import { compressAssets } from './compress-assets.js'

export default {
  appDirectory: 'app',
  ssr: true,
  // The route list is small: sending it with the document saves the manifest request, and no version of it can go stale.
  routeDiscovery: { mode: 'initial' },
  buildEnd: ({ reactRouterConfig }) => compressAssets(reactRouterConfig.buildDirectory),
} satisfies Config
