/** A committed fact as recorded in the transaction that made it. */
import type { Actor } from '../tenancy/context.js'
import type { Statement } from '../tenancy/unit-of-work.js'

export interface Subject {
  /** The noun, e.g. `booking`. */
  kind: string
  id: string
}

/** One changed field, for the audit log. Personal text is left out or hashed by whoever records it. */
export type Changes = Readonly<Record<string, { from: unknown; to: unknown }>>

export interface RecordedEvent<Data = Record<string, unknown>> {
  id: string
  type: string
  org_id: string
  /** RFC 3339, UTC: the database's time of the transaction. */
  at: string
  actor: Actor
  request_id: string
  subject: Subject
  data: Data
  /** Users who see the private fields of the data. */
  people: readonly string[]
  changes: Changes | null
}

/** What the emitter says; the unit of work adds the rest. */
export interface Emission<Data> {
  subject: Subject
  data: Data
  people?: readonly string[]
  changes?: Changes
}

/** Adds rows of its own for the events of a transaction, in that transaction. Pure. */
export type Recorder = (events: readonly RecordedEvent[], context: { ip: string | null }) => readonly Statement[]
