/**
 * What a worker process runs: queue, relay, delivery, sweeper, schedules. The only process that sends. Refuses nothing; any number of workers
 * may run. Without it messages would wait in the outbox, safe but unsent.
 */
import type { Kernel } from './boot.js'
import type { Container } from './container.js'
import { Delivery } from './events/delivery.js'
import { purgeSchedules } from './events/purge.js'
import { Relay } from './events/relay.js'
import { replayToken } from './events/replay.js'
import { Sweeper, unparkSchedule } from './events/sweeper.js'
import { wakeUpToken } from './events/wake-up.js'
import { metricsToken } from './metrics.js'
import type { ModuleSpec, Schedule } from './module.js'
import { Queue } from './queue.js'
import type { Log } from './logger.js'
import { transactionsToken } from './tenancy/transactions.js'
import { startModules } from './web.js'

/** The parts of a worker, built but not started: tests drive them one step at a time. */
export function buildWorker({ container, config, modules, logger }: Kernel): { queue: Queue; relay: Relay; delivery: Delivery; sweeper: Sweeper } {
  const transactions = container.resolve(transactionsToken)
  const wakeUp = container.resolve(wakeUpToken)
  const queue = new Queue(config.database.url, logger)
  return {
    queue,
    relay: new Relay(transactions, queue, wakeUp, logger),
    delivery: new Delivery(modules.flatMap((module) => module.channels?.(container) ?? []), transactions, queue, container.resolve(metricsToken), logger, () => wakeUp.publish({ events: false, messages: true })),
    sweeper: new Sweeper(transactions, queue, wakeUp, logger),
  }
}

export async function startWorker(kernel: Kernel): Promise<void> {
  const { container, modules, logger } = kernel
  container.resolve(metricsToken).collectProcess()
  const { queue, relay, delivery, sweeper } = buildWorker(kernel)
  const wakeUp = container.resolve(wakeUpToken)
  wakeUp.start()
  kernel.onStop(() => wakeUp.stop())
  await queue.start()
  kernel.onStop(() => queue.stop())
  await delivery.start()
  for (const { name, cron, run } of schedulesOf(container, modules)) await queue.schedule(name, cron, reported(name, run, logger))
  relay.start()
  kernel.onStop(() => relay.stop())
  sweeper.start()
  kernel.onStop(() => sweeper.stop())
  await startModules(kernel, 'worker')
}

/** Names of everything the release process prepares queues for. */
export function queueNames(container: Container, modules: readonly ModuleSpec[]): { channels: readonly string[]; schedules: readonly string[] } {
  return {
    channels: modules.flatMap((module) => module.channels?.(container) ?? []).map(({ name }) => name),
    schedules: schedulesOf(container, modules).map(({ name }) => name),
  }
}

function schedulesOf(container: Container, modules: readonly ModuleSpec[]): readonly Schedule[] {
  const transactions = container.resolve(transactionsToken)
  return [...purgeSchedules(transactions), unparkSchedule(transactions, container.resolve(replayToken)), ...modules.flatMap((module) => module.schedules?.(container) ?? [])]
}

function reported(name: string, run: () => Promise<void>, log: Log): () => Promise<void> {
  return async () => {
    try {
      await run()
    } catch (error) {
      log.error({ err: error, schedule: name }, 'a scheduled job failed')
      throw error
    }
  }
}
