import { Type, type Static } from 'typebox'
import { defineContract, defineEvent, defineExtensionPoint, definePermission, definePort, roles, type Role } from '#kernel/contract'
import { Body, Id, Instant, Line, Locale, Nullable, OneOf, PageQuery, Zone } from '#kernel/schemas'

export const Email = Type.String({ format: 'email', maxLength: 254 })
export const Password = Type.String({ minLength: 10, maxLength: 256, format: 'text' })

export const UserSchema = Type.Object({ id: Id, email: Type.String(), name: Type.String(), locale: Type.String(), timezone: Type.String() })
export type User = Static<typeof UserSchema>

/** An organisation a person may enter. */
export const OrganizationChoiceSchema = Type.Object({ id: Id, name: Type.String(), slug: Type.String(), role: OneOf(roles) })
export type OrganizationChoice = Static<typeof OrganizationChoiceSchema>

export const TokensSchema = Type.Object({
  access_token: Type.String(),
  token_type: Type.Literal('Bearer'),
  expires_in: Type.Integer({ description: 'Seconds' }),
  refresh_token: Type.String({ description: 'Single use: each refresh gives a new one' }),
  user: Type.Object({ id: Id, email: Type.String(), name: Type.String() }),
  organization: Nullable(OrganizationChoiceSchema),
})
export type Tokens = Static<typeof TokensSchema>

export const SignUpBody = Body({
  email: Email,
  password: Password,
  name: Line({ maxLength: 120 }),
  organization: Body({ name: Line({ maxLength: 120 }), timezone: Zone }),
  /** The language of mail and console, the person's and at first their organisation's too; English when it is left out. */
  locale: Type.Optional(Locale),
})
export const LoginBody = Body({ email: Email, password: Type.String({ minLength: 1, maxLength: 256 }), organization_id: Type.Optional(Id) })

/** Single-use, from a mail. */
export const MailTokenBody = Body({ token: Type.String({ minLength: 1, maxLength: 200 }) })
export const RefreshBody = Body({ refresh_token: Type.String({ minLength: 1, maxLength: 200 }) })
export const ResetBody = Body({ email: Email })
/** Keys are made for programs and outlive passwords; whoever changes theirs because it leaked says so here. */
const revoke_api_keys = Type.Optional(Type.Boolean({ description: 'true: all my API keys end too, in every organisation. Otherwise they go on working, and the mail about the change says how many' }))
export const ResetConfirmationBody = Body({ token: Type.String({ minLength: 1, maxLength: 200 }), password: Password, revoke_api_keys })
export const PasswordChangeBody = Body({ current_password: Type.String({ minLength: 1, maxLength: 256 }), new_password: Password, revoke_api_keys })
export const OrganizationSwitchBody = Body({ organization_id: Id })

/** What sign-up and reset answer whatever is behind the address. */
export const AcceptedSchema = Type.Object({ status: Type.Literal('accepted') })

export const ProfileBody = Type.Object(
  { name: Type.Optional(Line({ maxLength: 120 })), locale: Type.Optional(Locale), timezone: Type.Optional(Zone) },
  { additionalProperties: false, minProperties: 1 },
)

/** What a screen needs to know about the organisation it shows. */
export const OrganizationProfileSchema = Type.Object({ id: Id, name: Type.String(), slug: Type.String(), timezone: Type.String(), accent: Nullable(Type.String()) })
export type OrganizationProfile = Static<typeof OrganizationProfileSchema>

/** Who is signed in, where, and what they may do. Without an organisation: role null, no permissions, no modules. */
export const MeSchema = Type.Object({
  user: UserSchema,
  organization: Nullable(OrganizationProfileSchema),
  role: Nullable(OneOf(roles)),
  permissions: Type.Array(Type.String()),
  /** Switched on in this organisation. */
  modules: Type.Array(Type.String()),
  organizations: Type.Array(OrganizationChoiceSchema),
  /** May look at the installation as a whole. */
  installation_owner: Type.Boolean(),
})
export type Me = Static<typeof MeSchema>

export const SessionSchema = Type.Object({
  id: Id,
  created_at: Instant,
  /** The last sign-in or refresh. */
  last_used_at: Instant,
  expires_at: Instant,
  ip: Nullable(Type.String()),
  user_agent: Nullable(Type.String()),
  /** The one asking. */
  current: Type.Boolean(),
})
export type Session = Static<typeof SessionSchema>

export const keyStates = ['active', 'expired', 'revoked'] as const

