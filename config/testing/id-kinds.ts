/** What an id in the API names: the path of the list its things stand in, or words for some of them. A place nobody knows is an error, so that no new id escapes the isolation test. */
import type { Json } from '#kernel/testing/client'
import { nameOf, type Operation } from '#kernel/testing/openapi-document'
import type { Furnished } from './furnished-org.js'

/** One place of an operation that takes an id. */
export interface IdPosition {
  where: 'path' | 'query' | 'body'
  /** The parameter's name, or the place in the body with `/`. */
  name: string
  /** Path of a list, or words for some of its things. */
  kind: string
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)resource_id$/, '/v1/resources'],
  [/(^|\/)type_id$/, '/v1/resource-types'],
  [/(^|\/)(booked_for|owner_id|owner_ids\/\*|attendee_ids\/\*|user_id|user_ids\/\*|actor)$/, '/v1/members'],
  [/(^|\/)booking_id$/, 'a booking that waits'],
  [/^subject_id$/, '/v1/bookings'],
  [/(^|\/)resource_ids\/\*$/, '/v1/resources'],
  [/^endpoint_id$/, '/v1/webhooks/endpoints'],
  [/^delivery_ids\/\*$/, '/v1/webhooks/deliveries'],
  [/^message_id$/, 'a message that was sent'],
  [/^outbox_ids\/\*$/, 'a message given up'],
  [/^outbox_id$/, 'a message the provider spoke of'],
  [/(^|\/)approval_id$/, '/v1/approvals'],
  [/(^|\/)organization_id$/, '/v1/organizations'],
  [/^replaces$/, '/v1/workflow-rules'],
  [/^api_key_id$/, '/v1/auth/api-keys'],
]
/** `in` of a rule's condition, by the condition's position in the union. */
const conditions = ['/v1/resources', '/v1/resource-types', '/v1/members']

/** Ids in queries whose schema does not say that they are. */
const unmarked = new Set(['actor', 'subject_id'])

export function isIdParameter({ name, schema }: Operation['parameters'][number]): boolean {
  const { format } = (schema['items'] ?? schema) as { format?: unknown }
  return format === 'uuid' || unmarked.has(name)
}

/** @param nth which of the places with this name it is, for unions. @throws for a place the table does not know */
export function kindOf(operation: Operation, where: IdPosition['where'], name: string, nth = 0): string {
  if (where === 'path') return operation.path.slice(0, operation.path.indexOf('/{'))
  if (/(^|\/)conditions\/\*\/in\/\*$/.test(name)) return conditions[nth] ?? unknown(operation, where, name)
  if (operation.path === '/v1/outbox/replays' && name === 'ids/*') return '/v1/outbox'
  return kinds.find(([pattern]) => pattern.test(name))?.[1] ?? unknown(operation, where, name)
}

function unknown(operation: Operation, where: string, name: string): never {
  throw new Error(`${nameOf(operation)} takes an id at ${where} '${name}', and config/testing/id-kinds.ts does not say what it names.`)
}

/** An id of this kind in a furnished organisation; one that may be changed without spoiling the others. */
export function idOf({ approver, org, rooms, bookings, lists }: Furnished, kind: string): string {
  const named: Readonly<Record<string, string | undefined>> = {
    '/v1/members': approver.user_id,
    '/v1/organizations': org.id,
    '/v1/resources': rooms.free,
    '/v1/bookings': bookings.held,
    'a booking that waits': bookings.pending[0],
    'a message that was sent': lists.get('/v1/webhooks/deliveries')?.[0]?.message_id,
    'a message given up': lists.get('/v1/webhooks/dead-letters')?.[0]?.outbox_id,
    'a message the provider spoke of': lists.get('/v1/webhooks/inbound-events')?.[0]?.mail.outbox_id,
    '/v1/resource-types': idWhere(lists.get(kind), ({ name }) => name === 'Room'),
    '/v1/auth/sessions': idWhere(lists.get(kind), ({ current }) => !current),
    '/v1/outbox': idWhere(lists.get(kind), ({ status }) => status === 'dead'),
  }
  const id = named[kind] ?? idWhere(lists.get(kind), () => true)
  if (id === undefined) throw new Error(`furnish() makes nothing for ${kind}.`)
  return id
}

function idWhere(items: readonly Json[] | undefined, fits: (item: Json) => boolean): string | undefined {
  return items?.find(fits)?.id
}
