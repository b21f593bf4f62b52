/**
 * The life of one outbox row, as statements: pending -> sent, cancelled, parked or dead, back to pending by snooze or replay. Tenant and
 * account rows live alike in two tables. Refuses to move a row that is already sent. Without this file each mover would have its own idea of the states.
 */
import type { JobData } from '../queue-jobs.js'
import type { Statement, UnitOfWork } from '../tenancy/unit-of-work.js'

/** The first is try 1; the fifth failure is the last. */
export const attemptLimit = 5

const reasonLimit = 1_000

export interface OutboxRow extends Record<string, unknown> {
  status: 'pending' | 'sent' | 'dead' | 'cancelled' | 'parked' | 'quarantined'
  attempts: number
  payload: Record<string, unknown>
  /** True while a job of the queue answers for the row. */
  enqueued: boolean
}

/** Reads the row and keeps others from moving it until the transaction ends. */
export async function lockRow(work: UnitOfWork, job: JobData): Promise<OutboxRow | undefined> {
  const rows = await work.query<OutboxRow>(on(job, 'lock', (table, where) => `select status, attempts, payload, enqueued_at is not null as enqueued from ${table} where ${where} for update`))
  return rows[0]
}

export async function countAttempt(work: UnitOfWork, job: JobData): Promise<void> {
  await work.query(on(job, 'count', (table, where) => `update ${table} set attempts = attempts + 1 where ${where}`))
}

/** @returns the status the row had */
export async function markSent(work: UnitOfWork, job: JobData, providerId: string | null): Promise<OutboxRow['status'] | undefined> {
  const before = await lockRow(work, job)
  await work.query(
    on(
      job,
      'sent',
      (table, where) => `update ${table} set status = 'sent', provider_id = $3, reason = null, finished_at = now() where ${where} and status <> 'sent'`,
      [providerId],
    ),
  )
  return before?.status
}

export async function markDead(work: UnitOfWork, job: JobData, reason: string): Promise<void> {
  await finish(work, job, 'dead', reason)
}

export async function markCancelled(work: UnitOfWork, job: JobData, reason: string): Promise<void> {
  await finish(work, job, 'cancelled', reason)
}

/** Waits for its module to be switched on again; tenant rows only. */
export async function park(work: UnitOfWork, job: JobData, reason: string): Promise<void> {
  await work.query(
    on(job, 'park', (table, where) => `update ${table} set status = 'parked', reason = $3, enqueued_at = null where ${where} and status = 'pending'`, [cut(reason)]),
  )
}

/** Due again in `seconds`, without the attempt that was counted. */
export async function snooze(work: UnitOfWork, job: JobData, reason: string, seconds: number): Promise<void> {
  await work.query(
    on(
      job,
      'snooze',
      (table, where) => `update ${table} set attempts = attempts - 1, reason = $3, enqueued_at = null, not_before = now() + make_interval(secs => $4)
                         where ${where} and status = 'pending' and attempts > 0`,
      [cut(reason), seconds],
    ),
  )
}

/** The attempt failed and counts; due again in `seconds`, by the relay. */
export async function defer(work: UnitOfWork, job: JobData, reason: string, seconds: number): Promise<void> {
  await work.query(
    on(
      job,
      'defer',
      (table, where) => `update ${table} set reason = $3, enqueued_at = null, not_before = now() + make_interval(secs => $4) where ${where} and status = 'pending'`,
      [cut(reason), seconds],
    ),
  )
}

export async function noteFailure(work: UnitOfWork, job: JobData, reason: string): Promise<void> {
  await work.query(on(job, 'failure', (table, where) => `update ${table} set reason = $3 where ${where} and status = 'pending'`, [cut(reason)]))
}

async function finish(work: UnitOfWork, job: JobData, status: 'dead' | 'cancelled', reason: string): Promise<void> {
  await work.query(
    on(job, status, (table, where) => `update ${table} set status = '${status}', reason = $3, finished_at = now() where ${where} and status = 'pending'`, [cut(reason)]),
  )
}

/** $1 is the row, $2 its organisation (null selects the account table). */
function on(job: JobData, verb: string, text: (table: string, where: string) => string, more: readonly unknown[] = []): Statement {
  const tenant = job.org_id !== null
  const table = tenant ? 'outbox' : 'account_outbox'
  const where = tenant ? 'org_id = $2 and id = $1' : 'id = $1 and $2::uuid is null'
  return { name: `outbox.${verb}.${table}`, text: text(table, where), values: [job.id, job.org_id, ...more] }
}

function cut(reason: string): string {
  // PostgreSQL refuses NUL in text; a provider's answer may hold anything.
  return reason.replaceAll('\u0000', '').slice(0, reasonLimit)
}
