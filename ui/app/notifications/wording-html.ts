import type { TemplatePreview } from '#modules/notifications/contract'
import type { Route } from './+types/wording-html.js'
import { framedHtml } from './framed-html.server.js'
import { readWording, withSubject, type WordingDraft } from './wording-draft.js'
import { words } from '../language/words.server.js'
import { consoleContext } from '../session/console-context.js'

/** A wording as a mail, for the frame of its screen: as it stands. */
export async function loader({ params, context }: Route.LoaderArgs) {
  return preview(context, params, {})
}

/** As the open form says it; nothing is saved. */
export async function action({ request, params, context }: Route.ActionArgs) {
  return preview(context, params, readWording(await request.formData()))
}

async function preview(context: Route.LoaderArgs['context'], { kind, locale }: { kind: string; locale: string }, draft: Partial<WordingDraft>): Promise<Response> {
  const t = words()
  const path = `/v1/notification-templates/${encodeURIComponent(kind)}/${encodeURIComponent(locale)}/preview`
  const answer = await context.get(consoleContext).session.send<TemplatePreview>('POST', path, { body: draft })
  if (answer.ok) return framedHtml(withSubject(answer.body.html, answer.body.subject, t('Subject')))
  const { title, detail, errors } = answer.problem
  const faults = errors.length > 0 ? errors.map((error) => error.detail) : [detail]
  // The status is 200: the frame shows why there is no mail to be seen, which is no failure of the page around it.
  return framedHtml(withSubject(`<body><ul>${faults.map((fault) => `<li>${fault.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</li>`).join('')}</ul></body>`, title, t('No preview')))
}
