/**
 * What the account mails say. No name, no organisation: whoever signs up with somebody else's address would otherwise choose words of a mail
 * that we send to that person.
 */
import { escapeHtml } from '#kernel/html'
import type { Mail } from '#kernel/mail/mail'

export type MailContent = Pick<Mail, 'subject' | 'text' | 'html'>

export const notices = ['password_changed', 'password_reset', 'refresh_reused'] as const

interface Letter {
  subject: string
  paragraphs: readonly string[]
  action?: { label: string; url: string }
  /** After the button. */
  closing: readonly string[]
}

export function verifyMail(url: string): MailContent {
  return compose({
    subject: 'Confirm your e-mail address for BookFlow',
    paragraphs: ['Somebody, hopefully you, signed up for BookFlow with this address. Confirm it and your organisation is ready.'],
    action: { label: 'Confirm the address', url },
    closing: ['The link works once, within 24 hours.', 'It was not you? Then do nothing: without the confirmation no account comes into being.'],
  })
}

export function resetMail(url: string): MailContent {
  return compose({
    subject: 'Choose a new password for BookFlow',
    paragraphs: ['Somebody, hopefully you, asked for a new password for the BookFlow account with this address.'],
    action: { label: 'Choose a new password', url },
    closing: ['The link works once, within one hour. All devices will be signed out.', 'It was not you? Then do nothing: your password stays as it is.'],
  })
}

export function alreadyRegisteredMail(loginUrl: string, resetUrl: string): MailContent {
  return compose({
    subject: 'You already have a BookFlow account',
    paragraphs: ['Somebody, hopefully you, signed up for BookFlow with this address, which has an account already. Nothing was changed; log in with the password you have.'],
    action: { label: 'Log in', url: loginUrl },
    closing: [`Forgot the password? Choose a new one: ${resetUrl}`, 'It was not you? Then do nothing: whoever it was learned nothing about your account.'],
  })
}

const happened: Readonly<Record<(typeof notices)[number], { subject: string; what: string }>> = {
  password_changed: { subject: 'Your BookFlow password was changed', what: 'The password of your BookFlow account was changed, and all other devices were signed out' },
  password_reset: { subject: 'Your BookFlow password was reset', what: 'A new password was chosen for your BookFlow account by a link sent to this address, and all devices were signed out' },
  refresh_reused: { subject: 'A BookFlow session was ended for your safety', what: 'A sign-in of yours was used from two places at once, as a copied cookie would be. We ended that session' },
}

/** @param at RFC 3339, UTC */
export function noticeMail(notice: (typeof notices)[number], at: string, resetUrl: string): MailContent {
  const { subject, what } = happened[notice]
  return compose({
    subject,
    paragraphs: [`${what} (${at.slice(0, 10)}, ${at.slice(11, 16)} UTC).`, 'If that was you, there is nothing to do.'],
    action: { label: 'It was not me: choose a new password', url: resetUrl },
    closing: ['A new password signs every device out.'],
  })
}

function compose({ subject, paragraphs, action, closing }: Letter): MailContent {
  const text = [...paragraphs, ...(action ? [`${action.label}:\n${action.url}`] : []), ...closing, 'BookFlow'].join('\n\n')
  const p = (words: string) => `<p style="margin:0 0 16px">${escapeHtml(words)}</p>`
  const button = action
    ? `<p style="margin:24px 0"><a href="${escapeHtml(action.url)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#1d4ed8;color:#ffffff;font-weight:600;text-decoration:none">${escapeHtml(action.label)}</a></p>
<p style="margin:0 0 16px;color:#475569">If the button does not work, copy this address into your browser:<br><a href="${escapeHtml(action.url)}" style="color:#1d4ed8;word-break:break-all">${escapeHtml(action.url)}</a></p>`
    : ''
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;background:#f1f5f9;color:#0f172a;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
<main style="max-width:560px;margin:0 auto;padding:32px 24px;background:#ffffff">
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">${escapeHtml(subject)}</h1>
${paragraphs.map(p).join('\n')}
${button}
${closing.map(p).join('\n')}
<p style="margin:24px 0 0;color:#475569">BookFlow</p>
</main>
</body>
</html>`
  return { subject, text, html }
}
