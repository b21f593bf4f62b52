/** What a web process runs beside its routes: the feed that serves the streams and the wake-ups it hears. */
import type { Kernel } from './boot.js'
import { feedToken } from './events/feed.js'
import { wakeUpToken } from './events/wake-up.js'
import { metricsToken } from './metrics.js'
import type { App } from './module.js'

/** Starts feed and modules and builds the application; the caller mounts what it wants and listens. */
export async function startWeb(kernel: Kernel): Promise<App> {
  const { container } = kernel
  container.resolve(metricsToken).collectProcess()
  const wakeUp = container.resolve(wakeUpToken)
  wakeUp.start()
  kernel.onStop(() => wakeUp.stop())
  const feed = container.resolve(feedToken)
  await feed.start()
  kernel.onStop(() => feed.stop())
  await startModules(kernel, 'web')
  return kernel.app()
}

export async function startModules(kernel: Kernel, process: 'web' | 'worker'): Promise<void> {
  for (const module of kernel.modules) {
    const stop = await module.start?.(kernel.container, process)
    if (stop) kernel.onStop(stop)
  }
}
