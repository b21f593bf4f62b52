/** What an invitation says, by language. Pure. */
import type { MailLanguage, Role } from '#kernel/contract'
import { composeLetter } from '#kernel/mail/letter'
import type { Mail } from '#kernel/mail/mail'
import { startInZone } from '#kernel/mail/times'

export interface InvitationMatter {
  organization: { name: string; accent: string | null }
  /** Null when the account is gone. */
  inviter: string | null
  /** The address it is for. */
  email: string
  role: Role
  /** RFC 3339. */
  expires_at: string
  timezone: string
  language: MailLanguage
  link: string
}

type Values = Readonly<Record<'organization' | 'inviter' | 'role' | 'until' | 'email', string>>

interface Phrases {
  somebody: string
  roles: Readonly<Record<Role, string>>
  subject(values: Values): string
  lead(values: Values): string
  action: string
  closing(values: Values): readonly string[]
  footer(values: Values): string
}

const phrases: Readonly<Record<MailLanguage, Phrases>> = {
  en: {
    somebody: 'An admin',
    roles: { viewer: 'viewer', member: 'member', approver: 'approver', admin: 'admin', owner: 'owner' },
    subject: ({ inviter, organization }) => `${inviter} invites you to ${organization}`,
    lead: ({ inviter, organization, role }) => `${inviter} invites you to join ${organization} on BookFlow as ${role}.`,
    action: 'Accept the invitation',
    closing: ({ until, email }) => [`The link works until ${until}, once, and only for ${email}.`, 'If you do not know what this is about, ignore this message: nothing happens.'],
    footer: ({ organization }) => `You get this mail because somebody at ${organization} entered your address.`,
  },
  de: {
    somebody: 'Die Verwaltung',
    roles: { viewer: 'Lesend', member: 'Mitglied', approver: 'Freigebende', admin: 'Admin', owner: 'Inhaber' },
    subject: ({ inviter, organization }) => `${inviter} lädt Sie zu ${organization} ein`,
    lead: ({ inviter, organization, role }) => `${inviter} lädt Sie ein, bei ${organization} auf BookFlow mitzumachen. Ihre Rolle: ${role}.`,
    action: 'Einladung annehmen',
    closing: ({ until, email }) => [`Der Link gilt bis ${until}, einmal und nur für ${email}.`, 'Falls Sie nicht wissen, worum es geht, ignorieren Sie diese Nachricht: Es geschieht nichts.'],
    footer: ({ organization }) => `Sie erhalten diese E-Mail, weil jemand bei ${organization} Ihre Adresse eingegeben hat.`,
  },
}

/** What people wrote becomes neither markup nor a header, and fills one line each. */
export function invitationLetter({ organization, inviter, email, role, expires_at, timezone, language, link }: InvitationMatter): Pick<Mail, 'subject' | 'text' | 'html'> {
  const words = phrases[language]
  const values: Values = {
    organization: oneLine(organization.name),
    inviter: inviter === null ? words.somebody : oneLine(inviter),
    role: words.roles[role],
    until: `${startInZone({ starts_at: expires_at }, timezone, language)} (${timezone})`,
    email,
  }
  return composeLetter({
    language,
    sender: organization.name,
    subject: words.subject(values),
    heading: words.subject(values),
    opening: [words.lead(values)],
    facts: [],
    actions: [{ label: words.action, url: link }],
    closing: words.closing(values),
    footer: { text: words.footer(values) },
    accent: organization.accent,
  })
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
