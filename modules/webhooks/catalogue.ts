/**
 * What may be sent to endpoints, and as what: every event of the product an admin may see, since admins decide where it goes. Private fields only
 * an owner sees are sent as null.
 */
import { roleReaches, type EventDefinition } from '#kernel/contract'
import { publishedSchema } from '#kernel/http/published-api'
import type { ModuleSpec } from '#kernel/module'
import { webhooks } from './contract.js'

export interface CatalogueEntry {
  type: string
  description: string
  /** JSON Schema of `{ type, timestamp, data }`. */
  schema: Record<string, unknown>
}

const admin = webhooks.permissions.read.from

export class Catalogue {
  private readonly definitions: ReadonlyMap<string, EventDefinition>

  constructor(modules: readonly ModuleSpec[]) {
    const all = modules.flatMap(({ contract }) => Object.values(contract.events))
    this.definitions = new Map(all.filter(({ audience }) => roleReaches(admin, audience.from)).map((definition) => [definition.name, definition]))
  }

  has(type: string): boolean {
    return this.definitions.has(type)
  }

  /** True when a type or a module's whole (`bookings.*`) names at least one event that is sent. */
  knows(pattern: string): boolean {
    return this.has(pattern) || (pattern.endsWith('.*') && [...this.definitions.keys()].some((type) => type.startsWith(pattern.slice(0, -1))))
  }

  get types(): readonly string[] {
    return [...this.definitions.keys()]
  }

  entries(): CatalogueEntry[] {
    return [...this.definitions.values()].map((definition) => ({ type: definition.name, description: definition.description, schema: payloadSchema(definition) })).sort((a, b) => (a.type < b.type ? -1 : 1))
  }

  /** The body of a message. @param at RFC 3339, when the fact was committed. @returns null for an event that is not sent */
  bodyOf({ type, at, data }: { type: string; at: string; data: Record<string, unknown> }): string | null {
    const definition = this.definitions.get(type)
    if (!definition) return null
    const hidden = roleReaches(admin, definition.details.from) ? [] : definition.private
    return JSON.stringify({ type, timestamp: at, data: { ...data, ...Object.fromEntries(hidden.map((field) => [field, null])) } })
  }
}

function payloadSchema({ name, schema }: EventDefinition): Record<string, unknown> {
  return {
    type: 'object',
    required: ['type', 'timestamp', 'data'],
    properties: { type: { type: 'string', const: name }, timestamp: { type: 'string', format: 'date-time' }, data: publishedSchema(JSON.parse(JSON.stringify(schema)) as Record<string, unknown>) },
  }
}

/** `webhooks` of the OpenAPI document (3.1, section 4.8.1): one entry per type. */
export function openApiWebhooks(modules: readonly ModuleSpec[]): Record<string, unknown> {
  const entry = ({ type, description, schema }: CatalogueEntry) => [
    type,
    {
      post: {
        summary: description,
        description: 'Signed by Standard Webhooks: webhook-id, webhook-timestamp, webhook-signature (and svix-*). Answer 2xx within 15 s.',
        tags: ['webhooks'],
        requestBody: { required: true, content: { 'application/json': { schema } } },
        responses: { '2XX': { description: 'Taken' }, 410: { description: 'Send no more: the endpoint is switched off' } },
      },
    },
  ]
  return Object.fromEntries(new Catalogue(modules).entries().map(entry)) as Record<string, unknown>
}

/** Ids of the resources an event is about. */
export function resourcesOf(data: Record<string, unknown>): readonly string[] {
  const idOf = (value: unknown, field: string): unknown => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[field] : undefined)
  return [data['resource_id'], idOf(data['resource'], 'id'), idOf(data['booking'], 'resource_id')].filter((id): id is string => typeof id === 'string')
}

/** Whether an endpoint asked for an event. */
export function wants(endpoint: { event_types: readonly string[]; resource_ids: readonly string[] }, type: string, resourceIds: readonly string[]): boolean {
  const { event_types, resource_ids } = endpoint
  const byType = event_types.length === 0 || event_types.includes(type) || event_types.includes(`${type.split('.')[0]}.*`)
  return byType && (resource_ids.length === 0 || resource_ids.some((id) => resourceIds.includes(id)))
}
