/** Form fields for a module's settings, made from the JSON Schema its author wrote. Pure. */

type Schema = Readonly<Record<string, unknown>>

interface Named {
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly required: boolean
}
export type SettingsField = Named &
  (
    | { readonly kind: 'text'; readonly maxLength: number | undefined; readonly pattern: string | undefined; readonly value: string }
    | { readonly kind: 'number'; readonly step: number | 'any'; readonly min: number | undefined; readonly max: number | undefined; readonly value: string }
    | { readonly kind: 'switch'; readonly value: boolean }
    | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly value: string }
    /** One entry per line. */
    | { readonly kind: 'lines'; readonly value: string }
    /** Whatever else a schema can say: written as JSON, judged by REST. */
    | { readonly kind: 'json'; readonly value: string }
  )

/** @param settings as they are stored; a schema's default fills what is missing */
export function settingsFields(schema: Schema | null, settings: Schema): SettingsField[] {
  const properties = recordOf(schema?.['properties'])
  const required = Array.isArray(schema?.['required']) ? schema['required'] : []
  return Object.entries(properties).map(([name, property]) => fieldOf(name, recordOf(property), settings[name], required.includes(name)))
}

function fieldOf(name: string, schema: Schema, stored: unknown, required: boolean): SettingsField {
  const value = stored ?? schema['default']
  const base = { name, label: text(schema['title']) || sentence(name), hint: text(schema['description']), required }
  if (Array.isArray(schema['enum'])) return { ...base, kind: 'choice', choices: schema['enum'].map(String), value: text(value) }
  switch (schema['type']) {
    case 'boolean':
      return { ...base, kind: 'switch', value: value === true }
    case 'integer':
    case 'number':
      return { ...base, kind: 'number', step: schema['type'] === 'integer' ? 1 : 'any', min: number(schema['minimum']), max: number(schema['maximum']), value: value == null ? '' : String(value) }
    case 'string':
      return { ...base, kind: 'text', maxLength: number(schema['maxLength']), pattern: text(schema['pattern']) || undefined, value: text(value) }
    case 'array':
      if (recordOf(schema['items'])['type'] === 'string') return { ...base, kind: 'lines', value: Array.isArray(value) ? value.join('\n') : '' }
      return { ...base, kind: 'json', value: value === undefined ? '' : JSON.stringify(value, null, 2) }
    default:
      return { ...base, kind: 'json', value: value === undefined ? '' : JSON.stringify(value, null, 2) }
  }
}

/** What the form says, in the schema's types. An empty field is left out, so that its default holds; what is not JSON stays text, which REST refuses at its place. */
export function readSettings(fields: readonly SettingsField[], form: FormData): Record<string, unknown> {
  const entries = fields.map((field): [string, unknown] => {
    const raw = String(form.get(`setting.${field.name}`) ?? '').trim()
    if (field.kind === 'switch') return [field.name, raw === 'on']
    if (raw === '') return [field.name, undefined]
    if (field.kind === 'number') return [field.name, Number.isNaN(Number(raw)) ? raw : Number(raw)]
    if (field.kind === 'lines') return [field.name, raw.split(/\r?\n/).map((line) => line.trim()).filter(Boolean)]
    return [field.name, field.kind === 'json' ? parsed(raw) : raw]
  })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw)
  } catch {
    return raw
  }
}

/** `max_open_minutes` -> `Max open minutes`. */
function sentence(name: string): string {
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const recordOf = (value: unknown): Schema => (typeof value === 'object' && value !== null ? (value as Schema) : {})
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)
