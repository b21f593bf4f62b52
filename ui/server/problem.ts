/** An RFC 9457 problem as REST answers it on every non-2xx. */
export interface Problem {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly request_id?: string
  readonly errors: readonly { pointer: string; detail: string }[]
  readonly violations: readonly { rule: string; detail: string }[]
  readonly next_free: readonly { starts_at: string; ends_at: string }[]
  readonly conflicts: readonly { starts_at: string; ends_at: string; title?: string | null }[]
  /** Bookings that need what a refused change would take away. */
  readonly bookings: readonly { id: string; starts_at: string; ends_at: string; unit: number }[]
  /** How much is under way where a module is to be switched off; 0 in every other refusal. */
  readonly pending: number
}

/**
 * Reads a problem body and fills what it leaves out, so that screens never meet an undefined list.
 * @param status the HTTP status, which wins over the body's own
 * @param body parsed JSON, or anything a proxy may have put in its place
 */
export function readProblem(status: number, body: unknown): Problem {
  const raw = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const text = (key: string, fallback: string): string => (typeof raw[key] === 'string' ? raw[key] : fallback)
  const list = <T>(key: string): readonly T[] => (Array.isArray(raw[key]) ? (raw[key] as T[]) : [])
  const title = text('title', status >= 500 ? 'The server could not answer' : 'The request was refused')
  return {
    status,
    code: text('code', status >= 500 ? 'internal' : 'unknown'),
    title,
    detail: text('detail', title),
    ...(typeof raw['requestId'] === 'string' ? { request_id: raw['requestId'] } : {}),
    errors: list('errors'),
    violations: list('violations'),
    next_free: list('next_free'),
    conflicts: list('conflicts'),
    bookings: list('bookings'),
    pending: typeof raw['pending'] === 'number' ? raw['pending'] : 0,
  }
}
