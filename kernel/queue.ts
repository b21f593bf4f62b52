/**
 * The job queue: pg-boss on the same PostgreSQL, and the only file that imports it. A job carries ids; what is to be done stands in the row
 * it points at. Refuses to migrate at run time: its schema belongs to the release process. Web processes never start it.
 * Without it nothing would retry, back off or notice a crashed worker.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { PgBoss, type Db, type JobInsert } from 'pg-boss'
import { defineToken } from './contract.js'
import { connectionOf } from './database/connection.js'
import { GuardedClient } from './database/guarded-client.js'
import { keepAlive, sessionOptions } from './database/session-settings.js'
import type { Log } from './logger.js'
import { deadQueue, monitorSettings, outboxQueue, queueSchema, queueSettings, removeJobs, scheduleQueue, scheduleSettings, type JobData } from './queue-jobs.js'
import { Slots, type JobSource } from './queue-slots.js'
import type { UnitOfWork } from './tenancy/unit-of-work.js'

/** Behind a black hole a statement would be awaited for ever, and the worker never send again. Longer than the pool's: maintenance deletes many rows. */
const queryTimeoutMs = 10_000

/** Jobs of one queue this process works on at a time, unless the channel says otherwise. */
const slotsPerQueue = 20

export class Queue {
  private readonly boss: PgBoss
  private readonly known = new Set<string>()
  private readonly slots = new Map<string, Slots>()
  private readonly scheduled: string[] = []

  /** @param url of the application's role @param poolSize connections of its own, beside the process' pool */
  constructor(
    url: string,
    private readonly log: Log,
    poolSize = 4,
  ) {
    this.boss = new PgBoss({ ...connect(url), max: poolSize, migrate: false, createSchema: false, reindex: false, instanceName: 'worker', ...monitorSettings })
    this.boss.on('error', (error) => log.error({ err: error }, 'queue'))
    this.boss.on('warning', ({ message, data }) => log.warn({ data }, `queue: ${message}`))
  }

  /** @throws when the release process has not installed the queue's schema */
  async start(): Promise<void> {
    await this.boss.start()
  }

  /**
   * Takes no more and waits for what runs, messages and schedules together, at most `timeoutSeconds` (and a second to settle them); what is left is
   * tried again by another worker. A process has 25 s in all.
   */
  async stop(timeoutSeconds = 20): Promise<void> {
    const until = performance.now() + timeoutSeconds * 1_000
    // The slots settle their jobs through pg-boss, which therefore stops last; its own workers must not take more meanwhile.
    await Promise.all([...[...this.slots.values()].map((slots) => slots.stop(timeoutSeconds * 1_000)), ...this.scheduled.map((queue) => this.boss.offWork(queue, { wait: false }))])
    await this.boss.stop({ graceful: true, timeout: Math.max(1_000, until - performance.now()) })
  }

  /** Creates the queues of channels the release process did not know, and brings the settings of the others up to date. */
  async prepare(channels: readonly string[]): Promise<void> {
    for (const channel of channels) {
      await createQueues(this.boss, channel)
      this.known.add(outboxQueue(channel))
    }
  }

  /** True when the channel has a queue, made by whichever version of the product. */
  async has(channel: string): Promise<boolean> {
    const queue = outboxQueue(channel)
    if (!this.known.has(queue) && (await this.boss.getQueue(queue)) !== null) this.known.add(queue)
    return this.known.has(queue)
  }

  /** Adds jobs in the open unit of work. The id of a finished job is free again; a live job of the same id stays as it is. */
  async insert(work: UnitOfWork, queue: string, jobs: readonly JobData[]): Promise<void> {
    const taken = await this.put(work, queue, jobs)
    if (taken.length === 0) return
    await removeJobs(work, queue, taken.map((job) => job.id), 'finished')
    await this.put(work, queue, taken)
  }

  /**
   * Calls the handler for each job; a rejection means "try again". Each job stands for itself: a slow one holds up no other until `count` of them are slow.
   * pg-boss' own workers await a batch, so that two mails the provider was slow with held up all others. Resolves once the queue is being worked on.
   */
  async work(queue: string, handler: (job: JobData) => Promise<void>, count = slotsPerQueue): Promise<void> {
    const source: JobSource = {
      fetch: (limit) => this.boss.fetch<JobData>(queue, { batchSize: limit }),
      complete: (id) => this.boss.complete(queue, id),
      fail: (id, message) => this.boss.fail(queue, id, { message }),
      touch: (ids) => this.boss.touch(queue, ids),
    }
    const slots = new Slots(queue, source, count, handler, this.log)
    this.slots.set(queue, slots)
    slots.start()
  }

  /** Lets this process fetch now instead of at its next poll. */
  wake(queue: string): void {
    this.slots.get(queue)?.wake()
  }

  /** Runs by the clock, in one worker at a time; an occurrence missed while no worker ran is made up for once. @param cron five fields, UTC */
  async schedule(name: string, cron: string, run: () => Promise<void>): Promise<void> {
    const queue = scheduleQueue(name)
    await this.boss.createQueue(queue, { ...scheduleSettings, policy: 'exclusive' })
    await this.boss.updateQueue(queue, scheduleSettings)
    await this.boss.schedule(queue, cron, null, { tz: 'UTC', missed: 'once' })
    await this.boss.work(queue, { pollingIntervalSeconds: 2 }, async () => run())
    this.scheduled.push(queue)
  }

