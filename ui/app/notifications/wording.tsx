import type { Template } from '#modules/notifications/contract'
import { useTranslation } from 'react-i18next'
import { data, redirect, useSearchParams, type ShouldRevalidateFunction } from 'react-router'
import type { Route } from './+types/wording.js'
import { kindTitles } from './outbox-words.js'
import { WordingForm } from './wording-form.js'
import { readWording } from './wording-draft.js'
import { LinkButton } from '../kit/button.js'
import { Notice } from '../kit/notice.js'
import { Screen } from '../kit/screen.js'
import { languageNames } from '../language/languages.js'
import { titled } from '../language/title.js'
import { words } from '../language/words.server.js'
import { ifMatch, read } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem, textOf } from '../session/form-problem.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Wording')

const restPath = ({ kind, locale }: { kind: string; locale: string }): string => `/v1/notification-templates/${encodeURIComponent(kind)}/${encodeURIComponent(locale)}`

export async function loader({ params, context }: Route.LoaderArgs) {
  return { template: await read<Template>(context.get(consoleContext).session, restPath(params)) }
}

/** What somebody else changes meanwhile must not reach an open form: its version would say that it was seen. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ currentUrl, nextUrl, formMethod }) => formMethod !== undefined || currentUrl.href !== nextUrl.href

export async function action({ request, params, context }: Route.ActionArgs) {
  const t = words()
  const { session } = context.get(consoleContext)
  const form = await request.formData()
  const headers = ifMatch(textOf(form, 'version'))
  const reset = textOf(form, 'intent') === 'reset'
  const draft = readWording(form)
  const answer = reset ? await session.send('DELETE', restPath(params), { headers }) : await session.send('PUT', restPath(params), { body: draft, headers })
  if (answer.ok) return redirect(reset ? '/app/notifications/wording?done=reset' : `/app/notifications/wording/${params.kind}/${params.locale}?done=saved`)
  const stale = answer.problem.code === 'precondition_failed' ? { title: t('Somebody changed this wording meanwhile'), detail: t('Open it again in another tab, compare, and repeat your change there.') } : {}
  return data({ draft, version: textOf(form, 'version'), problem: { ...formProblem(answer.problem), ...stale } }, { status: answer.status })
}

export default function WordingScreen({ loaderData: { template }, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const problem = actionData?.problem
  return (
    <Screen title={`${t(kindTitles[template.kind])} · ${languageNames[template.locale]}`} lead={t(template.description)} action={<LinkButton to="/app/notifications/wording">{t('All wording')}</LinkButton>} wide>
      {problem ? <Notice tone="bad" takeFocus title={problem.title}>{Object.keys(problem.fields).length === 0 ? <p>{problem.detail}</p> : null}</Notice> : null}
      {!problem && search.get('done') === 'saved' ? <Notice tone="good" takeFocus title={t('Saved. The next mail says it like this.')} /> : null}
      <WordingForm template={template} draft={actionData?.draft ?? template} version={actionData?.version ?? String(template.version)} fields={problem?.fields ?? {}} />
    </Screen>
  )
}
