/** A mail as people read it, from its parts: HTML that a screen reader can follow, and the same in plain text. Pure; everything is escaped here. */
import { escapeHtml } from '#kernel/html'
import type { Mail } from '#kernel/mail/mail'

export interface Letter {
  subject: string
  heading: string
  paragraphs: readonly string[]
  /** Label and value, in the order they are read. */
  facts: readonly (readonly [string, string])[]
  action: { label: string; url: string }
  /** Why the reader gets this. */
  footer: string
}

const longestSubject = 200

/** A header is one line: breaks and other control characters become spaces. */
export function subjectLine(text: string): string {
  const line = text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim()
  const characters = [...line]
  return characters.length > longestSubject ? `${characters.slice(0, longestSubject - 1).join('')}…` : line
}

export function compose(letter: Letter): Pick<Mail, 'subject' | 'text' | 'html'> {
  return { subject: subjectLine(letter.subject), text: textOf(letter), html: htmlOf(letter) }
}

function textOf({ heading, paragraphs, facts, action, footer }: Letter): string {
  const lines = facts.map(([label, value]) => `${label}: ${value}`)
  return [heading, ...paragraphs, lines.join('\n'), `${action.label}: ${action.url}`, `-- \n${footer}`].join('\n\n')
}

function htmlOf({ subject, heading, paragraphs, facts, action, footer }: Letter): string {
  const rows = facts.map(
    ([label, value]) =>
      `<tr><th scope="row" align="left" valign="top" style="padding:4px 16px 4px 0;font-weight:600;color:#475569;white-space:nowrap">${escapeHtml(label)}</th><td style="padding:4px 0">${withBreaks(value)}</td></tr>`,
  )
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light"><title>${escapeHtml(subjectLine(subject))}</title></head>
<body style="margin:0;background:#f1f5f9;color:#0f172a;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
<main style="max-width:560px;margin:0 auto;padding:32px 24px;background:#ffffff">
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">${escapeHtml(heading)}</h1>
${paragraphs.map((words) => `<p style="margin:0 0 16px">${withBreaks(words)}</p>`).join('\n')}
<table style="border-collapse:collapse;margin:0 0 16px">
${rows.join('\n')}
</table>
<p style="margin:24px 0"><a href="${escapeHtml(action.url)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#1d4ed8;color:#ffffff;font-weight:600;text-decoration:none">${escapeHtml(action.label)}</a></p>
<p style="margin:24px 0 0;color:#475569;font-size:14px">${escapeHtml(footer)}</p>
</main>
</body>
</html>`
}

function withBreaks(text: string): string {
  return escapeHtml(text).replaceAll('\n', '<br>')
}
