/**
 * A mail as people read it, from its parts: HTML that a screen reader can follow and a dark screen can show, and the same in plain text. Pure.
 * Everything is escaped here, and a subject is made one line here; without it each module would have its own idea of what is safe in a mail.
 */
import { escapeHtml } from '../html.js'
import { buttonColours } from './button-colours.js'
import type { MailLanguage } from '../contract.js'
import type { Mail } from './mail.js'

export interface LetterAction {
  label: string
  url: string
  /** The second of two choices is drawn as an outline. */
  quiet?: true
}

export interface LetterItem {
  heading: string
  /** Label and value, in the order they are read. */
  facts: readonly (readonly [string, string])[]
  /** Where its heading leads. */
  url?: string
}

export interface Letter {
  language: MailLanguage
  /** Whose mail it is, above everything; the footer says it in words. */
  sender: string
  subject: string
  heading: string
  /** Paragraphs before the facts. */
  opening: readonly string[]
  facts: readonly (readonly [string, string])[]
  /** Several things one mail tells of. */
  items?: readonly LetterItem[]
  /** What the items leave out. */
  rest?: string
  actions: readonly LetterAction[]
  /** Paragraphs after the buttons. */
  closing: readonly string[]
  /** Why the reader gets this, and where to change it. */
  footer: { text: string; action?: LetterAction }
  /** Colour of the organisation, `#rrggbb`; null is the product's own. */
  accent: string | null
}

const longestSubject = 200

const spare: Readonly<Record<MailLanguage, { one: string; several: string }>> = {
  en: { one: 'If the button does not work, open this address:', several: 'If a button does not work, open its address:' },
  de: { one: 'Falls die Schaltfläche nicht funktioniert, öffnen Sie diese Adresse:', several: 'Falls eine Schaltfläche nicht funktioniert, öffnen Sie ihre Adresse:' },
}

/** A header is one line: breaks and other control characters become spaces, and what turns the reading direction goes. */
export function subjectLine(text: string): string {
  const line = text.toWellFormed().replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, '').replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim()
  const characters = [...line]
  return characters.length > longestSubject ? `${characters.slice(0, longestSubject - 1).join('')}…` : line
}

export function composeLetter(letter: Letter): Pick<Mail, 'subject' | 'text' | 'html'> {
  return { subject: subjectLine(letter.subject), text: textOf(letter), html: htmlOf(letter) }
}

