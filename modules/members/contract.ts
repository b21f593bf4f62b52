import { Type, type Static } from 'typebox'
import { auth, Email, Password } from '#modules/auth/contract'
import { orgs } from '#modules/orgs/contract'
import { defineContract, defineEvent, definePermission, definePort, roles, type Role } from '#kernel/contract'
import { Body, Id, Instant, Line, Locale, OneOf, PageQuery } from '#kernel/schemas'

export const MemberSchema = Type.Object({
  /** The person's user id. */
  id: Id,
  name: Type.String(),
  email: Type.String(),
  role: OneOf(roles),
  status: OneOf(['active', 'deactivated'] as const),
  version: Type.Integer(),
  joined_at: Instant,
})
export type Member = Static<typeof MemberSchema>

export const InvitationSchema = Type.Object({
  id: Id,
  email: Type.String(),
  role: OneOf(roles),
  status: OneOf(['pending', 'accepted', 'revoked', 'expired'] as const),
  invited_by: Id,
  expires_at: Instant,
  created_at: Instant,
})
export type Invitation = Static<typeof InvitationSchema>

export const MembersQuery = Body({
  ...PageQuery,
  role: Type.Optional({ ...OneOf(roles), description: 'Only those with this role' }),
  status: Type.Optional(OneOf(['active', 'deactivated'] as const)),
  /** Part of a name or an address, whatever its case. */
  q: Type.Optional({ ...Line({ maxLength: 100 }), description: 'Part of the name or address' }),
})
export const ChangeMemberBody = Body({ role: OneOf(roles) })

export const InvitationsQuery = Body({ ...PageQuery, status: Type.Optional(OneOf(['pending', 'accepted', 'revoked', 'expired'] as const)) })
export const InviteBody = Body({ email: Email, role: OneOf(roles) })

/** The token of an invitation's link. */
const InvitationToken = Type.String({ minLength: 1, maxLength: 200 })
export const AcceptInvitationBody = Body({ token: InvitationToken })
/** `locale`: the language to write in; the organisation's when it is left out, as in the invitation. */
export const RegisterBody = Body({ token: InvitationToken, name: Line({ maxLength: 120 }), password: Password, locale: Type.Optional(Locale) })

/** What the holder of a link may know before signing in. */
export const InvitationPreviewSchema = Type.Object({
  organization: Type.String(),
  email: Type.String(),
  role: OneOf(roles),
  expires_at: Instant,
  /** True: sign in with this address and accept. False: register. */
  has_account: Type.Boolean(),
})
export type InvitationPreview = Static<typeof InvitationPreviewSchema>

export const SavedViewSchema = Type.Object({
  id: Id,
  /** The list it is a view of, e.g. `bookings`. */
  screen: Type.String(),
  name: Type.String(),
  /** The list's filters as the query of its address, without `?`. A day may be told from today on: the console opens `from=today-7` with the day a week ago. */
  query: Type.String(),
  /** True for the one its list opens with. */
  is_default: Type.Boolean(),
  created_at: Instant,
})
export type SavedView = Static<typeof SavedViewSchema>

const screen = Type.String({ pattern: '^[a-z][a-z-]{0,39}$' })
export const SavedViewsQuery = Body({ ...PageQuery, screen: Type.Optional({ ...screen, description: 'Only the views of this list' }) })
const viewName = Line({ maxLength: 80 })
const viewQuery = Line({ minLength: 0, maxLength: 2000 })
export const SaveViewBody = Body({ screen, name: viewName, query: viewQuery, is_default: Type.Optional(Type.Boolean()) })
export type SaveView = Static<typeof SaveViewBody>
export const ChangeViewBody = Body({ name: Type.Optional(viewName), query: Type.Optional(viewQuery), is_default: Type.Optional(Type.Boolean()) })
export type ChangeView = Static<typeof ChangeViewBody>

const read = definePermission('members:read', 'member', 'see the people of the organisation')
const manage = definePermission('members:manage', 'admin', 'invite people, change roles below their own, deactivate')

const views = definePermission('members:views', 'viewer', 'keep views of lists under a name, for oneself')

export interface MembersPort {
  /** Makes a person a member of the current organisation (a deactivated one active again), inside the open unit of work. @throws 409 already_exists */
  add(input: { user_id: string; role: Role }): Promise<Member>
  /** Active and deactivated members; unknown ids are left out. */
  byIds(ids: readonly string[]): Promise<ReadonlyMap<string, Member>>
  /** Active members whose role is exactly `role`, or above it when `orAbove`. */
  withRole(role: Role, options?: { orAbove?: boolean }): Promise<readonly Member[]>
  /** @throws 422 at `pointer` naming the ids that are no active members */
  assertActive(ids: readonly string[], pointer: string): Promise<void>
}

/** Whose it is and of which list; what it shows is its person's alone. */
const savedView = Type.Object({ view_id: Id, user_id: Id, screen: Type.String() })
const person = Type.Object({ user_id: Id, role: OneOf(roles) })

export const members = defineContract({
  name: 'members',
  about: 'Who belongs to an organisation with which role, invitations, and saved views of lists.',
  dependsOn: [auth, orgs],
  permissions: { read, manage, views },
  port: definePort<MembersPort>('members'),
  events: {
    invited: defineEvent('members.invited', Type.Object({ invitation_id: Id, role: OneOf(roles) }), { audience: manage, description: 'Somebody was invited.' }),
    invitation_resent: defineEvent('members.invitation_resent', Type.Object({ invitation_id: Id }), { audience: manage, description: 'An invitation was sent again with a new link; the old one is void.' }),
    invitation_revoked: defineEvent('members.invitation_revoked', Type.Object({ invitation_id: Id }), { audience: manage, description: 'An invitation was taken back.' }),
    joined: defineEvent('members.joined', person, { audience: read, description: 'Somebody became a member.' }),
    role_changed: defineEvent('members.role_changed', person, { audience: read, description: 'A member has another role.' }),
    deactivated: defineEvent('members.deactivated', person, { audience: read, description: 'A member was deactivated; sessions ended.' }),
    reactivated: defineEvent('members.reactivated', person, { audience: read, description: 'A member is active again.' }),
    view_kept: defineEvent('members.view_kept', savedView, { audience: manage, description: 'Somebody kept a view of a list for themselves.' }),
    view_changed: defineEvent('members.view_changed', savedView, { audience: manage, description: 'Somebody renamed a view of theirs, changed what it shows, or opens its list with it.' }),
    view_forgotten: defineEvent('members.view_forgotten', savedView, { audience: manage, description: 'Somebody removed a view of theirs.' }),
    view_restored: defineEvent('members.view_restored', savedView, { audience: manage, description: 'Somebody took back the removal of a view of theirs.' }),
  },
})
