/** The page that shows account mail where nobody sends any: the links in it open accounts, so it exists on a developer's machine only. */
import { escapeHtml as escape } from '#kernel/html'
import type { StubMail } from './stub-mails.query.js'

/** Only addresses of this installation become links. */
function withLinks(text: string, publicUrl: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part) => (part === publicUrl || part.startsWith(`${publicUrl}/`) ? `<a href="${escape(part)}">${escape(part)}</a>` : escape(part)))
    .join('')
}

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
article { border-top: 1px solid #8888; padding: 1rem 0 }
h2 { font-size: 1.1rem; margin: 0 }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: .5rem 0 }
dd { margin: 0 } pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit }`

/**
 * @param nonce of the Content-Security-Policy for styles
 * @returns a whole document without scripts; everything a person wrote is escaped
 */
export function mailboxPage(mails: readonly StubMail[], publicUrl: string, nonce: string): string {
  const articles = mails.map(
    ({ recipient, subject, text, sent_at }) => `
<article>
<h2>${escape(subject)}</h2>
<dl><dt>To</dt><dd>${escape(recipient)}</dd><dt>At</dt><dd><time datetime="${escape(sent_at)}">${escape(sent_at)}</time></dd></dl>
<pre>${withLinks(text, publicUrl)}</pre>
</article>`,
  )
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Development mailbox · BookFlow</title><style nonce="${escape(nonce)}">${style}</style></head>
<body>
<main>
<h1>Development mailbox</h1>
<p>No mail provider is configured, so account mail ends here: verification, password resets, invitations. Only this machine can open this page, and never in production.</p>
${articles.length > 0 ? articles.join('') : '<p>Nothing yet. Sign up, ask for a password reset or invite somebody, then reload.</p>'}
</main>
</body>
</html>
`
}
