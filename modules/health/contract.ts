import { Type, type Static } from 'typebox'
import { defineContract, defineExtensionPoint } from '#kernel/contract'
import { Instant, OneOf } from '#kernel/schemas'

/** What one check of readiness found. `warning` needs an operator soon, `failed` means this process must not serve. */
export const FindingSchema = Type.Object({ name: Type.String(), status: OneOf(['ok', 'warning', 'failed'] as const), detail: Type.String() })
export type Finding = Static<typeof FindingSchema>

export const ReadinessSchema = Type.Object({ status: OneOf(['ready'] as const), checks: Type.Array(FindingSchema) })

export const VersionSchema = Type.Object({ name: Type.String(), version: Type.String(), started_at: Instant })

export const health = defineContract({
  name: 'health',
  about: 'Is it alive, is it ready, what runs here.',
  extensionPoints: {
    /** Is what the module needs there? Asked with the database reachable, in a transaction without an organisation. Answer within milliseconds. */
    ready: defineExtensionPoint<Record<string, never>, Finding>('health.ready'),
  },
})
