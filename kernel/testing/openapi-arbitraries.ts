/**
 * Requests nobody would send, made from the OpenAPI document with fast-check: mostly valid, then one or more things wrong. Bounds and one beyond, other types,
 * missing and extra fields, and the texts that have broken servers before.
 */
import fc from 'fast-check'
import type { Operation, Schema } from './openapi-document.js'
import { alternativesOf, sampleOf } from './openapi-samples.js'

export interface FuzzRequest {
  operation: Operation
  /** Query included. */
  path: string
  /** Text goes out as it is, anything else as JSON; undefined is no body. */
  body: unknown
  headers: Readonly<Record<string, string>>
}

/** Ids that exist, so that some requests get past the look-up. */
export type KnownIds = readonly [string, ...string[]]

const hostile = fc.constantFrom(
  '', ' ', '\0', 'a\0b', '\ud800', 'x\udfff', '\u202e', '😀'.repeat(50), "' or 1=1 --", `'); drop table bookings; --`, '$1', '${7*7}', '{{7*7}}', '../../etc/passwd', '%00', '%', '\r\nset-cookie: a=b',
  '<script>alert(1)</script>', '=cmd|calc', '(a+)+$', '[', '\\', 'null', 'NaN', '__proto__', 'constructor', 'infinity', '-infinity', 'now', 'epoch', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z',
  '+275760-09-13T00:00:00Z', '2027-02-30T10:00:00Z', '2027-01-01T24:00:00Z', '2027-01-01T10:00:60Z', '2027-01-01T10:00:00', '1970-01-01T00:00:00Z', '9998-12-31T23:59:59.999+23:59', 'x'.repeat(5_000), '00000000-0000-0000-0000-000000000000',
)
const odd = fc.oneof(
  hostile,
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, -0, 2 ** 31, 2 ** 31 - 1, -(2 ** 31) - 1, 2 ** 53, 1e308, [], {}, [[]], [null], { __proto__: 1 }, { toString: 1 }, nested(40)),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ unit: 'binary', maxLength: 30 }),
)
/** JSON that JSON.stringify would not write. */
const rawBody = fc.constantFrom('', '{', '[]', 'null', '"text"', '{"__proto__":{"a":1}}', '{"constructor":{"prototype":{}}}', '{"a":1,"a":2}', '{"a":1e999}', '{"a":"\\ud800"}', '{"a":"\\u0000"}', '\ufeff{}', `${'['.repeat(3_000)}${']'.repeat(3_000)}`, `{"a":"${'x'.repeat(103_000)}"}`)
const hostileHeaders = fc.constantFrom<Readonly<Record<string, string>>>(
  { 'if-match': '*' }, { 'if-match': '"v1"' }, { 'if-match': '"v999999999"' }, { 'if-match': '"v99999999999999999999"' }, { 'if-match': 'W/"v1"' }, { 'if-match': '' }, { 'if-match': '"v1", "v2"' }, { 'if-match': "'" },
  { 'idempotency-key': '' }, { 'idempotency-key': 'ü' }, { 'idempotency-key': 'k'.repeat(256) }, { 'idempotency-key': 'a b' }, { 'idempotency-key': "'; select 1 --" }, { 'content-type': 'text/plain' },
  { 'content-type': 'application/json; charset=utf-7' }, { 'content-type': ' application/json' }, { 'content-type': 'application/json\t' }, { 'content-type': 'multipart/form-data' }, { 'content-type': 'application/x-www-form-urlencoded' },
  { 'content-encoding': 'gzip' }, { accept: 'text/html' }, { accept: 'x'.repeat(500) }, { 'x-org-id': '00000000-0000-0000-0000-000000000000' }, { 'x-http-method-override': 'DELETE' }, { 'user-agent': 'x'.repeat(4_000) },
  { 'user-agent': '\u00ff' }, { cookie: 'bookflow_access=x; bookflow_access=y' }, { authorization: 'Bearer x' }, { authorization: 'Basic eDp5' }, { origin: 'null' }, { 'x-forwarded-for': "'" }, { 'accept-language': '*;q=2' },
  { 'last-event-id': '1.1.1' }, { 'last-event-id': "'" }, { 'last-event-id': `1.${'9'.repeat(40)}.1` }, { 'last-event-id': 'x'.repeat(10_000) },
)
const cursors = fc.constantFrom('x', '.', 'a.b', 'W10.AAAAAAAAAAAAAAAAAAAAAAAAAAA', 'bnVsbA.x', `${'A'.repeat(999)}.`, '\0', '%ff', '-1')

function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)]
}

/** A value the schema accepts, or one at a bound or one beyond it. @param wild how often, of a hundred, it is something else altogether */
export function valueOf(schema: Schema, ids: KnownIds, wild: number): fc.Arbitrary<unknown> {
  const fine = fineValueOf(schema, ids, wild)
  return wild === 0 ? fine : fc.oneof({ arbitrary: fine, weight: 100 - wild }, { arbitrary: odd, weight: wild })
}

function fineValueOf(schema: Schema, ids: KnownIds, wild: number): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema['const'])
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]))
  const alternatives = alternativesOf(schema)
  if (alternatives) return fc.oneof(...alternatives.map((each) => valueOf(each, ids, wild)))
  const types = [schema['type'] ?? (schema['properties'] ? 'object' : 'string')].flat() as string[]
  if (types.length > 1) return fc.oneof(...types.map((type) => fineValueOf({ ...schema, type }, ids, wild)))
  const { minimum = -5, maximum = 10_000, minLength = 0, maxLength = 100, minItems = 0, maxItems = 5 } = schema as Record<string, number>
  switch (types[0]) {
    case 'object':
      return objectOf(schema, ids, wild)
    case 'array':
      return fc.oneof({ arbitrary: fc.array(valueOf((schema['items'] ?? {}) as Schema, ids, wild), { minLength: minItems, maxLength: Math.max(minItems, 3) }), weight: 9 }, { arbitrary: fc.constant(Array.from({ length: maxItems + 1 }, () => ids[0])), weight: 1 })
    case 'integer':
      return fc.oneof(fc.integer({ min: minimum, max: maximum }), fc.constantFrom(minimum, maximum, ...(wild > 0 ? [minimum - 1, maximum + 1] : [])))
    case 'number':
      return fc.oneof(fc.integer({ min: minimum, max: maximum }), fc.double({ min: minimum, max: maximum, noNaN: true }))
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return textOf(schema, ids, wild, minLength, maxLength)
  }
}

