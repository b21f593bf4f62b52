/** An example for each request body of the published API, made from its schema: what a reader may copy and send. Pure. */
type Schema = Readonly<Record<string, unknown>>

const id = '0198f0c2-7a51-7d2e-9b1f-3c5d8e6a4b27'

/** By the name of the field, where its schema alone would only give "text". The first that the field's pattern and length allow is taken. */
const texts: Readonly<Record<string, readonly string[]>> = {
  closing: ['See you soon.'],
  comment: ['Stage crew is free.'],
  current_password: ['correct horse battery'],
  description: ['Small room for up to four.'],
  event_types: ['resources.created'],
  from: ['09:00'],
  location: ['2nd floor, north'],
  locale: ['en'],
  name: ['Atlas'],
  new_password: ['nanoseconds on a wire'],
  note: ['Please leave the projector on.'],
  opening: ['Good news.'],
  password: ['correct horse battery'],
  query: ['status=confirmed'],
  reason: ['The house is closed that day.'],
  refresh_token: ['the refresh token of the last answer'],
  scopes: ['resources:read'],
  screen: ['resources'],
  subject: ['Confirmed: {{resource.name}}'],
  title: ['Design review'],
  to: ['17:00'],
  token: ['the token of the link'],
  url: ['https://hooks.example.org/in'],
}

/** The smallest body the schema takes, with the fields it may leave out only where it would be empty else. */
export function exampleOf(schema: Schema, name = ''): unknown {
  const given = (schema['examples'] as readonly unknown[] | undefined)?.[0] ?? schema['const'] ?? (schema['enum'] as readonly unknown[] | undefined)?.[0] ?? schema['default']
  if (given !== undefined) return given
  const [alternative] = ((schema['anyOf'] ?? schema['oneOf']) as readonly Schema[] | undefined) ?? []
  if (alternative) return exampleOf(alternative, name)
  switch ([schema['type']].flat().find((type) => type !== 'null')) {
    case 'object':
      return objectOf(schema)
    case 'array':
      return [exampleOf((schema['items'] ?? {}) as Schema, name)]
    case 'integer':
    case 'number':
      return Math.max(Number(schema['minimum'] ?? 1), 1)
    case 'boolean':
      return true
    case 'string':
      return textOf(schema, name)
    default:
      return null
  }
}

function objectOf(schema: Schema): Record<string, unknown> {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>
  const required = (schema['required'] ?? []) as readonly string[]
  const names = required.length > 0 ? required : Object.keys(properties).slice(0, 1)
  return Object.fromEntries(names.map((name) => [name, exampleOf(properties[name] ?? {}, name)]))
}

function textOf({ format, pattern, maxLength }: Schema, name: string): string {
  if (format === 'uuid') return id
  if (format === 'instant') return /^(to|until)|ends|expires/.test(name) ? '2027-03-15T10:00:00+01:00' : '2027-03-15T09:00:00+01:00'
  if (format === 'date') return '2027-03-15'
  if (format === 'zone') return 'Europe/Berlin'
  if (format === 'email') return 'ada@example.org'
  if (format === 'locale') return 'en'
  const fits = (text: string): boolean => (typeof pattern !== 'string' || new RegExp(pattern, 'u').test(text)) && text.length <= Number(maxLength ?? text.length)
  return (texts[name] ?? []).find(fits) ?? 'text'
}
