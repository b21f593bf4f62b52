import type { StoredMail } from '#modules/notifications/contract'
import type { Route } from './+types/mail-html.js'
import { read } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'

/** What a kept mail may do in its frame: be styled by itself, and nothing else. No script, no request, no form, no link out. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"

/** The HTML of a kept mail as a document of its own, for the frame of its screen alone. */
export async function loader({ params, context }: Route.LoaderArgs) {
  const { html } = await read<StoredMail>(context.get(consoleContext).session, `/v1/mailbox/${encodeURIComponent(params.id)}`)
  return new Response(html, {
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy, 'X-Frame-Options': 'SAMEORIGIN', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' },
  })
}
