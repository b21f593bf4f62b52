/** What a complaint of JSON Schema's validator says to a person. */
import { mailLanguages, type Told } from '../contract.js'
import { asWritten, say } from '../language.js'

type Params = Readonly<Record<string, unknown>>

/**
 * @param keyword of JSON Schema, e.g. `minLength`
 * @param params what ajv says of it
 * @param message ajv's own English, for keywords no schema of the product uses
 */
export function explain(keyword: string, params: Params, message = 'is not valid'): Told {
  if (keyword === 'required') return say`This field is required.`
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') return say`There is no such field.`
  if (keyword === 'enum') return say`Must be one of: ${(params['allowedValues'] as unknown[]).join(', ')}.`
  if (keyword === 'anyOf') return ofForms((params['forms'] ?? {}) as Forms)
  if (keyword === 'const') return say`Must be ${JSON.stringify(params['allowedValue'])}.`
  if (keyword === 'type') return say`Must be ${ofTypes([params['type']].flat() as string[])}.`
  if (keyword === 'pattern') return ofPattern(String(params['pattern']))
  if (keyword === 'format') return ofFormat(String(params['format']))
  return ofSize(keyword, params) ?? asWritten(`${message.charAt(0).toUpperCase()}${message.slice(1)}.`)
}

/** What the branches of a union would take; empty where nothing short can be said. */
export interface Forms {
  /** JSON Schema's names. */
  types?: readonly string[]
  /** Values of the constants that tell the branches apart. */
  values?: readonly unknown[]
  /** The fields each branch needs. */
  fields?: readonly (readonly string[])[]
}

function ofForms({ types, values, fields }: Forms): Told {
  if (values) return say`Must be one of: ${values.join(', ')}.`
  if (types) return say`Must be ${ofTypes(types)}.`
  if (fields) return say`Needs the fields of one of these forms: ${fields.map((each) => each.join(', ')).join('; ')}.`
  return say`Fits none of the forms this field may have. /v1/openapi.json shows them.`
}

/** Words of people, and of JSON where they differ. */
const typeNames: Readonly<Record<string, () => Told>> = {
  string: () => say`a text (JSON string)`,
  integer: () => say`a whole number`,
  number: () => say`a number`,
  boolean: () => say`true or false`,
  array: () => say`a list (JSON array)`,
  object: () => say`a JSON object`,
  null: () => say`null`,
}

function ofTypes(types: readonly string[]): string {
  return [...new Set(types)].map((type) => typeNames[type]?.() ?? type).join(say` or `)
}

/** Patterns that people meet in forms; the others are for programs. */
function ofPattern(pattern: string): Told {
  switch (pattern) {
    case '^[^\\r\\n]*$':
      return say`Must stand on one line.`
    case '^([01]\\d|2[0-3]):[0-5]\\d$':
      return say`Must be a time of day, e.g. 09:30.`
    case '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$':
      return say`Must be a time of day, e.g. 09:30; 24:00 ends the day.`
    case '^#[0-9a-f]{6}$':
      return say`Must be a colour of six digits, e.g. #2b53c9, in small letters.`
    default:
      return say`Must match the pattern ${pattern}.`
  }
}

function ofSize(keyword: string, params: Params): Told | null {
  const limit = Number(params['limit'])
  switch (keyword) {
    case 'minLength':
      return limit === 1 ? say`Must not be empty.` : say`Needs at least ${limit} characters.`
    case 'maxLength':
      return say`May have at most ${limit} characters.`
    case 'minItems':
      return limit === 1 ? say`Needs at least one entry.` : say`Needs at least ${limit} entries.`
    case 'maxItems':
      return say`May have at most ${limit} entries.`
    case 'minProperties':
      return limit === 1 ? say`Needs at least one field.` : say`Needs at least ${limit} fields.`
    case 'maxProperties':
      return say`May have at most ${limit} fields.`
    case 'minimum':
      return say`Must be at least ${limit}.`
    case 'maximum':
      return say`Must be at most ${limit}.`
    case 'exclusiveMinimum':
      return say`Must be more than ${limit}.`
    case 'exclusiveMaximum':
      return say`Must be less than ${limit}.`
    case 'multipleOf':
      return say`Must be a multiple of ${String(params['multipleOf'])}.`
    case 'uniqueItems': {
      const [first, second] = [Number(params['i']), Number(params['j'])].sort((a, b) => a - b) as [number, number]
      return say`Entries ${first + 1} and ${second + 1} are the same; each may stand here once.`
    }
    default:
      return null
  }
}

function ofFormat(format: string): Told {
  switch (format) {
    case 'instant':
      return say`Must be an RFC 3339 date-time with an offset and at most milliseconds, e.g. 2026-12-01T09:00:00+01:00.`
    case 'uuid':
      return say`Must be an id as the API gave it.`
    case 'zone':
      return say`Must be an IANA time zone, e.g. Europe/Berlin.`
    case 'locale':
      return say`Must be a language that is spoken here: ${mailLanguages.join(say` or `)}, alone or with a region, e.g. de-AT.`
    case 'text':
      return say`Must not contain NUL or broken Unicode.`
    case 'email':
      return say`Must be an e-mail address.`
    case 'date':
      return say`Must be a date, e.g. 2026-12-01.`
    default:
      return say`Must be a ${format}.`
  }
}