export const ApiKeySchema = Type.Object({
  id: Id,
  name: Type.String(),
  /** How the key begins, to recognise it by; no secret. */
  prefix: Type.String(),
  /** Whose it is: it can do what its scopes say as far as this person may, at each request. */
  user_id: Id,
  /** Names of permissions. */
  scopes: Type.Array(Type.String()),
  status: OneOf(keyStates),
  created_at: Instant,
  expires_at: Instant,
  /** Up to a minute late; null when it never was. */
  last_used_at: Nullable(Instant),
  revoked_at: Nullable(Instant),
  /** Null while it stands, and when the product revoked it because its owner left. */
  revoked_by: Nullable(Id),
})
export type ApiKey = Static<typeof ApiKeySchema>

/** The answer to its creation: the only time the key is shown, left out when the answer is replayed. */
export const CreatedApiKeySchema = Type.Object({ ...ApiKeySchema.properties, key: Type.Optional(Type.String({ description: 'The key itself: shown this once' })) })
export type CreatedApiKey = Static<typeof CreatedApiKeySchema>

export const CreateApiKeyBody = Body({
  name: Line({ maxLength: 120 }),
  scopes: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { minItems: 1, maxItems: 200, uniqueItems: true, description: 'Permissions you hold; GET /v1/auth/api-key-scopes lists them' }),
  /** 90 days from now when absent; a year at most. */
  expires_at: Type.Optional(Instant),
})

export const ApiKeysQuery = Body({ ...PageQuery, user_id: Type.Optional(Id), status: Type.Optional(OneOf(keyStates)) })
export type ApiKeyFilter = Omit<Static<typeof ApiKeysQuery>, 'limit' | 'cursor'>

/** A permission a key may be limited to. */
export const ApiKeyScopeSchema = Type.Object({ name: Type.String(), module: Type.String(), description: Type.String() })
export type ApiKeyScope = Static<typeof ApiKeyScopeSchema>

export interface AuthPort {
  /** Compared case-folded. */
  findUserByEmail(email: string): Promise<User | null>
  /** Unknown ids are left out. */
  usersById(ids: readonly string[]): Promise<ReadonlyMap<string, User>>
  /** Whether the person is named as one who runs this installation. */
  isInstallationOwner(userId: string): Promise<boolean>
  /** A password as it is stored. Takes a quarter of a second: call it while no transaction is open. @throws 503 */
  hashPassword(password: string): Promise<string>
  /** Creates a person whose address is proved. Joins the open unit of work, for which the hash is better made before. @throws 409 already_exists */
  createVerifiedUser(input: { email: string; name: string; timezone?: string; locale?: string } & ({ password: string } | { password_hash: string })): Promise<User>
  /** Opens a session and gives its first tokens; `organization` null means none chosen yet. */
  openSession(user: { id: string; email: string; name: string }, organization: OrganizationChoice | null): Promise<Tokens>
  /**
   * Ends every session of a person at once; with an organisation only those in it, because no organisation decides about another's, and the person's
   * API keys there, inside the open unit of work of that organisation.
   */
  revokeSessions(userId: string, inOrganization?: string): Promise<void>
  /** Notes something that concerns the safety of the installation and no account, in the open unit of work. @param kind `<module>.<what>` @param detail ids and words of ours only */
  noteSecurityEvent(kind: `${string}.${string}`, detail: Readonly<Record<string, string | number>>): Promise<void>
}

const keys = definePermission('auth:api_keys', 'viewer', 'make and revoke API keys of one’s own')
const manageKeys = definePermission('auth:manage_api_keys', 'admin', 'see and revoke everybody’s API keys')

export const auth = defineContract({
  name: 'auth',
  about: 'Accounts, logging in, sessions, passwords and API keys.',
  permissions: { keys, manageKeys },
  events: {
    api_key_created: defineEvent(
      'auth.api_key_created',
      Type.Object({ api_key_id: Id, user_id: Id, name: Nullable(Type.String()), scopes: Type.Array(Type.String()), expires_at: Instant }),
      { audience: manageKeys, private: ['name'], description: 'Somebody made an API key.' },
    ),
    api_key_revoked: defineEvent('auth.api_key_revoked', Type.Object({ api_key_id: Id, user_id: Id }), { audience: manageKeys, description: 'An API key was revoked: nothing can be done with it any more.' }),
  },
  port: definePort<AuthPort>('auth'),
  extensionPoints: {
    /** Asked once when a sign-up is verified: whoever answers creates the organisation and gives the way into it. */
    registered: defineExtensionPoint<{ user: User; organization: { name: string; timezone: string } }, OrganizationChoice>('auth.registered'),
    /** Which organisations may this person enter? Each answer is a list. */
    organizationsOf: defineExtensionPoint<{ user_id: string }, readonly OrganizationChoice[]>('auth.organizationsOf'),
    /** Asked inside an organisation: how does it present itself? One module answers. */
    currentOrganization: defineExtensionPoint<{ org_id: string }, OrganizationProfile>('auth.currentOrganization'),
  },
})
export type { Role }
