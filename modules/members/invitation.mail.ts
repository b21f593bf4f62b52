/** The mail that carries an invitation's link: rendered and sent by the worker, to whom the invitation says and only while it is open. */
import { Type, type Static } from 'typebox'
import type { AuthPort } from '#modules/auth/contract'
import type { OrgsPort } from '#modules/orgs/contract'
import { JobCancelled, type Channel } from '#kernel/events/outbox'
import { note } from '#kernel/language'
import { presentedTokenHash, type AccountMail } from '#kernel/mail/account-mail'
import { mailLanguage } from '#kernel/mail/languages'
import type { Mail, MailTransport } from '#kernel/mail/mail'
import { Id } from '#kernel/schemas'
import type { Transactions } from '#kernel/tenancy/transactions'
import { invitationLetter } from './invitation.letter.js'
import type { InvitationRepository } from './invitation.repository.js'

/** Also the purpose its tokens are derived for. */
export const invitationChannelName = 'members.invitation'

const Payload = Type.Object({ org_id: Id, invitation_id: Id, token_id: Id })

interface Parts {
  transactions: Transactions
  invitations: InvitationRepository
  accounts: AuthPort
  organizations: OrgsPort
  mail: AccountMail
  transport: MailTransport
  /** Origin of the links. */
  publicUrl: string
}

export function invitationChannel(parts: Parts): Channel {
  return {
    name: invitationChannelName,
    scope: 'account',
    payload: Payload,
    deliver: async ({ id, payload }) => {
      const mail = await compose(parts, payload as Static<typeof Payload>)
      return parts.transport.send(mail, id, null)
    },
  }
}

async function compose({ transactions, invitations, accounts, organizations, mail, publicUrl }: Parts, { org_id, invitation_id, token_id }: Static<typeof Payload>): Promise<Mail> {
  const token = mail.derive(token_id, invitationChannelName)
  return transactions.asSystem(org_id, invitationChannelName, async () => {
    const invitation = await invitations.ofToken(invitation_id, presentedTokenHash(token)!)
    if (invitation?.status !== 'pending') throw new JobCancelled(note`The invitation was accepted, revoked, sent anew or ran out before this mail was sent.`)
    const { name, accent, timezone, locale } = await organizations.current()
    const inviters = await accounts.usersById([invitation.invited_by])
    // The invited have no account as a rule; whoever has one is written to in their own language.
    const invited = await accounts.findUserByEmail(invitation.email)
    const letter = invitationLetter({
      organization: { name, accent },
      inviter: inviters.get(invitation.invited_by)?.name ?? null,
      email: invitation.email,
      role: invitation.role,
      expires_at: invitation.expires_at,
      timezone: invited?.timezone ?? timezone,
      language: mailLanguage(invited?.locale, locale),
      link: `${publicUrl}/accept?token=${encodeURIComponent(token)}`,
    })
    return { to: invitation.email, ...letter }
  })
}
