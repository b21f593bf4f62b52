/**
 * A named statement as it travels the second time and later: without asking the server again which columns it has. pg asks at every execution and builds
 * its parsers anew from the answer, which is a third of what a small read costs the process; a prepared statement's columns cannot change (the server
 * refuses with "cached plan must not change result type").
 * Refuses nothing of its own: the first execution on a connection, and what follows a failed one, is pg's.
 */
import { Query, type Connection, type QueryResult, type QueryResultRow } from 'pg'

/** What pg's Query and Result keep of a description (pg/lib/query.js, pg/lib/result.js). */
interface Described {
  fields: unknown[]
  _parsers: unknown
  _prebuiltEmptyResultObject: unknown
}

interface Inner {
  name: string
  values: readonly unknown[]
  callback: (error: Error | null | undefined, result: QueryResult) => void
  _result: Described
  _accumulateRows: boolean
  _canceledDueToError: unknown
}

interface Verbs {
  submit(connection: Connection): Error | null
  handleReadyForQuery(connection: Connection): void
}

const verbs = Query.prototype as unknown as Verbs
const known = new WeakMap<Connection, Map<string, Described>>()
const quiet = new WeakMap<Connection, Connection>()

class PreparedQuery extends Query {
  constructor(text: string, name: string, values: readonly unknown[], callback: Inner['callback']) {
    // Text alone: pg copies a configuration property by property.
    super(text)
    Object.assign(this as unknown as Inner, { name, values: values.map(joinedIds), callback })
  }

  override submit = (connection: Connection): Error | null => {
    const inner = this as unknown as Inner
    const described = known.get(connection)?.get(inner.name)
    if (!described) return verbs.submit.call(this, connection)
    const { fields, _parsers, _prebuiltEmptyResultObject } = described
    Object.assign(inner._result, { fields, _parsers, _prebuiltEmptyResultObject })
    inner._accumulateRows = true
    return verbs.submit.call(this, withoutDescribe(connection))
  }

  handleReadyForQuery(connection: Connection): void {
    const inner = this as unknown as Inner
    if (!inner._canceledDueToError) remember(connection, inner)
    verbs.handleReadyForQuery.call(this, connection)
  }
}

const id = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A list of ids as PostgreSQL reads it. pg quotes each element and looks twice for what to escape; ids need neither. */
function joinedIds(value: unknown): unknown {
  return Array.isArray(value) && value.every((element) => typeof element === 'string' && id.test(element)) ? `{${value.join(',')}}` : value
}

function remember(connection: Connection, { name, _result: { fields, _parsers, _prebuiltEmptyResultObject } }: Inner): void {
  const ofConnection = known.get(connection) ?? new Map<string, Described>()
  if (ofConnection.has(name)) return
  known.set(connection, ofConnection.set(name, { fields, _parsers, _prebuiltEmptyResultObject }))
}

/** The connection, with the one message left out. */
function withoutDescribe(connection: Connection): Connection {
  const existing = quiet.get(connection)
  if (existing) return existing
  const made = Object.create(connection, { describe: { value: () => undefined } }) as Connection
  quiet.set(connection, made)
  return made
}

/** @returns what `client.query({ name, text, values })` does */
export function runPrepared<Row extends QueryResultRow>(client: { query(query: Query): unknown }, name: string, text: string, values: readonly unknown[]): Promise<QueryResult<Row>> {
  return new Promise((resolve, reject) => {
    client.query(new PreparedQuery(text, name, values, (error, result) => (error ? reject(error) : resolve(result as QueryResult<Row>))))
  })
}
