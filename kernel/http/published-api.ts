/**
 * The API's description as it is published: for people who read it and programs that generate clients from it. The routes' own description says what
 * is checked; this adds what every reader needs (conventions, names of operations, headers, examples) and says the problem's schema once.
 */
import { STATUS_CODES } from 'node:http'
import type { ModuleSpec } from '../module.js'
import { exampleOf } from './api-examples.js'

type Json = Readonly<Record<string, unknown>>
type Operation = Json & { readonly parameters?: readonly Parameter[]; readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Json }>> }; readonly responses: Readonly<Record<string, Json>> }
interface Parameter {
  readonly name: string
  readonly in: string
  readonly description?: string
}

/** On the operation of a POST whose answer is kept for a replay; read here and taken out. */
export const replayable = 'x-replayable'
/** The `$id` of the schema every refusal has. */
export const problemTitle = 'Problem'

const conventions = `Log in (\`POST /v1/auth/login\`) or make an API key (\`POST /v1/auth/api-keys\`), and send it as \`Authorization: Bearer …\`.

- **Times** are RFC 3339 with an offset in, UTC with milliseconds out. **Ids** are opaque.
- **Errors** are \`application/problem+json\` (RFC 9457): branch on \`code\`; a 422 names each wrong field in \`errors[].pointer\` and says what it must be. \`type\` is a page that explains it.
- **Lists** are pages: send \`next_cursor\` as \`cursor\` until it is null.
- **Changing** something that carries an \`ETag\` needs it in \`If-Match\`: 412 says that somebody was faster.
- **Repeating** a POST is safe with an \`Idempotency-Key\`: the first answer comes again.
- **Fields** that are not named here are refused, never dropped.`

/** What parameters of many lists mean; one that says it itself keeps its words. */
const meanings: Readonly<Record<string, string>> = {
  'path id': 'The id of what is meant, as its list gives it',
  'path kind': 'The kind of mail, as the list of templates gives it',
  'path locale': 'The language: `en` or `de`',
  'path module': 'The name of the module',
  'query action': 'A type of entry (`resources.created`) or all of a module (`resources.*`)',
  'query actor': 'Only what this person or job did: an id, or the name of the job',
  'query api_key_id': 'Only what was done through this API key',
  'query archived': 'true: only what is archived',
  'query cursor': '`next_cursor` of the page before; absent for the first page',
  'query enabled': 'Only those that are on (true) or off (false)',
  'query endpoint_id': 'Only those of this endpoint',
  'query first_day': 'First day of the report, on the organisation’s clock; four weeks before the last one when absent',
  'query from': 'From this moment on',
  'query interval': 'The length of one row',
  'query last_day': 'Last day of the report, included; today when absent',
  'query limit': 'Items on a page',
  'query min_seats': 'Only resources with at least so many seats',
  'query outcome': 'Only what was done, or only what was refused',
  'query resource_id': 'Only of this resource',
  'query status': 'Only those in this state',
  'query subject_id': 'Only about what has this id',
  'query subject_kind': 'Only about things of this kind, such as `resource`',
  'query to': 'Until this moment, itself not included',
  'query type_id': 'Only resources of this kind',
  'query user_id': 'Only those of this person',
}

const ifMatch = { name: 'If-Match', in: 'header', required: true, description: 'The `ETag` of the version that is changed, or `*` for whichever there is', schema: { type: 'string' }, example: '"v1"' }
const idempotencyKey = { name: 'Idempotency-Key', in: 'header', required: false, description: 'Any text of your own, 1 to 255 visible ASCII characters: a repeated request with it gets the first answer again, for 48 hours', schema: { type: 'string', minLength: 1, maxLength: 255 } }

/** @param document as the routes describe themselves; it is not changed */
export function publishedApi(document: Json, modules: readonly ModuleSpec[]): Json {
  const paths = document['paths'] as Readonly<Record<string, Readonly<Record<string, Operation>>>>
  const problem = problemSchema(paths)
  const components = document['components'] as Json
  return {
    ...(standardFormats({ ...document, paths: {}, components: {} }) as Json),
    info: { ...(document['info'] as Json), description: conventions },
    servers: [{ url: '/', description: 'This installation' }],
    tags: modules.map(({ contract }) => ({ name: contract.name, ...(contract.about ? { description: contract.about } : {}) })),
    components: { ...components, schemas: { ...(components['schemas'] as Json | undefined), ...(problem ? { [problemTitle]: standardFormats(problem) } : {}) } },
    paths: Object.fromEntries(Object.entries(paths).map(([path, methods]) => [path, Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, published(operation, method, path)]))])),
  }
}

function published(operation: Operation, method: string, path: string): Json {
  const { [replayable]: kept, ...rest } = operation
  const headers = ['428' in operation.responses ? ifMatch : null, kept === true ? idempotencyKey : null].filter((header) => header !== null)
  const parameters = [...(operation.parameters ?? []).map(described), ...headers]
  const body = operation.requestBody?.content?.['application/json']
  const example = body?.schema ? { requestBody: { ...operation.requestBody, content: { 'application/json': { ...body, example: exampleOf(body.schema) } } } } : {}
  const responses = Object.fromEntries(Object.entries(operation.responses).map(([status, answer]) => [status, answer['description'] === 'Default Response' ? { ...answer, description: STATUS_CODES[status] ?? 'Answer' } : answer]))
  return standardFormats({ ...rest, operationId: operationId(method, path), ...(parameters.length > 0 ? { parameters } : {}), ...example, responses }) as Json
}

function described(parameter: Parameter): Parameter {
  const meaning = meanings[`${parameter.in} ${parameter.name}`]
  return parameter.description === undefined && meaning ? { ...parameter, description: meaning } : parameter
}

/** `POST /v1/bookings/{id}/cancellation` -> `postBookingsByIdCancellation`: unique, and the same as long as the address is. */
function operationId(method: string, path: string): string {
  const words = path.replace(/^\/v1\//, '').split(/[/.-]/).filter(Boolean).map((part) => (part.startsWith('{') ? `By ${part.slice(1, -1)}` : part))
  return method + words.join(' ').replaceAll(/(?:^|[ _])(\w)/g, (_match, letter: string) => letter.toUpperCase())
}

function problemSchema(paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>): Json | undefined {
  for (const operation of Object.values(paths).flatMap((methods) => Object.values(methods))) {
    for (const { content } of Object.values(operation.responses) as { content?: Readonly<Record<string, { schema?: Json }>> }[]) {
      const schema = content?.['application/problem+json']?.schema
      if (schema?.['title'] === problemTitle) return schema
    }
  }
  return undefined
}

/** A schema as strangers' validators and generators take it. */
export function publishedSchema(schema: Json): Json {
  return standardFormats(schema) as Json
}

/** Our checks are stricter than the formats generators know: a moment needs an offset. Text and zones are no formats to them. */
function standardFormats(value: unknown, top = true): unknown {
  if (Array.isArray(value)) return value.map((each) => standardFormats(each, false))
  if (typeof value !== 'object' || value === null) return value
  if (!top && (value as Json)['title'] === problemTitle) return { $ref: `#/components/schemas/${problemTitle}` }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => {
      if (key === 'example') return [[key, each]]
      if (key === 'format' && each === 'instant') return [[key, 'date-time']]
      if (key === 'format' && (each === 'text' || each === 'zone' || each === 'locale')) return []
      return [[key, standardFormats(each, false)]]
    }),
  )
}