function textOf(schema: Schema, ids: KnownIds, wild: number, minLength: number, maxLength: number): fc.Arbitrary<unknown> {
  const sample = fc.constant(sampleOf(schema, { id: () => ids[0] }))
  if (schema['format'] === 'uuid') return fc.oneof({ arbitrary: fc.constantFrom(...ids), weight: 4 }, { arbitrary: fc.uuid(), weight: 1 })
  if (schema['format'] === 'instant') return fc.oneof(sample, fc.integer({ min: -400, max: 400 * 24 }).map((hours) => new Date(Date.UTC(2026, 11, 1) + hours * 1_800_000).toISOString()))
  if (schema['format'] !== undefined && schema['format'] !== 'text') return sample
  if (schema['pattern'] !== undefined && wild === 0) return sample
  const bounds = [minLength, maxLength, ...(wild > 0 ? [Math.max(0, minLength - 1), maxLength + 1] : [])].map((length) => 'x'.repeat(Math.min(length, 20_000)))
  return fc.oneof({ arbitrary: sample, weight: 4 }, { arbitrary: fc.constantFrom(...bounds), weight: 1 }, { arbitrary: fc.string({ minLength, maxLength: Math.min(maxLength, Math.max(minLength, 40)) }), weight: 2 })
}

function objectOf(schema: Schema, ids: KnownIds, wild: number): fc.Arbitrary<unknown> {
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>
  const required = (schema['required'] ?? []) as string[]
  const shape = fc.record(Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, valueOf(each, ids, wild)])), { requiredKeys: required.filter((name) => name in properties) }) as fc.Arbitrary<Record<string, unknown>>
  if (wild === 0) return shape
  const broken = fc.tuple(shape, fc.constantFrom(...required, 'x'), fc.constantFrom('org_id', 'id', 'role', 'status', 'created_at', '__proto__x', 'constructor', ''), odd, fc.boolean())
  return fc.oneof({ arbitrary: shape, weight: 5 }, { arbitrary: broken.map(([value, missing, extra, what, without]) => (without ? Object.fromEntries(Object.entries(value).filter(([name]) => name !== missing)) : { ...value, [extra]: what })), weight: 1 })
}

/** One request to the operation: every other is valid throughout, the rest have something wrong somewhere. */
export function requestTo(operation: Operation, ids: KnownIds): fc.Arbitrary<FuzzRequest> {
  return fc.constantFrom(0, 0, 4, 4, 12, 30).chain((wild) => {
    const path = fc.tuple(...operation.path.split('/').map((part) => (part.startsWith('{') ? pathPart(operation, part.slice(1, -1), ids, wild) : fc.constant(part)))).map((parts) => parts.join('/'))
    const query = fc.tuple(...operation.parameters.filter((each) => each.in === 'query').map(({ name, schema, required }) => queryPart(name, schema, required === true, ids, wild)))
    const body = operation.body === null ? fc.constantFrom<unknown>(...(wild === 0 ? [undefined] : [undefined, {}, 'null', '{']), undefined) : fc.oneof({ arbitrary: valueOf(operation.body, ids, wild), weight: 12 }, { arbitrary: rawBody, weight: wild === 0 ? 0 : 1 })
    const headers = wild === 0 ? fc.constant({}) : fc.option(hostileHeaders, { nil: {}, freq: 2 })
    return fc.record({ path, query, body, headers }).map((made) => ({
      operation,
      path: [made.path, made.query.flat().map(([name, value]) => `${name}=${value}`).join('&')].filter((part) => part !== '').join('?'),
      body: operation.method === 'GET' ? undefined : made.body,
      headers: { ...(operation.versioned ? { 'if-match': '*' } : {}), ...made.headers },
    }))
  })
}

const encoded = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return encodeURIComponent(text.toWellFormed().slice(0, 3_000))
}

function pathPart(operation: Operation, name: string, ids: KnownIds, wild: number): fc.Arbitrary<string> {
  const schema = operation.parameters.find((each) => each.in === 'path' && each.name === name)?.schema ?? {}
  return fc.oneof({ arbitrary: valueOf(schema, ids, 0).map(encoded), weight: 20 }, { arbitrary: fc.oneof(hostile.map(encoded), fc.constantFrom('%', '%zz', '.', '%2e%2e')), weight: wild === 0 ? 0 : 2 }).map((part) => (part === '' ? 'x' : part))
}

function queryPart(name: string, schema: Schema, required: boolean, ids: KnownIds, wild: number): fc.Arbitrary<readonly (readonly [string, string])[]> {
  const value = name === 'cursor' ? (cursors as fc.Arbitrary<unknown>) : valueOf(schema, ids, wild)
  const present = value.map((given) => (Array.isArray(given) ? given.map((each) => [name, encoded(each)] as const) : [[name, encoded(given)] as const]))
  return required && wild === 0 ? present : fc.oneof({ arbitrary: present, weight: required ? 9 : 1 }, { arbitrary: fc.constant([]), weight: required ? 1 : 3 })
}
