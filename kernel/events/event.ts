/** A committed fact as recorded in the transaction that made it. */
import type { Actor } from '../tenancy/context.js'

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
