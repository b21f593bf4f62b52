/** The worker process: `node dist/config/worker.js`. The only one that sends; run as many as you like. */
import 'reflect-metadata'
import { boot } from '#kernel/boot'
import { startWorker } from '#kernel/worker'
import { readConfig } from '#config/env'
import { productModules } from '#config/modules'
import { externalModules } from '#config/external-modules'
import { runProcess } from '#config/process'

await runProcess('worker', async () => {
  const config = readConfig()
  const kernel = await boot(config, [...productModules, ...(await externalModules(config.external_modules))])
  await startWorker(kernel)
  kernel.logger.info('worker: ready')
  return kernel
})
