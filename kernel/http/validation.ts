/**
 * Checking what comes in: JSON Schema by ajv, with formats stricter than PostgreSQL would be. Bodies are never coerced, unknown fields never dropped.
 * Without it `infinity`, `Feb 30` or a NUL byte would reach the database.
 */
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import type { FastifySchemaCompiler } from 'fastify'
import { mailLanguages } from '../contract.js'
import { Problem, type FieldError } from './problem.js'
import { problems } from './problems.js'
import { explain } from './validation-words.js'
import type { Told } from '../contract.js'
import { asWritten, say } from '../language.js'

const instant = /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-](0\d|1[0-5]):[0-5]\d)$/

/** RFC 3339 section 5.6, narrowed: an offset is required, of less than 16 hours as in PostgreSQL (zones keep to 14), milliseconds at most, no leap second, a day that exists, years 1970 to 9998. */
export function isInstant(text: string): boolean {
  const match = instant.exec(text)
  if (!match) return false
  const [year, month, day] = match.slice(1, 4).map(Number) as [number, number, number]
  if (year < 1970 || year > 9998 || month < 1 || month > 12 || day < 1) return false
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** An IANA zone the runtime knows; offsets like `+01:00` are not zones. */
export function isZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone.length > 0
  } catch {
    return false
  }
}

/** A language mail and console are written in, alone or with script and region; one that nobody speaks here would be English in silence. */
export function isLocale(text: string): boolean {
  const [language] = text.split('-')
  return mailLanguages.some((spoken) => spoken === language) && /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/.test(text)
}

/** What PostgreSQL stores as it was sent: no NUL, no lone surrogates. */
export function isText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

function compiler(coerceTypes: false | 'array'): Ajv {
  const ajv = new Ajv({ allErrors: true, removeAdditional: false, coerceTypes, useDefaults: true, strict: true, strictTypes: false, strictRequired: false, strictTuples: false, discriminator: false })
  ;(addFormats as unknown as typeof addFormats.default)(ajv, ['uuid', 'email', 'date', 'uri', 'time'])
  ajv.addFormat('instant', isInstant)
  ajv.addFormat('zone', isZone)
  ajv.addFormat('locale', isLocale)
  ajv.addFormat('text', isText)
  return ajv
}

const exact = compiler(false)
const coercing = compiler('array')

/** Query and path are text and are coerced; bodies are not. */
export const validatorCompiler: FastifySchemaCompiler<Record<string, unknown>> = ({ schema, httpPart }) =>
  (httpPart === 'body' ? exact : coercing).compile(schema)

/** Faults told of one value. */
const mostFaults = 100

/** @returns the first hundred faults of a value against a schema, for settings and stored documents */
export function faultsOf(schema: Record<string, unknown>, value: unknown): FieldError[] {
  const validate = exact.compile(schema)
  if (validate(value)) return []
  return (validate.errors ?? []).slice(0, mostFaults).map(({ instancePath, keyword, message, params }) => {
    const named = params['missingProperty'] ?? params['additionalProperty']
    return { pointer: `${instancePath}${named === undefined ? '' : `/${String(named)}`}` || '/', detail: explain(keyword, params, message) }
  })
}

const deepest = 32

/** Values of one body, the nested ones included: schemas are checked value by value, and each could be a fault to tell of. */
const mostValues = 10_000

/** Bounds every body whatever its schema: depth, number of values, and text PostgreSQL can store. @throws 422 naming the place */
export function assertStorable(value: unknown, pointer = '', depth = 0, seen = { values: 0 }): void {
  seen.values += 1
  if (seen.values > mostValues) throw fault(pointer, say`A body may hold at most ${mostValues} values.`)
  if (typeof value === 'string') {
    if (!isText(value)) throw fault(pointer, say`Must not contain NUL or broken Unicode.`)
    return
  }
  // Bytes are for whoever asked for them: a route that verifies a signature first.
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return
  if (depth >= deepest) throw fault(pointer, say`Nested deeper than ${deepest} levels.`)
  for (const [key, inner] of Object.entries(value)) {
    if (!isText(key)) throw fault(pointer, say`A field name must not contain NUL or broken Unicode.`)
    assertStorable(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1, seen)
  }
}

function fault(pointer: string, detail: Told): Problem {
  return new Problem(problems.validationFailed, { detail: asWritten(`${pointer || '/'}: ${detail}`), errors: [{ pointer: pointer || '/', detail }] })
}
