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
  if (keyword === 'anyOf') return ofForms(params['forms'])
  if (keyword === 'const') return say`Must be equal to constant.`
  if (keyword === 'type') return say`Must be ${[params['type']].flat().join(',')}.`
  if (keyword === 'pattern') return say`Must match pattern "${String(params['pattern'])}".`
  if (keyword === 'format') return ofFormat(String(params['format']))
  return ofSize(keyword, params) ?? asWritten(`${message.charAt(0).toUpperCase()}${message.slice(1)}.`)
}

function ofForms(forms: unknown): Told {
  return Array.isArray(forms) && forms.length > 1 ? say`Needs the fields of one of these forms: ${forms.join('; ')}.` : say`Matches none of the allowed forms.`
}

function ofSize(keyword: string, params: Params): Told | null {
  const limit = Number(params['limit'])
  switch (keyword) {
    case 'minLength':
      return say`Must NOT have fewer than ${limit} characters.`
    case 'maxLength':
      return say`Must NOT have more than ${limit} characters.`
    case 'minItems':
      return say`Must NOT have fewer than ${limit} items.`
    case 'maxItems':
      return say`Must NOT have more than ${limit} items.`
    case 'minProperties':
      return say`Must NOT have fewer than ${limit} properties.`
    case 'maxProperties':
      return say`Must NOT have more than ${limit} properties.`
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return say`Must be ${String(params['comparison'])} ${limit}.`
    case 'multipleOf':
      return say`Must be multiple of ${String(params['multipleOf'])}.`
    case 'uniqueItems':
      return say`Must NOT have duplicate items (items ## ${String(params['j'])} and ${String(params['i'])} are identical).`
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
