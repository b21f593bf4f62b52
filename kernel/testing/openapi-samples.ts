/** Requests a schema accepts: the smallest valid value, and where in it ids stand. For generators that have to get past validation. */
import type { Schema } from './openapi-document.js'

/** Where in a body something stands; `*` is an array's first item. */
export type Place = readonly string[]

export interface IdPlace {
  place: Place
  /** Which alternative of a union leads there, by the place of the union. */
  choices: Readonly<Record<string, number>>
}

export interface SampleWishes {
  /** Gives an id for a place. */
  id(place: Place): string
  /** This place is in the value although it may be left out. */
  reach?: IdPlace
  /** Makes texts that must be unique so. */
  tag?: string
}

const hour = 3_600_000
/** A port of this machine nobody listens at. */
const url = 'http://127.0.0.1:9/hook'
const candidates = ['Sample', '09:00', '17:00', 'de', '#336699', 'sample:', 'bookings.created', 'sample.one']

/** Places of ids (format `uuid`) in values of the schema, each alternative of a union for itself. */
export function idPlaces(schema: Schema | null, place: Place = [], choices: Readonly<Record<string, number>> = {}): IdPlace[] {
  if (schema === null) return []
  if (schema['format'] === 'uuid') return [{ place, choices }]
  const alternatives = alternativesOf(schema)
  if (alternatives) return alternatives.flatMap((each, index) => idPlaces(each, place, { ...choices, [place.join('/')]: index }))
  const inner = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>).flatMap(([name, each]) => idPlaces(each, [...place, name], choices))
  return schema['items'] ? [...inner, ...idPlaces(schema['items'] as Schema, [...place, '*'], choices)] : inner
}

/** The smallest value the schema accepts that holds what is wished for. Times lie three days ahead, an end an hour after its start. */
export function sampleOf(schema: Schema, wishes: SampleWishes, place: Place = []): unknown {
  if ('const' in schema) return schema['const']
  if (Array.isArray(schema['enum'])) return schema['enum'][0]
  const alternatives = alternativesOf(schema)
  if (alternatives) return sampleOf(alternatives[wishes.reach?.choices[place.join('/')] ?? 0] ?? {}, wishes, place)
  const type = [schema['type']].flat().find((each) => each !== 'null')
  if (type === 'object' || schema['properties']) return objectOf(schema, wishes, place)
  if (type === 'array') return arrayOf(schema, wishes, place)
  if (type === 'string') return textOf(schema, wishes, place)
  if (type === 'integer' || type === 'number') return (schema['default'] ?? schema['minimum'] ?? 1) as number
  if (type === 'boolean') return true
  return null
}

export function alternativesOf(schema: Schema): readonly Schema[] | null {
  return ((schema['anyOf'] ?? schema['oneOf']) as readonly Schema[] | undefined) ?? null
}

const leadsTo = (place: Place, wishes: SampleWishes): boolean => wishes.reach !== undefined && place.every((part, index) => wishes.reach?.place[index] === part)

function objectOf(schema: Schema, wishes: SampleWishes, place: Place): Record<string, unknown> {
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>
  const required = (schema['required'] ?? []) as readonly string[]
  const names = Object.keys(properties).filter((name) => required.includes(name) || leadsTo([...place, name], wishes))
  const [first] = Object.keys(properties)
  if (names.length < ((schema['minProperties'] as number | undefined) ?? 0) && first !== undefined) names.push(first)
  return Object.fromEntries(names.map((name) => [name, sampleOf(properties[name] ?? {}, wishes, [...place, name])]))
}

function arrayOf(schema: Schema, wishes: SampleWishes, place: Place): unknown[] {
  const inside = [...place, '*']
  const wanted = Math.max((schema['minItems'] as number | undefined) ?? 0, leadsTo(inside, wishes) && (wishes.reach?.place.length ?? 0) > place.length ? 1 : 0)
  return Array.from({ length: wanted }, () => sampleOf((schema['items'] ?? {}) as Schema, wishes, inside))
}

function textOf(schema: Schema, wishes: SampleWishes, place: Place): string {
  const name = place.at(-1) ?? ''
  const { format, pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema as { format?: string; pattern?: string; minLength?: number; maxLength?: number }
  const start = Math.ceil(Date.now() / hour) * hour + 72 * hour
  if (format === 'uuid') return wishes.id(place)
  if (format === 'instant') return new Date(/^(to|end|until)|ends/.test(name) ? start + hour : start).toISOString()
  if (format === 'date') return new Date(start).toISOString().slice(0, 10)
  if (format === 'zone') return 'Europe/Berlin'
  if (format === 'locale') return 'de'
  if (format === 'email') return `sample-${wishes.tag ?? '1'}@example.test`
  const fits = (text: string): boolean => (pattern === undefined || new RegExp(pattern, 'u').test(text)) && text.length <= maxLength
  const text = [...(name === 'name' ? [`Sample ${wishes.tag ?? '1'}`] : name === 'url' ? [url] : []), ...candidates].map((candidate) => candidate.padEnd(minLength, '-')).find(fits)
  if (text === undefined) throw new Error(`No sample for ${place.join('/')}: add one to the candidates that matches ${pattern ?? ''}.`)
  return text
}
