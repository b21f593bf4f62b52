/**
 * From whatever was thrown to a problem: validation, Fastify's own errors, database states. The only place that decides a status for an error
 * nobody declared. Never lets a stack, SQL or another organisation's data out.
 */
import type { FastifyError, FastifySchemaValidationError } from 'fastify'
import type { Told } from '../contract.js'
import { isUnavailable, sqlStateOf } from '../database/sqlstate.js'
import { say } from '../language.js'
import { OutcomeUnknown } from '../tenancy/unit-of-work.js'
import { Problem, type FieldError } from './problem.js'
import { problems, toldAtPlaces } from './problems.js'
import { explain } from './validation-words.js'
import { toldFaults } from './validation-faults.js'

/** @param error anything thrown while a request was served */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  const { code, statusCode, validation, validationContext } = (error ?? {}) as Partial<FastifyError> & { validationContext?: string }
  if (validation) return validationProblem(validation, validationContext ?? 'body')
  if (typeof code === 'string' && code.startsWith('FST_')) return frameworkProblem(code, statusCode ?? 500)
  if (error instanceof OutcomeUnknown) return new Problem(problems.unavailable, { detail: outcomeUnknown(), retry_after: 2 })
  if (isUnavailable(error)) return new Problem(problems.unavailable, { detail: say`The database cannot be reached or is too busy. Nothing was changed; try again shortly.`, retry_after: 2 })
  const state = sqlStateOf(error)
  if (state === '22021' || state === '22P05') return new Problem(problems.validationFailed, { detail: say`Text may not contain the NUL character.` })
  if (statusCode !== undefined && ((statusCode >= 400 && statusCode < 500) || statusCode === 503)) return frameworkProblem(code ?? '', statusCode)
  return new Problem(problems.internal, { detail: say`The request could not be completed. Nothing was changed. The operators find the cause under the request id.` })
}

function outcomeUnknown(): Told {
  return say`The connection to the database was lost while the change was being committed: it was made whole or not at all. Repeat the request with the same Idempotency-Key to learn which; without one, look before you repeat it.`
}

function frameworkProblem(code: string, status: number): Problem {
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || status === 413) return new Problem(problems.payloadTooLarge, { detail: say`The body is larger than this route takes: 100 kB, unless its description says otherwise.` })
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' || status === 415) return new Problem(problems.unsupportedMediaType, { detail: say`Send the body as application/json in UTF-8, without content encoding.` })
  if (status === 503) return new Problem(problems.unavailable, { detail: say`The service is stopping or overloaded. Try again shortly.`, retry_after: 5 })
  if (status >= 500) return new Problem(problems.internal, { detail: say`The request could not be completed. The operators find the cause under the request id.` })
  if (code === 'FST_ERR_BAD_URL') return new Problem(problems.malformed, { detail: say`The path holds a percent sign that encodes nothing.` })
  if (code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return new Problem(problems.malformed, { detail: say`The body is empty although Content-Type announces JSON.` })
  return new Problem(problems.malformed, { detail: say`The request cannot be read. Check that the body is well-formed JSON and its length is right.` })
}

/** Faults of a body that are told; a body of a hundred kilobytes can hold tens of thousands. */
const mostTold = 100

/** Complaints that are looked at to find those: sorting them into branches takes the square of their number. */
const mostRead = 1_000

const places: Readonly<Record<string, string>> = { body: '', querystring: 'query', params: 'path', headers: 'header' }

function validationProblem(found: readonly FastifySchemaValidationError[], context: string): Problem {
  const prefix = places[context] ?? context
  const errors: FieldError[] = toldFaults(found.slice(0, mostRead)).slice(0, mostTold).map(({ instancePath, keyword, params, message }) => {
    const named = (params['missingProperty'] ?? params['additionalProperty'] ?? params['unevaluatedProperty']) as string | undefined
    const pointer = `${prefix}${instancePath}${named === undefined ? '' : `/${named}`}` || '/'
    return { pointer, detail: explain(keyword, params, message) }
  })
  return new Problem(problems.validationFailed, { detail: toldAtPlaces(errors), errors })
}
