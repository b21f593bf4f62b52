/** Requests for the isolation test: every operation filled with an organisation's own ids, except at the position under test. */
import { isDeepStrictEqual } from 'node:util'
import type { Answer } from '#kernel/testing/client'
import type { Operation, Schema } from '#kernel/testing/openapi-document'
import { idPlaces, sampleOf, type IdPlace } from '#kernel/testing/openapi-samples'
import { type Furnished, passwordOf } from './furnished-org.js'
import { idOf, isIdParameter, kindOf, type IdPosition } from './id-kinds.js'
import type { TestPerson, TestProduct } from './product.js'

export interface Position extends IdPosition {
  operation: Operation
  /** Where it stands in the body. */
  at?: IdPlace
}

export interface Sent {
  path: string
  body: unknown
  headers: Record<string, string>
}

export function positionsOf(operation: Operation): Position[] {
  const parameters = operation.parameters.filter((each) => each.in === 'path' ? each.schema['format'] === 'uuid' : each.in === 'query' && isIdParameter(each))
  const seen = new Map<string, number>()
  return [
    ...parameters.map(({ in: where, name }) => ({ operation, where: where as 'path' | 'query', name, kind: kindOf(operation, where as 'path', name) })),
    ...idPlaces(operation.body).map((at) => {
      const name = at.place.join('/')
      const nth = seen.get(name) ?? 0
      seen.set(name, nth + 1)
      return { operation, where: 'body' as const, name, kind: kindOf(operation, 'body', name, nth), at }
    }),
  ]
}

/** What paths name that is no id, by the parameter; modules where nothing is said. */
const namedInPaths: Readonly<Record<string, string>> = { kind: 'booking_confirmed', locale: 'en' }

/** A request that should succeed for this organisation's owner. @param position filled with `id` instead of an own one */
export function requestOf(operation: Operation, own: Furnished, caller: TestPerson, position?: Position, id?: string): Sent {
  const chosen = (where: IdPosition['where'], name: string, kind: () => string): string => (position?.where === where && position.name === name && id !== undefined ? id : idOf(own, kind()))
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => (name === 'id' ? chosen('path', name, () => kindOf(operation, 'path', name)) : (namedInPaths[name] ?? 'workflows')))
  const query = new URLSearchParams()
  for (const { in: where, name, required, schema } of operation.parameters) {
    if (where !== 'query') continue
    if (position?.where === 'query' && position.name === name) query.set(name, id ?? idOf(own, position.kind))
    else if (required) query.set(name, isIdParameter({ in: where, name, schema }) ? idOf(own, kindOf(operation, 'query', name)) : String(sampleOf(schema, { id: () => '' }, [name])))
  }
  const body = operation.body === null ? undefined : bodyOf(operation, caller, chosen, position)
  const headers: Record<string, string> = operation.versioned ? { 'if-match': '*' } : {}
  return { path: query.size > 0 ? `${path}?${query}` : path, body, headers }
}

function bodyOf(operation: Operation, caller: TestPerson, chosen: (where: 'body', name: string, kind: () => string) => string, position?: Position): unknown {
  const id = (place: readonly string[]): string => {
    const name = place.join('/')
    return chosen('body', name, () => (position?.at && isDeepStrictEqual(position.at.place, place) ? position.kind : kindOf(operation, 'body', name)))
  }
  const wishes = { id, tag: '1', ...(position?.at ? { reach: position.at } : {}) }
  const body = sampleOf(operation.body ?? {}, wishes)
  // A rule is tried in the place of another only when there is one to try.
  if (position?.name === 'replaces') Object.assign(body as object, { rule: sampleOf((operation.body?.['properties'] as Record<string, Schema>)['rule'] ?? {}, wishes) })
  if (operation.path === '/v1/auth/login') Object.assign(body as object, { email: caller.email, password: passwordOf(caller) })
  return body
}

export function send(product: TestProduct, caller: TestPerson, { method }: Operation, { path, body, headers }: Sent): Promise<Answer> {
  return product.as(caller).send(method, path, body, headers)
}

const passing = /^(request-id|date|content-length|age|(x-)?ratelimit.*)$/
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/**
 * An answer with everything left out that differs between any two requests: request id, date, rate limit, nonces, tokens, times of this minute, versions of what was
 * changed and ids nobody knew before. @param id the one under test, which stands as `<id>`
 * @param known ids that are told apart
 */
export function comparable({ status, headers, text }: Answer, id: string, known: ReadonlySet<string>): string {
  const kept = Object.entries(headers).filter(([name]) => !passing.test(name)).sort(([a], [b]) => (a < b ? -1 : 1))
  const requestId = headers['request-id'] ?? ''
  const changed = (line: string): string => (status < 300 ? line.replaceAll(/"version":\d+/g, '"version":0').replace(/^etag: "v\d+"$/m, 'etag: "v0"') : line)
  return changed([status, ...kept.map(([name, value]) => `${name}: ${value.replaceAll(/'nonce-[^']+'/g, "'nonce'")}`), text]
    .join('\n'))
    .replaceAll(id, '<id>')
    .replaceAll(encodeURIComponent(id), '<id>')
    .replaceAll(requestId === '' ? '\0' : requestId, '<request>')
    .replaceAll(uuid, (found) => (known.has(found) ? found : '<new>'))
    .replaceAll(/"(access_token|refresh_token|secret)":"[^"]+"/g, '"$1":"…"')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, (instant) => (Math.abs(Date.parse(instant) - Date.now()) < 60_000 ? '<now>' : instant))
}
