import 'reflect-metadata'
import { boot } from '#kernel/boot'
import type { KernelConfig } from '#kernel/config'
import { migrateUp } from '#kernel/database/migrate'
import type { ModuleSpec } from '#kernel/module'
import { installQueue } from '#kernel/queue'
import { queueNames } from '#kernel/worker'
import { readConfig, SECRET_SETTINGS } from '#config/env'
import { newSecret } from '#config/secrets'

/**
 * What a release does to a database, safe to repeat and safe beside running processes: migrations, what modules do at each release, the queue's schema,
 * the queues of every channel.
 * @param urls the owner's role, and the application's, which the modules are booted with once to say which queues they need
 * @returns the names of the migrations that ran
 */
export async function release(urls: { owner: string; app: string }, modules: readonly ModuleSpec[]): Promise<string[]> {
  return migrateUp(urls.owner, modules, async () => {
    const kernel = await boot(bareConfig(urls.app), modules)
    const names = queueNames(kernel.container, kernel.modules)
    try {
      for (const module of kernel.modules) await module.release?.(kernel.container)
    } finally {
      await kernel.stop()
    }
    await installQueue(urls.owner, names)
  })
}

/** A release signs and sends nothing, so it is not asked for secrets: these are thrown away with it. */
function bareConfig(url: string): KernelConfig {
  const secrets = Object.fromEntries(SECRET_SETTINGS.map((name) => [name, newSecret()]))
  return readConfig({ ...secrets, DATABASE_URL: url, BOOKFLOW_PUBLIC_URL: 'http://localhost', MAIL_TRANSPORT: 'stub', BOOKFLOW_LOG_LEVEL: 'silent', BOOKFLOW_POOL_SIZE: '2' })
}
