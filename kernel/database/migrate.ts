/** The migration runner: one history, one lock, the kernel's migrations and every module's in the order of their names. */
import type { DataSource } from 'typeorm'
import type { ModuleSpec } from '../module.js'
import { createOwnerDataSource } from './data-source.js'
import { KernelGround1795400000000 } from '#migrations/1795400000000-kernel-ground'
import { DeliveryLanes1795400001090 } from '#migrations/1795400001090-delivery-lanes'
import { OutboxRetention1795401010010 } from '#migrations/1795401010010-outbox-retention'
import { NarrowLookUps1795402000403 } from '#migrations/1795402000403-narrow-look-ups'
import { OutboxParts1795406000001 } from '#migrations/1795406000001-outbox-parts'

const lock = 0x626f6f6b // 'book'

/** Every migration of the product, oldest first. */
export function migrationsOf(modules: readonly ModuleSpec[]): readonly (new () => unknown)[] {
  return [KernelGround1795400000000, DeliveryLanes1795400001090, OutboxRetention1795401010010, NarrowLookUps1795402000403, OutboxParts1795406000001, ...modules.flatMap((module) => module.migrations ?? [])]
}

/**
 * Brings the schema up to date; a second caller waits for the first and finds nothing to do.
 * @param afterwards runs under the same lock, e.g. the queue's own schema
 * @returns the names of the migrations that ran
 */
export async function migrateUp(ownerUrl: string, modules: readonly ModuleSpec[], afterwards?: (owner: DataSource) => Promise<void>): Promise<string[]> {
  return underLock(ownerUrl, modules, async (owner) => {
    const done = await owner.runMigrations({ transaction: 'each' })
    await afterwards?.(owner)
    return done.map((migration) => migration.name)
  })
}

/** Takes back the latest `count` migrations. */
export async function migrateDown(ownerUrl: string, modules: readonly ModuleSpec[], count: number): Promise<void> {
  await underLock(ownerUrl, modules, async (owner) => {
    for (let step = 0; step < count; step += 1) await owner.undoLastMigration({ transaction: 'each' })
  })
}

async function underLock<T>(ownerUrl: string, modules: readonly ModuleSpec[], fn: (owner: DataSource) => Promise<T>): Promise<T> {
  const owner = createOwnerDataSource(ownerUrl, migrationsOf(modules))
  await owner.initialize()
  const runner = owner.createQueryRunner()
  try {
    await runner.query('select pg_advisory_lock($1)', [lock])
    return await fn(owner)
  } finally {
    await runner.query('select pg_advisory_unlock($1)', [lock]).catch(() => undefined)
    await runner.release()
    await owner.destroy()
  }
}
