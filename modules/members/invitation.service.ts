import type { AuthPort } from '#modules/auth/contract'
import { defineToken, type Role } from '#kernel/contract'
import type { EventRecorder } from '#kernel/events/recorder'
import type { PageRequest } from '#kernel/http/page'
import { alreadyExists, notFound, stateConflict } from '#kernel/http/problems'
import { say, spoken } from '#kernel/language'
import type { AccountMail } from '#kernel/mail/account-mail'
import { currentTenant, currentUserId } from '#kernel/tenancy/context'
import type { Transactions } from '#kernel/tenancy/transactions'
import { assertMayGive } from './authority.js'
import { members, type Invitation } from './contract.js'
import { invitationChannelName } from './invitation.mail.js'
import type { InvitationRepository } from './invitation.repository.js'
import type { MembershipRepository } from './membership.repository.js'

/** What admins and owners do with invitations. */
export class InvitationService {
  constructor(
    private readonly transactions: Transactions,
    private readonly invitations: InvitationRepository,
    private readonly memberships: MembershipRepository,
    private readonly accounts: AuthPort,
    private readonly mail: AccountMail,
    private readonly recorder: EventRecorder,
  ) {}

  /** @returns up to `limit + 1`, newest first */
  async list(status: Invitation['status'] | undefined, { limit, after }: PageRequest): Promise<Invitation[]> {
    return this.invitations.page(status ?? null, after === null ? null : String(after[0]), limit + 1)
  }

  /** Answers the same whether the address has an account elsewhere or not. @throws 403, 409 for members and open invitations */
  async invite(email: string, role: Role): Promise<Invitation> {
    return this.transactions.run(async () => {
      assertMayGive(role)
      await this.assertNoMember(email)
      const { token_id, token_hash } = this.mail.issue(invitationChannelName)
      const invitation = await this.invitations.add({ email, role, invited_by: currentUserId(), token_hash })
      if (!invitation) throw openInvitation()
      await this.send(invitation.id, token_id)
      this.recorder.emit(members.events.invited, { subject: subjectOf(invitation), data: { invitation_id: invitation.id, role }, changes: { role: { from: null, to: role } } })
      return invitation
    })
  }

  /** Also wakes an expired one. @throws 403, 404, 409 when accepted or revoked, for members, and when the address was invited anew */
  async resend(id: string): Promise<Invitation> {
    return this.transactions.run(async () => {
      const { email } = await this.open(id)
      await this.assertNoMember(email)
      const { token_id, token_hash } = this.mail.issue(invitationChannelName)
      const invitation = await this.invitations.renew(id, token_hash)
      if (!invitation) throw openInvitation()
      await this.send(id, token_id)
      this.recorder.emit(members.events.invitation_resent, { subject: subjectOf(invitation), data: { invitation_id: id } })
      return invitation
    })
  }

  /** @throws 403, 404, 409 when accepted or revoked already */
  async revoke(id: string): Promise<void> {
    await this.transactions.run(async () => {
      const { status } = await this.open(id)
      await this.invitations.revoke(id)
      this.recorder.emit(members.events.invitation_revoked, { subject: subjectOf({ id }), data: { invitation_id: id }, changes: { status: { from: status, to: 'revoked' } } })
    })
  }

  private async open(id: string): Promise<Invitation> {
    const invitation = await this.invitations.lock(id)
    if (!invitation) throw notFound('invitation')
    assertMayGive(invitation.role)
    if (invitation.status === 'accepted' || invitation.status === 'revoked') throw stateConflict(say`This invitation is ${spoken(invitation.status)}. Invite the address anew.`)
    return invitation
  }

  private async assertNoMember(email: string): Promise<void> {
    const user = await this.accounts.findUserByEmail(email)
    const [membership] = user ? await this.memberships.byIds([user.id]) : []
    if (membership?.status === 'active') throw alreadyExists(say`Somebody with this address is a member already.`)
    if (membership) throw alreadyExists(say`Somebody with this address was deactivated here. Reactivate that member instead.`)
  }

  private async send(invitation_id: string, token_id: string): Promise<void> {
    await this.mail.send({ channel: invitationChannelName, payload: { org_id: currentTenant().org_id, invitation_id, token_id } })
  }
}

function openInvitation() {
  return alreadyExists(say`This address has an open invitation. Send that one again, or revoke it first.`)
}

function subjectOf({ id }: { id: string }) {
  return { kind: 'invitation', id }
}

export const invitationServiceToken = defineToken<InvitationService>('members.invitations')
