/**
 * From whatever was thrown to a problem: validation, Fastify's own errors, database states. The only place that decides a status for an error
 * nobody declared. Never lets a stack, SQL or another organisation's data out.
 */
import type { FastifyError, FastifySchemaValidationError } from 'fastify'
import { mailLanguages } from '../contract.js'
import { isUnavailable, sqlStateOf } from '../database/sqlstate.js'
import { OutcomeUnknown } from '../tenancy/unit-of-work.js'
import { Problem, type FieldError } from './problem.js'
import { problems } from './problems.js'
import { toldFaults } from './validation-faults.js'

const outcomeUnknown =
  'The connection to the database was lost while the change was being committed: it was made whole or not at all. Repeat the request with the same Idempotency-Key to learn which; without one, look before you repeat it.'

/** @param error anything thrown while a request was served */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  const { code, statusCode, validation, validationContext } = (error ?? {}) as Partial<FastifyError> & { validationContext?: string }
  if (validation) return validationProblem(validation, validationContext ?? 'body')
  if (typeof code === 'string' && code.startsWith('FST_')) return frameworkProblem(code, statusCode ?? 500)
  if (error instanceof OutcomeUnknown) return new Problem(problems.unavailable, { detail: outcomeUnknown, retry_after: 2 })
  if (isUnavailable(error)) return new Problem(problems.unavailable, { detail: 'The database cannot be reached or is too busy. Nothing was changed; try again shortly.', retry_after: 2 })
  const state = sqlStateOf(error)
  if (state === '22021' || state === '22P05') return new Problem(problems.validationFailed, { detail: 'Text may not contain the NUL character.' })
  if (statusCode !== undefined && ((statusCode >= 400 && statusCode < 500) || statusCode === 503)) return frameworkProblem(code ?? '', statusCode)
  return new Problem(problems.internal, { detail: 'The request could not be completed. Nothing was changed. The operators find the cause under the request id.' })
}

function frameworkProblem(code: string, status: number): Problem {
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || status === 413) return new Problem(problems.payloadTooLarge, { detail: 'The body is larger than this route takes: 100 kB, unless its description says otherwise.' })
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' || status === 415) return new Problem(problems.unsupportedMediaType, { detail: 'Send the body as application/json in UTF-8, without content encoding.' })
  if (status === 503) return new Problem(problems.unavailable, { detail: 'The service is stopping or overloaded. Try again shortly.', retry_after: 5 })
  if (status >= 500) return new Problem(problems.internal, { detail: 'The request could not be completed. The operators find the cause under the request id.' })
  if (code === 'FST_ERR_BAD_URL') return new Problem(problems.malformed, { detail: 'The path holds a percent sign that encodes nothing.' })
  if (code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return new Problem(problems.malformed, { detail: 'The body is empty although Content-Type announces JSON.' })
  return new Problem(problems.malformed, { detail: 'The request cannot be read. Check that the body is well-formed JSON and its length is right.' })
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
  return new Problem(problems.validationFailed, { detail: errors.map(({ pointer, detail }) => `${pointer}: ${detail}`).join(' '), errors })
}

function explain(keyword: string, params: Record<string, unknown>, message = 'is not valid'): string {
  if (keyword === 'required') return 'This field is required.'
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') return 'There is no such field.'
  if (keyword === 'enum') return `Must be one of: ${(params['allowedValues'] as unknown[]).join(', ')}.`
  if (keyword === 'anyOf') return 'Matches none of the allowed forms.'
  if (keyword === 'format') return formats[params['format'] as string] ?? `Must be a ${String(params['format'])}.`
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
}

const formats: Readonly<Record<string, string>> = {
  instant: 'Must be an RFC 3339 date-time with an offset and at most milliseconds, e.g. 2026-12-01T09:00:00+01:00.',
  uuid: 'Must be an id as the API gave it.',
  zone: 'Must be an IANA time zone, e.g. Europe/Berlin.',
  locale: `Must be a language that is spoken here: ${mailLanguages.join(' or ')}, alone or with a region, e.g. de-AT.`,
  text: 'Must not contain NUL or broken Unicode.',
  email: 'Must be an e-mail address.',
  date: 'Must be a date, e.g. 2026-12-01.',
}