  /** @returns the jobs that were not inserted because their id is taken */
  private async put(work: UnitOfWork, queue: string, jobs: readonly JobData[]): Promise<readonly JobData[]> {
    const inserts: JobInsert<JobData>[] = jobs.map((job) => ({ id: job.id, data: job }))
    const ids = new Set((await this.boss.insert(queue, inserts, { db: within(work), returnId: true })) ?? [])
    return jobs.filter((job) => !ids.has(job.id))
  }
}

/**
 * The release step: schema `pgboss` owned by the owner, queues, grants for the application's roles. Safe to run again.
 * @param ownerUrl the owner's role
 * @param names channels whose queues are made ahead; `schedules`, when given, are all there are: others are taken back
 */
export async function installQueue(ownerUrl: string, names: { channels?: readonly string[]; schedules?: readonly string[] } = {}): Promise<void> {
  // Building an index takes what it takes.
  const boss = new PgBoss({ ...connect(ownerUrl, 0), max: 2, supervise: false, schedule: false, registerInstance: false })
  const failures: Error[] = []
  boss.on('error', (error) => failures.push(error))
  await boss.start()
  try {
    await finishIndexes(boss)
    for (const channel of names.channels ?? []) await createQueues(boss, channel)
    if (names.schedules) await retireSchedules(boss, names.schedules)
  } finally {
    await boss.stop({ graceful: true, timeout: 5_000 })
  }
  if (failures[0]) throw failures[0]
  await grant(ownerUrl)
}

/** An upgrade of pg-boss builds indexes in the background; the release is done when they are. */
async function finishIndexes(boss: PgBoss): Promise<void> {
  const deadline = Date.now() + 600_000
  for (;;) {
    const statuses = await boss.getBamStatus()
    if (statuses.some(({ status }) => status === 'failed')) throw new Error(`The queue's schema has failed index builds: see ${queueSchema}.bam, mend the cause and run the migration again.`)
    if (!statuses.some(({ status }) => status === 'pending' || status === 'in_progress')) return
    if (Date.now() > deadline) throw new Error(`The queue's index builds take more than ten minutes: see ${queueSchema}.bam and run the migration again when they are done.`)
    await delay(500)
  }
}

/**
 * What a running pg-boss does, by table; the rest (its versions, index builds, statistics, subscriptions) is the release's or not used. The relay works
 * under the cross-tenant role. The schema holds ids and states, nothing of a tenant's.
 */
const grants: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  bookflow_app: {
    version: 'select, update',
    queue: 'select, insert, update',
    schedule: 'select, insert, update',
    instance: 'select, insert, update, delete',
    job: 'select, insert, update, delete',
    job_common: 'select, insert, update, delete',
    job_dependency: 'select, insert, delete',
  },
  bookflow_cross: { queue: 'select', job: 'select, insert, delete', job_common: 'select, insert, delete' },
}

/** In one transaction, as several statements of one message are: running workers see no moment without. */
async function grant(ownerUrl: string): Promise<void> {
  const client = new Client(connectionOf(ownerUrl))
  await client.connect()
  try {
    const statements = Object.entries(grants).flatMap(([role, tables]) => [
      `grant usage on schema ${queueSchema} to ${role}`,
      `revoke all on all tables in schema ${queueSchema} from ${role}`,
      `revoke all on all sequences in schema ${queueSchema} from ${role}`,
      ...Object.entries(tables).map(([table, verbs]) => `grant ${verbs} on ${queueSchema}.${table} to ${role}`),
    ])
    await client.query(statements.join(';\n'))
  } finally {
    await client.end()
  }
}

/** The dead-letter queue first: the other one points at it. */
async function createQueues(boss: PgBoss, channel: string): Promise<void> {
  await boss.createQueue(deadQueue(channel), queueSettings)
  await boss.updateQueue(deadQueue(channel), queueSettings)
  const settings = { ...queueSettings, deadLetter: deadQueue(channel) }
  await boss.createQueue(outboxQueue(channel), settings)
  await boss.updateQueue(outboxQueue(channel), settings)
}

async function retireSchedules(boss: PgBoss, names: readonly string[]): Promise<void> {
  const declared = new Set(names.map(scheduleQueue))
  for (const { name } of await boss.getSchedules()) if (!declared.has(name)) await boss.unschedule(name)
}

function connect(url: string, query_timeout = queryTimeoutMs) {
  return { ...connectionOf(url), Client: GuardedClient, query_timeout, schema: queueSchema, options: sessionOptions({}), ...keepAlive, openTelemetry: { enabled: false } }
}

/** Runs statements of pg-boss in the open unit of work. */
function within(work: UnitOfWork): Db {
  return { executeSql: async (text, values) => ({ rows: await work.query({ text, ...(values ? { values } : {}) }) }) }
}

export const queueToken = defineToken<Queue>('kernel.queue')
