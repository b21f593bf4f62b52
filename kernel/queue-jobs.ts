/**
 * Names and settings of the queues, and the few statements on jobs that processes without a running pg-boss need (replay in web).
 * Knows pg-boss' table by name; kernel/queue.ts alone imports the library.
 */
import type { UnitOfWork } from './tenancy/unit-of-work.js'

export const queueSchema = 'pgboss'

const days = 86_400

/**
 * Every queue and dead-letter queue (GUARANTEES 3). Five attempts; a crashed worker's job is noticed after `heartbeatSeconds` and the monitor
 * interval, and tried again after the first delay: within 30 s in all. Kept as long as the console promises dead letters.
 */
export const queueSettings = {
  retryLimit: 4,
  retryDelay: 5,
  retryBackoff: true,
  heartbeatSeconds: 10,
  expireInSeconds: 60,
  retentionSeconds: 90 * days,
  deleteAfterSeconds: 90 * days,
} as const

/** Work by the clock may take longer, and yesterday's run interests nobody. */
export const scheduleSettings = { ...queueSettings, retryLimit: 2, expireInSeconds: 900, retentionSeconds: 2 * days, deleteAfterSeconds: 7 * days } as const

/** How often workers look for crashed ones, and for schedules that fell due. */
export const monitorSettings = { superviseIntervalSeconds: 5, monitorIntervalSeconds: 5, cronMonitorIntervalSeconds: 15 } as const

export const outboxQueue = (channel: string) => `outbox.${channel}`
export const deadQueue = (channel: string) => `dead.${channel}`
export const scheduleQueue = (name: string) => `schedule.${name}`

/** What a job says; the payload stays in the row. */
export interface JobData {
  /** Null for account mail. */
  org_id: string | null
  /** The outbox row's id, which is the job's id too. */
  id: string
}

/** @param which `finished` leaves those that wait or run */
export async function removeJobs(work: UnitOfWork, queue: string, ids: readonly string[], which: 'all' | 'finished' = 'all'): Promise<void> {
  if (ids.length === 0) return
  await work.query({
    name: `queue.remove_${which}`,
    text: `delete from ${queueSchema}.job where name = $1 and id = any($2::uuid[])${which === 'finished' ? ` and state > 'active'` : ''}`,
    values: [queue, ids],
  })
}

/** Removes what pg-boss itself copied into a dead-letter queue when a job ran out of retries by crashing. */
export async function removeDeadCopies(work: UnitOfWork, channel: string, ids: readonly string[]): Promise<void> {
  await work.query({
    name: 'queue.remove_copies',
    text: `delete from ${queueSchema}.job where name = $1 and source_root_id = any($2::uuid[])`,
    values: [deadQueue(channel), ids],
  })
}
