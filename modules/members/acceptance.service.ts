import type { AuthPort, OrganizationChoice, Tokens } from '#modules/auth/contract'
import type { OrgsPort } from '#modules/orgs/contract'
import { defineToken } from '#kernel/contract'
import { forbidden, notFound, stateConflict } from '#kernel/http/problems'
import { say, spoken } from '#kernel/language'
import { presentedTokenHash } from '#kernel/mail/account-mail'
import { currentFlow, currentTenant, runInFlow } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import { mayGive } from './authority.js'
import type { InvitationPreview } from './contract.js'
import type { DirectoryService } from './directory.service.js'
import type { FoundInvitation, InvitationRepository } from './invitation.repository.js'

/** What the invited do with the link: look at it, accept it with an account, or register with it. */
export class AcceptanceService {
  constructor(
    private readonly transactions: Transactions,
    private readonly invitations: InvitationRepository,
    private readonly directory: DirectoryService,
    private readonly accounts: AuthPort,
    private readonly organizations: OrgsPort,
  ) {}

  /** @throws 404 for a token nobody issued, 409 for one that is spent */
  async preview(token: string): Promise<InvitationPreview> {
    return this.transactions.global(async ({ now }) => {
      const { organization, email, role, expires_at } = await this.find(token, now)
      return { organization, email, role, expires_at, has_account: (await this.accounts.findUserByEmail(email)) !== null }
    })
  }

  /**
   * Only for the address the link was sent to: whoever got hold of it otherwise does not get in.
   * @param userId who is signed in
   * @throws 403 for another address, 404, 409
   */
  async accept(token: string, userId: string): Promise<OrganizationChoice> {
    return this.transactions.global(async ({ now }) => {
      const invitation = await this.find(token, now)
      const user = (await this.accounts.usersById([userId])).get(userId)
      if (!user || folded(user.email) !== folded(invitation.email)) {
        throw forbidden(say`This invitation was sent to another address. Sign in with the address it came to, or ask for an invitation to yours.`)
      }
      return this.join(invitation, token, userId)
    })
  }

  /** The link proves the address: creates the account, in the organisation's language unless another is named, joins, opens a session. @throws 404, 409 also when the address has an account, 503 */
  async register({ token, name, password, locale }: { token: string; name: string; password: string; locale?: string | undefined }): Promise<Tokens> {
    // Looked at before the hash is computed, which a made-up link must not cost, and which must not hold a connection.
    await this.transactions.global(({ now }) => this.find(token, now))
    const password_hash = await this.accounts.hashPassword(password)
    return this.transactions.global(async ({ now }) => {
      const invitation = await this.find(token, now)
      const { email, timezone, org_id } = invitation
      // The language the invitation itself was written in.
      const spokenThere = async () => (await this.organizations.current()).locale
      const user = await this.accounts.createVerifiedUser({ email, name, password_hash, timezone, locale: locale ?? (await this.transactions.asSystem(org_id, 'members.acceptance', spokenThere)) })
      return this.accounts.openSession(user, await this.join(invitation, token, user.id))
    })
  }

  private async find(token: string, now: Date): Promise<FoundInvitation> {
    const hash = presentedTokenHash(token)
    const invitation = hash === null ? undefined : await this.invitations.byTokenHash(hash)
    if (!invitation) throw notFound('invitation')
    if (invitation.status !== 'pending') throw stateConflict(say`This invitation is ${spoken(invitation.status)}.`)
    if (invitation.expires_at <= now.toISOString()) throw stateConflict(say`This invitation expired at ${invitation.expires_at}. Ask whoever invited you to send it again.`)
    return invitation
  }

  /** Looks again under the lock: two may hold the link, and it may be revoked meanwhile. */
  private async join({ org_id, id, role, organization, slug }: FoundInvitation, token: string, userId: string): Promise<OrganizationChoice> {
    return this.transactions.asSystem(org_id, 'members.acceptance', () =>
      asPerson(userId, async () => {
        const locked = await this.invitations.lock(id)
        const current = await this.invitations.ofToken(id, presentedTokenHash(token)!)
        if (locked?.status !== 'pending' || !current) throw stateConflict(say`This invitation was accepted, revoked or sent anew meanwhile.`)
        const giver = (await this.directory.byIds([locked.invited_by])).get(locked.invited_by)
        if (giver?.status !== 'active' || !mayGive(giver.role, current.role)) {
          throw stateConflict(say`Whoever sent this invitation may no longer give the role '${spoken(current.role)}'. Ask an owner of the organisation for a new one.`)
        }
        await this.directory.add({ user_id: userId, role: current.role })
        await this.invitations.accept(id, userId)
        return { id: org_id, name: organization, slug, role }
      }),
    )
  }
}

/** Joining is the invited person's doing, and the audit log shall say so. */
function asPerson<T>(userId: string, fn: () => Promise<T>): Promise<T> {
  return runInFlow({ ...currentFlow()!, tenant: { ...currentTenant(), actor: { kind: 'user', id: userId } } }, fn)
}

function folded(email: string): string {
  return email.toLowerCase()
}

export const acceptanceServiceToken = defineToken<AcceptanceService>('members.acceptance')
