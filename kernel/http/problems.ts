/** The kernel's own problem types and the usual ways to raise them. */
import type { Told } from '../contract.js'
import { asWritten, joined, say, spoken } from '../language.js'
import { defineProblem, Problem, type FieldError } from './problem.js'

export const problems = {
  malformed: defineProblem('malformed_request', 400, 'The request cannot be read'),
  unauthenticated: defineProblem('unauthenticated', 401, 'Authentication is required'),
  tokenExpired: defineProblem('token_expired', 401, 'The access token has expired'),
  forbidden: defineProblem('forbidden', 403, 'You may not do this'),
  notFound: defineProblem('not_found', 404, 'Not found'),
  moduleDisabled: defineProblem('module_disabled', 404, 'The module is switched off for this organisation'),
  methodNotAllowed: defineProblem('method_not_allowed', 405, 'The resource does not have this method'),
  requestTimeout: defineProblem('request_timeout', 408, 'The request did not arrive in time'),
  stateConflict: defineProblem('state_conflict', 409, 'The current state does not allow this'),
  idempotencyInProgress: defineProblem('idempotency_in_progress', 409, 'A request with this Idempotency-Key is being worked on'),
  alreadyExists: defineProblem('already_exists', 409, 'It exists already'),
  preconditionFailed: defineProblem('precondition_failed', 412, 'The resource changed since you read it'),
  payloadTooLarge: defineProblem('payload_too_large', 413, 'The body is too large'),
  unsupportedMediaType: defineProblem('unsupported_media_type', 415, 'The media type is not supported'),
  validationFailed: defineProblem('validation_failed', 422, 'Some fields are not valid'),
  idempotencyKeyReused: defineProblem('idempotency_key_reused', 422, 'The Idempotency-Key was used for another request'),
  preconditionRequired: defineProblem('precondition_required', 428, 'If-Match is required'),
  headersTooLarge: defineProblem('headers_too_large', 431, 'The headers are too large'),
  rateLimited: defineProblem('rate_limited', 429, 'Too many requests'),
  internal: defineProblem('internal', 500, 'Something went wrong on our side'),
  unavailable: defineProblem('unavailable', 503, 'The service cannot answer right now'),
} as const

/** 404. The same words for an id that never existed and one of another organisation. @param noun e.g. `booking` */
export function notFound(noun: string): Problem {
  return new Problem(problems.notFound, { detail: say`There is no such ${spoken(noun)}.` })
}

/** 403. @param detail which permission or rule stands in the way, and who can help */
export function forbidden(detail: Told): Problem {
  return new Problem(problems.forbidden, { detail })
}

/** 409. @param detail the state it is in and what that allows */
export function stateConflict(detail: Told, extensions?: Readonly<Record<string, unknown>>): Problem {
  return new Problem(problems.stateConflict, { detail, ...(extensions ? { extensions } : {}) })
}

/** 409. @param detail what exists already */
export function alreadyExists(detail: Told): Problem {
  return new Problem(problems.alreadyExists, { detail })
}

/** 422 naming fields. @param errors at least one */
export function invalid(...errors: readonly FieldError[]): Problem {
  return new Problem(problems.validationFailed, { detail: toldAtPlaces(errors), errors })
}

/** Each fault behind its place, as one text. */
export function toldAtPlaces(errors: readonly FieldError[]): Told {
  return joined(errors.map(({ pointer, detail }) => asWritten(`${pointer}: ${detail}`)))
}

/** 412. */
export function staleVersion(noun: string): Problem {
  return new Problem(problems.preconditionFailed, { detail: say`The ${spoken(noun)} changed since you read it. Read it again, look at what changed, and repeat with its new ETag.` })
}
