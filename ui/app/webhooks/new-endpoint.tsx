import type { EndpointWithSecret } from '#modules/webhooks/contract'
import { useTranslation } from 'react-i18next'
import { data, useNavigation, type ShouldRevalidateFunction } from 'react-router'
import type { Route } from './+types/new-endpoint.js'
import { emptyEndpoint } from './endpoint-draft.js'
import { EndpointForm } from './endpoint-form.js'
import { endpointChoices, readEndpointForm } from './endpoint-form.server.js'
import { SecretPanel } from './secret-panel.js'
import { Button, LinkButton } from '../kit/button.js'
import { Notice } from '../kit/notice.js'
import { Screen } from '../kit/screen.js'
import { titled } from '../language/title.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem, textOf } from '../session/form-problem.js'
import { requirePermission } from '../session/require-permission.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'New endpoint')

export async function loader({ context }: Route.LoaderArgs) {
  const viewer = context.get(viewerContext)
  requirePermission(viewer, 'webhooks:manage')
  return { choices: await endpointChoices(context.get(consoleContext).session, viewer), key: crypto.randomUUID() }
}

/** A change made by somebody else must not give the open form another idempotency key. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ currentUrl, nextUrl, formMethod }) => formMethod !== undefined || currentUrl.href !== nextUrl.href

/** The secret is in this answer and nowhere else: not in an address, and not in a second answer under the same key. */
export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData()
  const draft = readEndpointForm(form)
  const headers = { 'idempotency-key': textOf(form, 'key') || crypto.randomUUID() }
  const answer = await context.get(consoleContext).session.send<EndpointWithSecret>('POST', '/v1/webhooks/endpoints', { body: draft, headers })
  if (!answer.ok) return data({ draft, problem: formProblem(answer.problem), made: null }, { status: answer.status })
  const { id, secret } = answer.body
  return data({ draft, problem: null, made: { id, secret: secret ?? null } }, { status: 201, headers: { 'Cache-Control': 'no-store' } })
}

export default function NewEndpoint({ loaderData: { choices, key }, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const busy = useNavigation().formMethod === 'POST'
  const problem = actionData?.problem
  const made = actionData?.made
  return (
    <Screen title={t('New endpoint')} lead={t('Signed calls to an address of yours')} action={<LinkButton to="/app/webhooks">{t('All endpoints')}</LinkButton>}>
      {problem ? <Notice tone="bad" takeFocus title={problem.title}>{Object.keys(problem.fields).length === 0 ? <p>{problem.detail}</p> : null}</Notice> : null}
      {made ? (
        <>
          {made.secret ? <SecretPanel title={t('The endpoint is added')} secret={made.secret} /> : <Notice tone="wait" takeFocus title={t('The endpoint is added, and its secret was shown before')}><p>{t('If it is lost, give the endpoint a new one.')}</p></Notice>}
          <div>
            <LinkButton tone="primary" to={`/app/webhooks/${made.id}`}>
              {t('I have kept it: to the endpoint')}
            </LinkButton>
          </div>
        </>
      ) : (
        <EndpointForm draft={actionData?.draft ?? emptyEndpoint} choices={choices} fields={problem?.fields ?? {}}>
          <input type="hidden" name="key" value={key} />
          <div>
            <Button tone="primary" busy={busy}>
              {t('Add endpoint')}
            </Button>
          </div>
        </EndpointForm>
      )}
    </Screen>
  )
}
