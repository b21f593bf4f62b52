/** The one place that reads SQLSTATEs (PostgreSQL appendix A). Without it a lock time-out would be a 500 here and a 409 there. */

/** Every SQLSTATE has a digit; five capitals alone are the system's, such as EPIPE. */
const form = /^(?=.*\d)[0-9A-Z]{5}$/

/** The five-character code of a database error; null for anything else. */
export function sqlStateOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null
  const { code, driverError } = error as { code?: unknown; driverError?: unknown }
  if (typeof code === 'string' && form.test(code)) return code
  return driverError ? sqlStateOf(driverError) : null
}

/** Name of the constraint a database error is about. */
export function constraintOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null
  const { constraint, driverError } = error as { constraint?: unknown; driverError?: unknown }
  if (typeof constraint === 'string') return constraint
  return driverError ? constraintOf(driverError) : null
}

/** serialization_failure and deadlock_detected: the transaction rolled back whole and may be tried again. */
export function isTransient(error: unknown): boolean {
  const state = sqlStateOf(error)
  return state === '40001' || state === '40P01'
}

/** The session is gone, or nobody knows whether it is: by the server's last word (08, 57P), the system's, or none within the time a query may take. */
export function isConnectionLost(error: unknown): boolean {
  const state = sqlStateOf(error)
  return state === null ? isUnavailable(error) : /^(08|57P)/.test(state)
}

/** The database cannot serve now: connection trouble, shutdown, time-outs, resources. The client may come back later. */
export function isUnavailable(error: unknown): boolean {
  const state = sqlStateOf(error)
  if (state !== null) return /^(08|53|57|58)/.test(state) || ['25P02', '25P03', '40001', '40P01', '55P03'].includes(state)
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  const network = ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']
  if (typeof code === 'string' && network.includes(code)) return true
  // TypeORM releases the runner of a connection that died; what was still to be asked on it hears only that.
  return typeof message === 'string' && /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|timeout expired|Query runner already released)/.test(message)
}
