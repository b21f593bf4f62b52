import type { Template } from '#modules/notifications/contract'

export type WordingDraft = Pick<Template, 'subject' | 'opening' | 'closing'>

/** What the form says; line ends as REST keeps them (a form sends CR LF). */
export function readWording(form: FormData): WordingDraft {
  const text = (name: string): string => String(form.get(name) ?? '').replaceAll('\r\n', '\n').trim()
  return { subject: text('subject'), opening: text('opening'), closing: text('closing') }
}

/** The HTML of a mail with its subject above it, as a mail program shows them. @param label `Subject` in the reader's language */
export function withSubject(html: string, subject: string, label: string): string {
  const line = `<div style="font:14px/1.5 system-ui,sans-serif;color:#17181a;background:#fff;border-bottom:1px solid #e5e5e0;padding:12px 20px"><span style="color:#6a6c72">${escaped(label)}:</span> <strong>${escaped(subject)}</strong></div>`
  const body = /<body[^>]*>/i.exec(html)
  return body ? `${html.slice(0, body.index + body[0].length)}${line}${html.slice(body.index + body[0].length)}` : line + html
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
