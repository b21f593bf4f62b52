import type { Endpoint } from '#modules/webhooks/contract'
import { useTranslation } from 'react-i18next'
import { data, redirect, useNavigation, type ShouldRevalidateFunction } from 'react-router'
import type { Route } from './+types/edit-endpoint.js'
import { EndpointForm } from './endpoint-form.js'
import { endpointChoices, readEndpointForm } from './endpoint-form.server.js'
import { hostOf } from './endpoint-state.js'
import { Button, LinkButton } from '../kit/button.js'
import { Notice } from '../kit/notice.js'
import { Screen } from '../kit/screen.js'
import { titled } from '../language/title.js'
import { words } from '../language/words.server.js'
import { ifMatch, read } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem, textOf } from '../session/form-problem.js'
import { requirePermission } from '../session/require-permission.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Change endpoint')

/** What somebody else changes meanwhile must not reach an open form: its version would say that it was seen. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ currentUrl, nextUrl, formMethod }) => formMethod !== undefined || currentUrl.href !== nextUrl.href

export async function loader({ params, context }: Route.LoaderArgs) {
  const { session } = context.get(consoleContext)
  const viewer = context.get(viewerContext)
  requirePermission(viewer, 'webhooks:manage')
  const [endpoint, choices] = await Promise.all([read<Endpoint>(session, `/v1/webhooks/endpoints/${encodeURIComponent(params.id)}`), endpointChoices(session, viewer)])
  return { endpoint, choices }
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const t = words()
  const form = await request.formData()
  const draft = readEndpointForm(form)
  const answer = await context.get(consoleContext).session.send('PATCH', `/v1/webhooks/endpoints/${encodeURIComponent(params.id)}`, { body: draft, headers: ifMatch(textOf(form, 'version')) })
  if (answer.ok) return redirect(`/app/webhooks/${params.id}?done=saved`)
  const problem = formProblem(answer.problem)
  const stale = answer.problem.code === 'precondition_failed' ? { title: t('Somebody changed this endpoint meanwhile'), detail: t('Open it again in another tab, compare, and repeat your change there.') } : {}
  return data({ draft, problem: { ...problem, ...stale }, version: textOf(form, 'version') }, { status: answer.status })
}

export default function EditEndpoint({ loaderData: { endpoint, choices }, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const busy = useNavigation().formMethod === 'POST'
  const problem = actionData?.problem
  return (
    <Screen title={t('Change endpoint')} lead={endpoint.description || hostOf(endpoint.url)} action={<LinkButton to={`/app/webhooks/${endpoint.id}`}>{t('Back')}</LinkButton>}>
      {problem ? <Notice tone="bad" takeFocus title={problem.title}>{Object.keys(problem.fields).length === 0 ? <p>{problem.detail}</p> : null}</Notice> : null}
      <EndpointForm draft={actionData?.draft ?? endpoint} choices={choices} fields={problem?.fields ?? {}}>
        <input type="hidden" name="version" value={actionData?.version ?? endpoint.version} />
        <div className="flex flex-wrap gap-2.5">
          <Button tone="primary" busy={busy}>
            {t('Save')}
          </Button>
          <LinkButton to={`/app/webhooks/${endpoint.id}`}>{t('Cancel')}</LinkButton>
        </div>
      </EndpointForm>
    </Screen>
  )
}
