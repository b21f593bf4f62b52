/**
 * The pool of a process, its bounds, and that an answered COMMIT is on disk, whatever the server's own default. Refuses schema changes at run time:
 * they belong to the release process.
 * Without the bounds one stuck query or peer would hold a connection for ever.
 */
import { DataSource, type EntitySchema } from 'typeorm'
import { defineToken } from '../contract.js'
import { connectionOf } from './connection.js'
import { GuardedClient } from './guarded-client.js'
import { columnTypes } from './instants.js'
import { keepAlive, sessionOptions } from './session-settings.js'

type Entities = readonly ((new () => unknown) | EntitySchema)[]

/** Milliseconds, stated to the server when the connection opens. */
const sessionLimits = { statement_timeout: 5_000, lock_timeout: 2_000, idle_in_transaction_session_timeout: 10_000 }

/**
 * A connection keeps the plan it made on a small table when that is no longer small: what has an index uses it from the first row on. Where nothing else
 * is left a table is still read whole, which must then not be taken for something worth compiling.
 */
const planning = { enable_seqscan: 'off', jit: 'off' }

/** What every connection of the application's role is opened with, as libpq writes it. */
export const applicationOptions = sessionOptions({ ...sessionLimits, ...planning, synchronous_commit: 'on', application_name: 'bookflow' })

/** @param poolSize connections this process may hold */
export function createDataSource(url: string, poolSize: number, entities: Entities): DataSource {
  return new DataSource({
    ...common(url),
    entities: [...entities] as (new () => unknown)[],
    extra: {
      max: poolSize,
      Client: GuardedClient,
      pipeline: true,
      types: columnTypes,
      options: applicationOptions,
      // The server's statement_timeout comes first; this one is for a peer that went silent.
      query_timeout: sessionLimits.statement_timeout + 500,
      connectionTimeoutMillis: 2_000,
      idleTimeoutMillis: 60_000,
      ...keepAlive,
    },
  })
}

/** The owner's connection, for migrations: no time limits, two connections (one holds the lock). */
export function createOwnerDataSource(url: string, migrations: readonly (new () => unknown)[]): DataSource {
  return new DataSource({
    ...common(url),
    migrations: [...migrations] as never,
    migrationsTableName: 'schema_migrations',
    migrationsTransactionMode: 'each',
    extra: { max: 2, types: columnTypes, options: sessionOptions({}), ...keepAlive },
  })
}

function common(url: string) {
  const { host, port, user, password, database, ssl } = connectionOf(url)
  return {
    type: 'postgres' as const,
    host,
    port,
    username: user,
    ...(password === undefined ? {} : { password }),
    database,
    ...(ssl === undefined ? {} : { ssl }),
    synchronize: false,
    migrationsRun: false,
    installExtensions: false,
    logging: false as const,
    invalidWhereValuesBehavior: { null: 'throw' as const, undefined: 'throw' as const },
  }
}

export const dataSourceToken = defineToken<DataSource>('kernel.dataSource')
