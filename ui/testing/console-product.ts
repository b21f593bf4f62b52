import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { boot } from '#kernel/boot'
import type { KernelConfig } from '#kernel/config'
import { cloneDatabase } from '#kernel/testing/cluster'
import { startWeb } from '#kernel/web'
import { startWorker } from '#kernel/worker'
import { mountConsole } from '#config/console'
import { productModules } from '#config/modules'
import type {} from '#config/testing/global-setup'
import { eventually } from '#kernel/testing/fresh-kernel'
import { testConfig } from '#kernel/testing/settings'
import { freePort } from '#kernel/testing/free-port'

export interface ConsoleProduct {
  /** Where a browser finds it. */
  readonly url: string
  /** The link in the newest mail to this address, once the worker has delivered it. */
  mailedLink(address: string): Promise<string>
  close(): Promise<void>
}

/**
 * The whole product on a port, as `npm start` runs it: every module, the console, and a worker beside it, on a database of its own.
 * @param settings other than the tests' own, e.g. networks that webhooks may reach
 */
export async function consoleProduct(settings: Partial<KernelConfig> = {}): Promise<ConsoleProduct> {
  const database = await cloneDatabase(inject('cluster'), `console_${process.pid}_${randomBytes(4).toString('hex')}`)
  const port = await freePort('localhost')
  const url = `http://localhost:${port}`
  const config = { ...testConfig(database.app), ...settings, public_url: url, port }
  const web = await boot(config, productModules)
  const app = await startWeb(web)
  await mountConsole(app, config)
  await app.listen({ host: 'localhost', port })
  const worker = await boot(config, productModules)
  await startWorker(worker)
  return {
    url,
    mailedLink: (address) => mailedLink(url, address),
    async close() {
      await worker.stop()
      await web.stop()
      await database.drop()
    },
  }
}

async function mailedLink(url: string, address: string): Promise<string> {
  const look = async (): Promise<string> => {
    const page = await (await fetch(`${url}/dev/mailbox`)).text()
    const mail = page.split('<article>').find((article) => article.includes(address))
    return (mail && /href="([^"]+)"/.exec(mail)?.[1]) ?? ''
  }
  return (await eventually(look, Boolean)).replaceAll('&amp;', '&')
}
