/** The bounds of the live streams of one process. Milliseconds and bytes. */
export interface StreamSettings {
  per_user: number
  per_process: number
  heartbeat_ms: number
  /** How often session, membership and permissions are asked for again. */
  verify_ms: number
  /** How long an answer is believed when asking again fails; then the stream closes. */
  trust_ms: number
  /** How often the clockwork looks at every stream. */
  tick_ms: number
  /** What a reader may leave lying before it is dropped. */
  backlog_bytes: number
  /** How long a reader may take nothing at all. */
  stalled_ms: number
  /** Events read at once while catching up. */
  page: number
}

/** Revocation closes within 15 s: the first failed question comes after 8, and nobody is trusted beyond 14. */
export const streamSettings: StreamSettings = {
  per_user: 5,
  per_process: 2_000,
  heartbeat_ms: 15_000,
  verify_ms: 8_000,
  trust_ms: 14_000,
  tick_ms: 1_000,
  backlog_bytes: 256 * 1024,
  stalled_ms: 60_000,
  page: 500,
}