function textOf({ heading, opening, facts, items = [], rest = '', actions, closing, footer }: Letter): string {
  const lines = (pairs: LetterItem['facts'], indent = '') => pairs.map(([label, value]) => `${indent}${label}: ${value}`).join('\n')
  const parts = [
    heading,
    ...opening,
    lines(facts),
    ...items.map((item) => [`* ${item.heading}`, lines(item.facts, '  '), item.url ? `  ${item.url}` : ''].filter(Boolean).join('\n')),
    rest,
    ...actions.map(({ label, url }) => `${label}: ${url}`),
    ...closing,
    `-- \n${[footer.text, ...(footer.action ? [`${footer.action.label}: ${footer.action.url}`] : [])].join('\n')}`,
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

/** For screens that prefer dark: mail clients that do not know the query show the light colours, which stand inline. */
const darkStyle =
  '@media (prefers-color-scheme:dark){.page{background:#0b1120!important}.card{background:#131c2e!important;color:#e8edf5!important}.soft{color:#a9b6c9!important}.link{color:#9cc2ff!important}.line{border-color:#34435c!important}.quiet{color:#e8edf5!important;border-color:#a9b6c9!important} }'

function htmlOf({ language, sender, subject, heading, opening, facts, items = [], rest = '', actions, closing, footer, accent }: Letter): string {
  const colours = buttonColours(accent)
  const paragraph = (words: string) => `<p style="margin:0 0 16px">${withBreaks(words)}</p>`
  const body = [
    `<p class="soft" style="margin:0 0 8px;color:#475569;font-size:14px;font-weight:600">${escapeHtml(sender)}</p>`,
    `<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">${escapeHtml(heading)}</h1>`,
    ...opening.map(paragraph),
    factTable(facts),
    ...items.map(itemOf),
    rest === '' ? '' : paragraph(rest),
    buttons(actions, colours),
    ...(actions.length > 0 ? [spareLinks(language, actions)] : []),
    ...closing.map(paragraph),
    footerOf(footer),
  ]
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escapeHtml(subjectLine(subject))}</title><style>${darkStyle}</style></head>
<body class="page" style="margin:0;background:#f1f5f9">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="card" style="max-width:600px;background:#ffffff;color:#0f172a;border-top:4px solid ${colours.background};border-radius:10px;overflow-wrap:anywhere;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;text-align:left"><tr><td style="padding:28px 28px 24px">
<main>
${body.filter((part) => part !== '').join('\n')}
</main>
</td></tr></table>
</td></tr></table>
</body>
</html>`
}

function itemOf({ heading, facts, url }: LetterItem): string {
  const words = url ? `<a href="${escapeHtml(url)}" class="link" style="color:#1d4ed8">${escapeHtml(heading)}</a>` : escapeHtml(heading)
  return `<h2 class="line" style="margin:0 0 4px;padding-top:16px;border-top:1px solid #d5dce6;font-size:17px;line-height:1.4">${words}</h2>\n${factTable(facts)}`
}

function factTable(facts: LetterItem['facts']): string {
  if (facts.length === 0) return ''
  const rows = facts.map(
    ([label, value]) =>
      `<tr><th scope="row" align="left" valign="top" class="soft" style="padding:4px 16px 4px 0;font-weight:600;color:#475569;white-space:nowrap">${escapeHtml(label)}</th><td valign="top" style="padding:4px 0">${withBreaks(value)}</td></tr>`,
  )
  return `<table style="border-collapse:collapse;margin:0 0 16px">\n${rows.join('\n')}\n</table>`
}

function buttons(actions: readonly LetterAction[], { background, text }: { background: string; text: string }): string {
  if (actions.length === 0) return ''
  const shape = 'display:inline-block;margin:0 8px 8px 0;padding:11px 20px;border-radius:8px;font-weight:600;text-decoration:none'
  const one = ({ label, url, quiet }: LetterAction) =>
    quiet
      ? `<a href="${escapeHtml(url)}" class="quiet" style="${shape};border:1px solid #475569;color:#0f172a">${escapeHtml(label)}</a>`
      : `<a href="${escapeHtml(url)}" style="${shape};border:1px solid ${background};background:${background};color:${text}">${escapeHtml(label)}</a>`
  return `<p style="margin:24px 0 8px">${actions.map(one).join('\n')}</p>`
}

/** The address of each button in plain sight: some readers show no buttons, and everybody may see where one leads. */
function spareLinks(language: MailLanguage, actions: readonly LetterAction[]): string {
  const links = actions.map(({ label, url }) => `${actions.length > 1 ? `${escapeHtml(label)}: ` : ''}<a href="${escapeHtml(url)}" class="link" style="color:#1d4ed8;word-break:break-all">${escapeHtml(url)}</a>`)
  return `<p class="soft" style="margin:0 0 16px;color:#475569;font-size:14px">${escapeHtml(actions.length > 1 ? spare[language].several : spare[language].one)}<br>${links.join('<br>')}</p>`
}

function footerOf({ text, action }: Letter['footer']): string {
  const link = action ? ` <a href="${escapeHtml(action.url)}" class="link" style="color:#1d4ed8">${escapeHtml(action.label)}</a>` : ''
  return `<p class="soft line" style="margin:24px 0 0;padding-top:16px;border-top:1px solid #d5dce6;color:#475569;font-size:14px">${withBreaks(text)}${link}</p>`
}

function withBreaks(text: string): string {
  return escapeHtml(text).replaceAll(/\r\n|\r|\n/g, '<br>')
}
