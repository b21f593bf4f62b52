import type { StoredMail } from '#modules/notifications/contract'
import type { Route } from './+types/mail-html.js'
import { framedHtml } from './framed-html.server.js'
import { read } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'

/** The HTML of a kept mail, for the frame of its screen. */
export async function loader({ params, context }: Route.LoaderArgs) {
  const { html } = await read<StoredMail>(context.get(consoleContext).session, `/v1/mailbox/${encodeURIComponent(params.id)}`)
  return framedHtml(html)
}
