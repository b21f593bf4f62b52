import { Type, type Static } from 'typebox'
import { defineContract, defineExtensionPoint, definePort, roles, type Role } from '#kernel/contract'
import { Body, Id, Line, Nullable, OneOf, Zone } from '#kernel/schemas'

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
})
export const LoginBody = Body({ email: Email, password: Type.String({ minLength: 1, maxLength: 256 }), organization_id: Type.Optional(Id) })

export interface AuthPort {
  /** Compared case-folded. */
  findUserByEmail(email: string): Promise<User | null>
  /** Unknown ids are left out. */
  usersById(ids: readonly string[]): Promise<ReadonlyMap<string, User>>
  /** Creates a person whose address is proved. Joins the open unit of work. @throws 409 already_exists */
  createVerifiedUser(input: { email: string; name: string; password: string; timezone?: string }): Promise<User>
  /** Opens a session and gives its first tokens; `organization` null means none chosen yet. */
  openSession(user: { id: string; email: string; name: string }, organization: OrganizationChoice | null): Promise<Tokens>
  /** Ends every session of a person at once (password change, removal). */
  revokeSessions(userId: string): Promise<void>
}

export const auth = defineContract({
  name: 'auth',
  port: definePort<AuthPort>('auth'),
  extensionPoints: {
    /** Asked once when a sign-up is verified: whoever answers creates the organisation and gives the way into it. */
    registered: defineExtensionPoint<{ user: User; organization: { name: string; timezone: string } }, OrganizationChoice>('auth.registered'),
    /** Which organisations may this person enter? Each answer is a list. */
    organizationsOf: defineExtensionPoint<{ user_id: string }, readonly OrganizationChoice[]>('auth.organizationsOf'),
  },
})
export type { Role }
