import { Type, type Static } from 'typebox'
import { auth } from '#modules/auth/contract'
import { FindingSchema, health } from '#modules/health/contract'
import { defineContract } from '#kernel/contract'
import { Instant, Nullable, OneOf } from '#kernel/schemas'

export const processKinds = ['web', 'worker'] as const

/** One process of the installation, as it announced itself. */
export const ProcessSchema = Type.Object({
  /** Kind and a part of its id; says nothing about the machine. */
  label: Type.String(),
  kind: OneOf(processKinds),
  /** `stale`: it has not been heard of for longer than it can be silent; it was killed, hangs, or lost the database. */
  status: OneOf(['alive', 'stale'] as const),
  version: Type.String(),
  node: Type.String(),
  started_at: Instant,
  last_seen_at: Instant,
  /** Open live streams; web only. */
  streams: Type.Integer(),
})

/** What waits to be sent through one channel, over all organisations. */
export const ChannelSchema = Type.Object({
  channel: Type.String(),
  pending: Type.Integer(),
  /** Being sent by a worker now. */
  active: Type.Integer(),
  /** Given up after the last attempt. */
  dead: Type.Integer(),
  /** Seconds since the oldest pending message fell due; 0 when none did. */
  oldest_age_seconds: Type.Number(),
})

export const BackupSchema = Type.Object({
  /** `unknown`: no file is named, or it does not say. `late`: older than 26 hours. */
  status: OneOf(['ok', 'late', 'unknown'] as const),
  completed_at: Nullable(Instant),
  age_seconds: Nullable(Type.Number()),
})

/** The installation as whoever runs it sees it: numbers and states, nothing of an organisation, no secret. */
export const SystemSchema = Type.Object({
  at: Instant,
  product: Type.Object({ name: Type.String(), version: Type.String() }),
  /** The process that answers. */
  process: Type.Object({ node: Type.String(), started_at: Instant, uptime_seconds: Type.Number() }),
  database: Type.Object({
    version: Type.String(),
    size_bytes: Type.Number(),
    connections: Type.Object({ used: Type.Integer(), max: Type.Integer() }),
    /** How long the oldest running transaction has held the live feed back, as this process sees it. */
    feed_held_seconds: Type.Number(),
  }),
  migrations: Type.Object({ applied: Type.Integer(), latest: Nullable(Type.String()), pending: Type.Array(Type.String()) }),
  /** What readiness looks at, the partitions of the audit log among it. */
  checks: Type.Array(FindingSchema),
  /** The age without what may wait behind others to the same receiver, such as a webhook endpoint that does not answer. */
  outbox: Type.Object({ pending: Type.Integer(), oldest_age_seconds: Type.Number(), dead: Type.Integer() }),
  channels: Type.Array(ChannelSchema),
  processes: Type.Array(ProcessSchema),
  /** Open live streams of all processes that are alive. */
  streams: Type.Integer(),
  backup: BackupSchema,
  modules: Type.Array(Type.Object({ name: Type.String(), version: Type.String(), required: Type.Boolean(), depends_on: Type.Array(Type.String()) })),
})
export type System = Static<typeof SystemSchema>
export type Process = Static<typeof ProcessSchema>
export type Channel = Static<typeof ChannelSchema>
export type Backup = Static<typeof BackupSchema>

export const system = defineContract({ name: 'system', about: 'How the installation as a whole is doing, for those who run it.', dependsOn: [auth, health] })
