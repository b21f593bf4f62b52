/**
 * What the account mails say. No name, no organisation: whoever signs up with somebody else's address would otherwise choose words of a mail
 * that we send to that person.
 */
import type { MailLanguage } from '#kernel/contract'
import { composeLetter, type LetterAction } from '#kernel/mail/letter'
import type { Mail } from '#kernel/mail/mail'
import { startInZone } from '#kernel/mail/times'
import { authPhrases, type Notice } from './auth-mail.words.js'

export type MailContent = Pick<Mail, 'subject' | 'text' | 'html'>

export function verifyMail(url: string, language: MailLanguage): MailContent {
  const { action, ...words } = authPhrases[language].verify
  return compose(language, words, [{ label: action, url }])
}

export function resetMail(url: string, language: MailLanguage): MailContent {
  const { action, ...words } = authPhrases[language].reset
  return compose(language, words, [{ label: action, url }])
}

export function alreadyRegisteredMail(loginUrl: string, resetUrl: string, language: MailLanguage): MailContent {
  const { action, other, ...words } = authPhrases[language].registered
  return compose(language, words, [{ label: action, url: loginUrl }, { label: other, url: resetUrl, quiet: true }])
}

/** `at` is RFC 3339; of API keys, how many go on working, or how many ended. */
export interface SecurityNotice {
  notice: Notice
  at: string
  keys_left?: number
  keys_revoked?: number
}

export function noticeMail({ notice, at, keys_left = 0, keys_revoked = 0 }: SecurityNotice, urls: { reset: string; keys: string }, language: MailLanguage): MailContent {
  const { notices, notice: words, keys } = authPhrases[language]
  const { subject, what } = notices[notice]
  const when = `${startInZone({ starts_at: at }, 'UTC', language)}, UTC`
  const ofKeys = [keys_revoked > 0 ? keys.revoked.replace('{count}', String(keys_revoked)) : '', keys_left > 0 ? keys.left.replace('{count}', String(keys_left)) : ''].filter(Boolean)
  const actions = [{ label: words.action, url: urls.reset }, ...(keys_left > 0 ? [{ label: keys.action, url: urls.keys, quiet: true as const }] : [])]
  return compose(language, { subject, paragraphs: [what.replace('{when}', when), ...ofKeys, ...words.paragraphs], closing: words.closing }, actions)
}

function compose(language: MailLanguage, words: { subject: string; paragraphs: readonly string[]; closing: readonly string[] }, actions: readonly LetterAction[]): MailContent {
  const { subject, paragraphs, closing } = words
  return composeLetter({ language, sender: 'BookFlow', subject, heading: subject, opening: paragraphs, facts: [], actions, closing, footer: { text: authPhrases[language].footer }, accent: null })
}
