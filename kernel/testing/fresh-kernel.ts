/** For tests of the kernel's background parts: a database of their own, and as many processes on it as a test wants, without product modules. */
import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { pino } from 'pino'
import { inject } from 'vitest'
import { boot, type Kernel } from '../boot.js'
import { defineContract } from '../contract.js'
import { connectionOf } from '../database/connection.js'
import { defineModule } from '../module.js'
import { transactionsToken } from '../tenancy/transactions.js'
import { cloneDatabase } from './cluster.js'
import { testConfig } from './settings.js'
import type { Channel } from '../events/outbox.js'
import { eventRecorderToken } from '../events/recorder.js'

export type FreshKernel = Awaited<ReturnType<typeof freshKernel>>

/** @param channels of a module called `demo`, which is all these kernels have */
export async function freshKernel(channels: readonly Channel[] = []) {
  const database = await cloneDatabase(inject('cluster'), `test_${process.pid}_${randomBytes(5).toString('hex')}`)
  const superuser = new Client(connectionOf(database.admin))
  await superuser.connect()
  superuser.on('error', () => undefined)
  const kernels: Kernel[] = []
  return {
    urls: database,
    /** One more process: its own pool and parts. */
    process: async (own: readonly Channel[] = channels) => {
      const demo = defineModule({ contract: defineContract({ name: 'demo' }), channels: () => own })
      const kernel = await boot(testConfig(database.app), [demo], { logger: pino({ level: 'silent' }) })
      kernels.push(kernel)
      const { container } = kernel
      return { kernel, container, transactions: container.resolve(transactionsToken), recorder: container.resolve(eventRecorderToken) }
    },
    /** Past every row policy, to look and to break things. */
    sql: async <Row extends Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> => (await superuser.query<Row>(text, values)).rows,
    close: async () => {
      for (const kernel of kernels.reverse()) await kernel.stop()
      await superuser.end()
      await database.drop()
    },
  }
}

/** Looks again until the condition holds: tests wait for the thing and never for a time. @throws when it does not within `seconds` */
export async function eventually<T>(look: () => Promise<T> | T, holds: (value: T) => boolean, seconds = 60): Promise<T> {
  const deadline = Date.now() + seconds * 1_000
  for (;;) {
    const value = await look()
    if (holds(value)) return value
    if (Date.now() > deadline) throw new Error(`Not within ${seconds} s; last seen: ${JSON.stringify(value)}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
