/** The web process: `node dist/config/web.js`. REST, the stream and the console; sends nothing. */
import 'reflect-metadata'
import { boot } from '#kernel/boot'
import { startWeb } from '#kernel/web'
import { readConfig } from '#config/env'
import { mountConsole } from '#config/console'
import { productModules } from '#config/modules'
import { externalModules } from '#config/external-modules'
import { runProcess } from '#config/process'

await runProcess('web', async () => {
  const config = readConfig()
  const kernel = await boot(config, [...productModules, ...(await externalModules(config.external_modules))])
  const app = await startWeb(kernel)
  await mountConsole(app, config)
  await app.listen({ host: config.host, port: config.port })
  kernel.logger.info({ url: config.public_url }, 'web: ready')
  return kernel
})
