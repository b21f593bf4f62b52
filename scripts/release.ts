import 'reflect-metadata'
import { boot } from '#kernel/boot'
import type { KernelConfig } from '#kernel/config'
import { migrateUp } from '#kernel/database/migrate'
import type { ModuleSpec } from '#kernel/module'
import { installQueue } from '#kernel/queue'
import { queueNames } from '#kernel/worker'

/**
 * What a release does to a database, safe to repeat and safe beside running processes: migrations, the queue's schema, the queues of every channel.
 * @param ownerUrl the owner's role; `config.database.url` is the application's
 * @returns the names of the migrations that ran
 */
export async function release(config: KernelConfig, ownerUrl: string, modules: readonly ModuleSpec[]): Promise<string[]> {
  return migrateUp(ownerUrl, modules, async () => {
    const kernel = await boot({ ...config, log_level: 'silent' }, modules)
    const names = queueNames(kernel.container, kernel.modules)
    await kernel.stop()
    await installQueue(ownerUrl, names)
  })
}
