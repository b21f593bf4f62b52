/** The mail that carries an invitation's link: rendered and sent by the worker, to whom the invitation says and only while it is open. */
import { Type, type Static } from 'typebox'
import type { AuthPort } from '#modules/auth/contract'
import type { OrgsPort } from '#modules/orgs/contract'
import { JobCancelled, type Channel } from '#kernel/events/outbox'
import { escapeHtml } from '#kernel/html'
import { presentedTokenHash, type AccountMail } from '#kernel/mail/account-mail'
import type { Mail, MailTransport } from '#kernel/mail/mail'
import { Id } from '#kernel/schemas'
import type { Transactions } from '#kernel/tenancy/transactions'
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
    if (invitation?.status !== 'pending') throw new JobCancelled('The invitation was accepted, revoked, sent anew or ran out before this mail was sent.')
    const [organization, inviters] = [await organizations.current(), await accounts.usersById([invitation.invited_by])]
    return render({
      to: invitation.email,
      organization: organization.name,
      inviter: inviters.get(invitation.invited_by)?.name ?? 'An admin',
      role: invitation.role,
      expires: invitation.expires_at,
      link: `${publicUrl}/accept?token=${encodeURIComponent(token)}`,
    })
  })
}

/** Pure. What people wrote is escaped in the HTML and cannot break a header line of the subject. */
export function render(invitation: { to: string; organization: string; inviter: string; role: string; expires: string; link: string }): Mail {
  const { to, link, role } = invitation
  const organization = oneLine(invitation.organization)
  const inviter = oneLine(invitation.inviter)
  const until = `${invitation.expires.slice(0, 10)} ${invitation.expires.slice(11, 16)} UTC`
  const lead = `${inviter} invites you to join ${organization} on BookFlow as ${role}.`
  const after = [`The link works until ${until}, once, and only for ${to}.`, 'If you do not know what this is about, ignore this message: nothing happens.']
  const paragraph = (text: string) => `<p>${escapeHtml(text)}</p>`
  return {
    to,
    subject: `${inviter} invites you to ${organization}`.slice(0, 200),
    text: [lead, `Accept the invitation: ${link}`, ...after].join('\n\n'),
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Invitation</title></head><body>${paragraph(lead)}<p><a href="${escapeHtml(link)}">Accept the invitation</a></p>${after.map(paragraph).join('')}</body></html>`,
  }
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ')
}
