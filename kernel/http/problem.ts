/**
 * Problem details (RFC 9457): every refusal of the product. A problem type is declared once, with its code and status, and its documentation
 * is served at its `type`. Refuses to be anonymous: whoever throws says what was wrong and how to mend it.
 */
import type { Told } from '../contract.js'
import { spoken } from '../language.js'

export interface ProblemType {
  /** Unique, snake_case; also the last segment of `type`. */
  readonly code: string
  readonly status: number
  /** English; its German stands with that of the module. */
  readonly title: string
}

export interface FieldError {
  /** JSON Pointer (RFC 6901) into the body, or `query/limit`, `path/id`. */
  pointer: string
  detail: Told
}

export interface ProblemDetails {
  detail: Told
  errors?: readonly FieldError[]
  /** Seconds, for 429 and 503. */
  retry_after?: number
  /** Members of the type's own, e.g. `violations`. */
  extensions?: Readonly<Record<string, unknown>>
}

const known = new Map<string, ProblemType>()

/** Declares a problem type. @throws when the code is taken by another meaning */
export function defineProblem(code: string, status: number, title: string): ProblemType {
  const existing = known.get(code)
  if (existing && (existing.status !== status || existing.title !== title)) throw new Error(`Problem code '${code}' is declared twice with different meanings.`)
  const type = existing ?? Object.freeze({ code, status, title })
  known.set(code, type)
  return type
}

/** Every declared type, for the documentation and the conformance test. */
export function problemTypes(): readonly ProblemType[] {
  return [...known.values()].sort((a, b) => a.status - b.status || a.code.localeCompare(b.code))
}

export class Problem extends Error {
  override name = 'Problem'

  constructor(
    readonly type: ProblemType,
    readonly details: ProblemDetails,
  ) {
    super(`${type.code}: ${details.detail}`)
  }

  /** The body of RFC 9457 section 3, its title in the language of the request at hand. @param requestId also stands in the `Request-Id` header */
  toBody(instance: string, requestId: string): Record<string, unknown> {
    const { code, status, title } = this.type
    const { detail, errors, extensions } = this.details
    return { type: `/problems/${code}`, title: spoken(title), status, detail, instance, code, requestId, ...(errors ? { errors } : {}), ...extensions }
  }
}
