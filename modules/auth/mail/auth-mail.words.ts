/** What the account mails say, by language. Pure data. */
import type { MailLanguage } from '#kernel/contract'

export const notices = ['password_changed', 'password_reset', 'refresh_reused'] as const
export type Notice = (typeof notices)[number]

interface Words {
  subject: string
  paragraphs: readonly string[]
  action: string
  closing: readonly string[]
}

interface Phrases {
  verify: Words
  reset: Words
  registered: Words & { other: string }
  /** `{when}` is replaced. */
  notices: Readonly<Record<Notice, { subject: string; what: string }>>
  notice: Omit<Words, 'subject'>
  /** Of API keys; `{count}` is replaced. */
  keys: { left: string; revoked: string; action: string }
  footer: string
}

const english: Phrases = {
  verify: {
    subject: 'Confirm your e-mail address for BookFlow',
    paragraphs: ['Somebody, hopefully you, signed up for BookFlow with this address. Confirm it and your organisation is ready.'],
    action: 'Confirm the address',
    closing: ['The link works once, within 24 hours.', 'It was not you? Then do nothing: without the confirmation no account comes into being.'],
  },
  reset: {
    subject: 'Choose a new password for BookFlow',
    paragraphs: ['Somebody, hopefully you, asked for a new password for the BookFlow account with this address.'],
    action: 'Choose a new password',
    closing: ['The link works once, within one hour. All devices will be signed out.', 'It was not you? Then do nothing: your password stays as it is.'],
  },
  registered: {
    subject: 'You already have a BookFlow account',
    paragraphs: ['Somebody, hopefully you, signed up for BookFlow with this address, which has an account already. Nothing was changed; log in with the password you have.'],
    action: 'Log in',
    other: 'Forgot the password? Choose a new one',
    closing: ['It was not you? Then do nothing: whoever it was learned nothing about your account.'],
  },
  notices: {
    password_changed: { subject: 'Your BookFlow password was changed', what: 'The password of your BookFlow account was changed, and all other devices were signed out ({when}).' },
    password_reset: { subject: 'Your BookFlow password was reset', what: 'A new password was chosen for your BookFlow account by a link sent to this address, and all devices were signed out ({when}).' },
    refresh_reused: { subject: 'A BookFlow session was ended for your safety', what: 'A sign-in of yours was used from two places at once, as a copied cookie would be. We ended that session ({when}).' },
  },
  notice: { paragraphs: ['If that was you, there is nothing to do.'], action: 'It was not me: choose a new password', closing: ['A new password signs every device out.'] },
  keys: {
    left: 'API keys of yours that go on working: {count}. They open what you may open, whatever the password is. Revoke those you do not know.',
    revoked: 'API keys of yours that ended with it: {count}. Programs that used them are refused.',
    action: 'Look at my API keys',
  },
  footer: 'BookFlow sends such mail about your account whatever else you chose.',
}

const german: Phrases = {
  verify: {
    subject: 'Bestätigen Sie Ihre E-Mail-Adresse für BookFlow',
    paragraphs: ['Jemand, hoffentlich Sie, hat sich mit dieser Adresse bei BookFlow registriert. Bestätigen Sie sie, und Ihre Organisation ist bereit.'],
    action: 'Adresse bestätigen',
    closing: ['Der Link gilt einmal, 24 Stunden lang.', 'Das waren nicht Sie? Dann tun Sie nichts: Ohne die Bestätigung entsteht kein Konto.'],
  },
  reset: {
    subject: 'Wählen Sie ein neues Passwort für BookFlow',
    paragraphs: ['Jemand, hoffentlich Sie, hat für das BookFlow-Konto mit dieser Adresse um ein neues Passwort gebeten.'],
    action: 'Neues Passwort wählen',
    closing: ['Der Link gilt einmal, eine Stunde lang. Alle Geräte werden abgemeldet.', 'Das waren nicht Sie? Dann tun Sie nichts: Ihr Passwort bleibt, wie es ist.'],
  },
  registered: {
    subject: 'Sie haben bereits ein BookFlow-Konto',
    paragraphs: ['Jemand, hoffentlich Sie, hat sich mit dieser Adresse bei BookFlow registriert, zu der es bereits ein Konto gibt. Nichts wurde geändert; melden Sie sich mit Ihrem Passwort an.'],
    action: 'Anmelden',
    other: 'Passwort vergessen? Wählen Sie ein neues',
    closing: ['Das waren nicht Sie? Dann tun Sie nichts: Wer immer es war, hat nichts über Ihr Konto erfahren.'],
  },
  notices: {
    password_changed: { subject: 'Ihr BookFlow-Passwort wurde geändert', what: 'Das Passwort Ihres BookFlow-Kontos wurde geändert, und alle anderen Geräte wurden abgemeldet ({when}).' },
    password_reset: { subject: 'Ihr BookFlow-Passwort wurde zurückgesetzt', what: 'Über einen Link an diese Adresse wurde für Ihr BookFlow-Konto ein neues Passwort gewählt, und alle Geräte wurden abgemeldet ({when}).' },
    refresh_reused: { subject: 'Eine BookFlow-Sitzung wurde zu Ihrer Sicherheit beendet', what: 'Eine Ihrer Anmeldungen wurde an zwei Orten zugleich benutzt, wie es mit einem kopierten Cookie geschähe. Wir haben diese Sitzung beendet ({when}).' },
  },
  notice: { paragraphs: ['Wenn Sie das waren, ist nichts zu tun.'], action: 'Das war ich nicht: neues Passwort wählen', closing: ['Ein neues Passwort meldet alle Geräte ab.'] },
  keys: {
    left: 'API-Schlüssel von Ihnen, die weiter gelten: {count}. Sie öffnen, was Sie öffnen dürfen, gleich wie das Passwort lautet. Widerrufen Sie alle, die Sie nicht kennen.',
    revoked: 'API-Schlüssel von Ihnen, die damit endeten: {count}. Programme, die sie benutzten, werden abgewiesen.',
    action: 'Meine API-Schlüssel ansehen',
  },
  footer: 'Solche E-Mails über Ihr Konto sendet BookFlow unabhängig davon, was Sie sonst gewählt haben.',
}

export const authPhrases: Readonly<Record<MailLanguage, Phrases>> = { en: english, de: german }
