import { Type, type Static } from 'typebox'
import { auth, type OrganizationChoice } from '#modules/auth/contract'
import { defineContract, defineEvent, defineExtensionPoint, definePermission, definePort } from '#kernel/contract'
import { Body, Id, Instant, Line, Locale, Nullable, OneOf, Zone } from '#kernel/schemas'

export const OrganizationSchema = Type.Object({
  id: Id,
  name: Type.String(),
  slug: Type.String(),
  timezone: Type.String(),
  locale: Type.String(),
  /** Colour of the console, `#rrggbb`; null is the product's own. */
  accent: Nullable(Type.String()),
  /** Set while the owner's deletion waits out its grace period. */
  deletion_at: Nullable(Instant),
  version: Type.Integer(),
  created_at: Instant,
})
export type Organization = Static<typeof OrganizationSchema>

export const ModuleStateSchema = Type.Object({
  module: Type.String(),
  enabled: Type.Boolean(),
  required: Type.Boolean(),
  depends_on: Type.Array(Type.String()),
  dependents: Type.Array(Type.String()),
  settings: Type.Record(Type.String(), Type.Unknown()),
  settings_schema: Nullable(Type.Record(Type.String(), Type.Unknown())),
  /** 0 until the module was first switched or set. */
  version: Type.Integer(),
})
export type ModuleState = Static<typeof ModuleStateSchema>

export const FoundOrganizationBody = Body({
  name: Line({ maxLength: 120 }),
  timezone: Zone,
  /** The language it writes in to people who chose none; its founder's own when it is left out. */
  locale: Type.Optional(Locale),
})

export const ChangeOrganizationBody = Body({
  name: Type.Optional(Line({ maxLength: 120 })),
  timezone: Type.Optional(Zone),
  locale: Type.Optional(Locale),
  accent: Type.Optional(Nullable(Type.String({ pattern: '^#[0-9a-f]{6}$' }))),
})
export type OrganizationChange = Static<typeof ChangeOrganizationBody>

export const SwitchModuleBody = Body({
  enabled: Type.Boolean(),
  /** The whole of the module's settings; left out, they stay as they are. */
  settings: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { maxProperties: 100 })),
  /** What becomes of what is under way in a module that is switched off. */
  pending: Type.Optional(OneOf(['confirm', 'reject'] as const)),
})
export type ModuleChange = Static<typeof SwitchModuleBody>

const read = definePermission('orgs:read', 'viewer', 'see the organisation')
const manage = definePermission('orgs:manage', 'owner', 'change the organisation')
const modules = definePermission('orgs:modules', 'owner', 'switch modules on and off')

export interface OrgsPort {
  /** Founds an organisation inside the open unit of work, in its owner's language unless told otherwise, and lets members add the owner. @returns the way into it */
  found(input: { name: string; timezone: string; owner_id: string; locale?: string }): Promise<OrganizationChoice>
  /** The organisation of the current tenant. */
  current(): Promise<Organization>
}

export const orgs = defineContract({
  name: 'orgs',
  about: 'Organisations, and which modules each of them has switched on.',
  dependsOn: [auth],
  permissions: { read, manage, modules },
  port: definePort<OrgsPort>('orgs'),
  events: {
    created: defineEvent('orgs.created', Type.Object({ name: Type.String() }), { audience: read, description: 'An organisation was founded.' }),
    updated: defineEvent('orgs.updated', Type.Object({ organization: OrganizationSchema }), { audience: read, description: 'Settings of the organisation changed.' }),
    module_switched: defineEvent('orgs.module_switched', Type.Object({ module: Type.String(), enabled: Type.Boolean() }), { audience: read, description: 'A module was switched on or off, or its settings changed.' }),
    deletion_requested: defineEvent('orgs.deletion_requested', Type.Object({ deletion_at: Instant }), { audience: read, description: 'The owner asked for the organisation to be deleted after the grace period.' }),
    deletion_withdrawn: defineEvent('orgs.deletion_withdrawn', Type.Object({}), { audience: read, description: 'The deletion of the organisation was called off.' }),
  },
  extensionPoints: {
    /** A new organisation exists; members makes its first owner. */
    founded: defineExtensionPoint<{ organization: Organization; owner_id: string }, void>('orgs.founded'),
    /** May this module be switched off? An answer is a refusal; `pending` says what the caller wants done with what is under way, which the module then does. */
    switchingOff: defineExtensionPoint<{ module: string; pending: 'confirm' | 'reject' | null }, { detail: string; extensions?: Record<string, unknown> }>('orgs.switchingOff'),
  },
})
