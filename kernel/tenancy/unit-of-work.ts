/**
 * One database transaction and what it will leave behind: rows, events, outbox messages, recorder rows.
 * Nothing else in the product begins or commits. A fulfilled commit() means the server answered COMMIT.
 */
import type { Writable } from 'node:stream'
import type { PoolClient, QueryResult, QueryResultRow } from 'pg'
import type { EntityManager, QueryRunner } from 'typeorm'
import { runPrepared } from '../database/prepared-query.js'
import { isConnectionLost } from '../database/sqlstate.js'

/** A statement with a name is prepared once per connection; give hot paths one. */
export interface Statement {
  name?: string
  text: string
  values?: readonly unknown[]
}

export type WorkScope =
  | { kind: 'tenant'; org_id: string }
  | { kind: 'global' }
  | { kind: 'cross'; reason: string }

/** Sees every statement with its scope; for tests and tracing. */
export type StatementObserver = (statement: Statement, scope: WorkScope) => void

/** COMMIT was sent and its answer never came: nobody may say that nothing was changed. The cause is the connection's error. */
export class OutcomeUnknown extends Error {
  override name = 'OutcomeUnknown'
  constructor(cause: unknown) {
    super('The connection was lost while the transaction was being committed.', { cause })
  }
}

export class UnitOfWork {
  /** False once it has ended: what it left behind may then open another. */
  open = true
  private ending: 'matters' | 'counts for nothing' | 'is waited for' = 'matters'
  private readonly afterCommitCallbacks: (() => void)[] = []
  private readonly closing: (() => readonly Statement[])[] = []
  private readonly inFlight = new Set<Promise<unknown>>()
  private gathering = false
  private time: Date | null = null

  constructor(
    private readonly runner: QueryRunner,
    private readonly client: PoolClient,
    readonly scope: WorkScope,
    private readonly observe?: StatementObserver,
  ) {}

  /**
   * The database's time of this transaction; the process' clock decides nothing.
   * @throws before the first answer of the transaction, in a route that is `early`
   */
  get now(): Date {
    if (!this.time) throw new Error('The time of this transaction is not known yet: its first statement has not been answered. Ask for it after that.')
    return this.time
  }

  set now(time: Date) {
    this.time = time
  }

  /** True while nothing waits for the commit: no closing statements, nobody to tell. */
  get leavesNothing(): boolean {
    return this.closing.length === 0 && this.afterCommitCallbacks.length === 0
  }

  /** Whoever refuses, having only read and held nothing, says so: nobody waits for the ROLLBACK. Without effect after {@link holds}. */
  onlyRead(): void {
    if (this.ending === 'matters') this.ending = 'counts for nothing'
  }

  /** Others are kept from something until this ends: its end is waited for, whoever only read meanwhile. */
  holds(): void {
    this.ending = 'is waited for'
  }

  /** True when a ROLLBACK would tell nobody anything. */
  get leftNoTrace(): boolean {
    return this.ending === 'counts for nothing' && this.leavesNothing
  }

  /** TypeORM's manager inside this transaction; repositories take it from here. */
  get manager(): EntityManager {
    return this.runner.manager
  }

  /** Runs a statement and gives its rows. Statements issued without awaiting in between share a round trip. */
  async query<Row extends QueryResultRow = QueryResultRow>(statement: Statement): Promise<Row[]> {
    return (await this.execute<Row>(statement)).rows
  }

  /** Like {@link query}, with the command tag and row count. */
  execute<Row extends QueryResultRow = QueryResultRow>(statement: Statement): Promise<QueryResult<Row>> {
    this.observe?.(statement, this.scope)
    this.gatherWrites()
    const { name, text, values } = statement
    const result = name === undefined ? this.client.query<Row>({ text, ...(values ? { values: values as unknown[] } : {}) }) : runPrepared<Row>(this.client, name, text, values ?? [])
    this.inFlight.add(result)
    const done = () => this.inFlight.delete(result)
    result.then(done, done)
    return result
  }

  /** Called once the commit is durable; must not throw. */
  afterCommit(callback: () => void): void {
    this.afterCommitCallbacks.push(callback)
  }

  /** Statements made when the work is complete, sent in the round trip of the commit (or when the work leaves an organisation). */
  atClose(statements: () => readonly Statement[]): void {
    this.closing.push(statements)
  }

  /** Sends the closing statements now: row-level security lets them in only while the organisation they belong to is set. */
  async writeClosing(): Promise<void> {
    await Promise.all(this.sendClosing())
  }

  /**
   * Sends the closing statements and COMMIT in one flush.
   * @throws the first statement's error; also when the server answered ROLLBACK, which it does without an error for a failed transaction;
   * OutcomeUnknown when the connection was lost before the answer came
   */
  async commit(): Promise<void> {
    await this.settle()
    const sent = this.sendClosing()
    sent.push(this.execute({ text: 'commit' }))
    const results = await Promise.allSettled(sent)
    const last = results.at(-1)
    const failed = results.find((result) => result.status === 'rejected')
    // The connection broke: the COMMIT may have been done before it did, or not.
    if (last?.status === 'rejected' && isConnectionLost(last.reason)) throw new OutcomeUnknown(last.reason)
    if (failed) throw failed.reason
    if (last?.status !== 'fulfilled' || last.value.command !== 'COMMIT') throw new Error('The database rolled the transaction back instead of committing it.')
    markTransaction(this.runner, false)
    for (const callback of this.afterCommitCallbacks) callback()
  }

  /** For what only read and {@link leavesNothing}: it is over, and the COMMIT is somebody else's. */
  async finish(): Promise<void> {
    await this.settle()
    markTransaction(this.runner, false)
  }

  /** Rolls back; a connection that cannot is ended and never reused. */
  async rollback(): Promise<void> {
    await this.settle()
    try {
      await this.execute({ text: 'rollback' })
    } catch {
      await this.client.end().catch(() => undefined)
    }
    markTransaction(this.runner, false)
  }

  async release(): Promise<void> {
    await this.runner.release()
  }

  private sendClosing(): Promise<QueryResult>[] {
    return this.closing.splice(0).flatMap((make) => make()).map((statement) => this.execute(statement))
  }

  /**
   * Statements issued in one turn of the event loop leave in one write: pg writes each by itself, and those system calls were a third of the
   * process' CPU on the write path. A tick runs once the promises of the turn have settled.
   */
  private gatherWrites(): void {
    if (this.gathering) return
    const { stream } = (this.client as unknown as { connection: { stream: Writable } }).connection
    this.gathering = true
    stream.cork()
    process.nextTick(() => {
      this.gathering = false
      stream.uncork()
    })
  }

  /** A statement nobody awaited must not run into the next transaction of this connection. */
  private async settle(): Promise<void> {
    while (this.inFlight.size > 0) await Promise.allSettled(this.inFlight)
  }
}

/** TypeORM's save() would otherwise begin and commit a transaction of its own inside the one it runs in. */
export function markTransaction(runner: QueryRunner, active: boolean): void {
  ;(runner as { isTransactionActive: boolean }).isTransactionActive = active
}
