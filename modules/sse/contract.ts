import { Type } from 'typebox'
import { members } from '#modules/members/contract'
import { orgs } from '#modules/orgs/contract'
import { defineContract, definePermission } from '#kernel/contract'
import { Body } from '#kernel/schemas'

/**
 * What `data:` of an event holds, as JSON; `event:` is its type and `id:` the position to resume after. Whoever may see the event but not its
 * details gets `actor` null and the private fields of `data` null.
 */
export interface StreamedEvent {
  id: string
  type: string
  at: string
  subject: { kind: string; id: string }
  /** `api_key_id` when the person acted through an API key. */
  actor: { kind: 'user' | 'system'; id: string; api_key_id?: string } | null
  data: Record<string, unknown>
}

/** Frames that are no fact of the organisation: the stream is up to date, what was missed is unknown (read everything again), the server ends it. */
export const controlEvents = ['ready', 'reset', 'closed'] as const

/** `data.reason` of `closed`. After `revoked` coming back is in vain; after the others come back with Last-Event-ID, and with a fresh token if it expired. */
export const closingReasons = ['token_expired', 'revoked', 'unverified', 'shutdown'] as const
export type ClosingReason = (typeof closingReasons)[number]

export const StreamQuery = Body({
  /** Types, comma-separated: `bookings.created`, or a module's whole, `bookings.*`. All when absent. */
  types: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9-]*\\.([a-z_]+|\\*)(,[a-z][a-z0-9-]*\\.([a-z_]+|\\*))*$', maxLength: 2000, description: 'Only these types, separated by commas: `bookings.created,approvals.*`' })),
})

const read = definePermission('sse:read', 'viewer', 'follow what happens on the live stream')

export const sse = defineContract({
  name: 'sse',
  about: 'The live stream of events.',
  dependsOn: [members, orgs],
  permissions: { read },
})
