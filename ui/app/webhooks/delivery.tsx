import type { Delivery, Endpoint } from '#modules/webhooks/contract'
import { useTranslation } from 'react-i18next'
import { Form, Link, useNavigation } from 'react-router'
import type { Route } from './+types/delivery.js'
import { deliveryRow } from './delivery-rows.server.js'
import { AttemptBadge } from './delivery-rows.js'
import { faultTexts, prettyBody } from './delivery-words.js'
import { hostOf } from './endpoint-state.js'
import { Exchange } from './exchange.js'
import { replayAction } from './replay.server.js'
import { Button, LinkButton } from '../kit/button.js'
import { Notice } from '../kit/notice.js'
import { Panel, Screen } from '../kit/screen.js'
import { titled } from '../language/title.js'
import { read } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Attempt')

export async function loader({ params, context }: Route.LoaderArgs) {
  const { session } = context.get(consoleContext)
  const viewer = context.get(viewerContext)
  const delivery = await read<Delivery>(session, `/v1/webhooks/deliveries/${encodeURIComponent(params.id)}`)
  const endpoint = await session.send<Endpoint>('GET', `/v1/webhooks/endpoints/${delivery.endpoint_id}`)
  const { request, response, message_id, endpoint_id, error } = delivery
  return {
    row: deliveryRow(delivery, viewer.user.timezone, endpoint.ok ? endpoint.body.description || hostOf(endpoint.body.url) : null),
    error,
    message_id,
    endpoint_id: endpoint.ok ? endpoint_id : null,
    url: request.url,
    request: { headers: Object.entries(request.headers), body: request.body === null ? null : prettyBody(request.body) },
    response: response && { headers: Object.entries(response.headers), body: prettyBody(response.body), status: response.status },
    mayReplay: viewer.permissions.includes('webhooks:manage') && endpoint.ok && request.body !== null,
  }
}

/** From one attempt the way leads to all of its message, where the new one appears. */
export async function action({ request, url, context }: Route.ActionArgs) {
  const form = await request.formData()
  return replayAction(context.get(consoleContext).session, form, new URL(`/app/webhooks/deliveries?message=${encodeURIComponent(String(form.get('message')))}`, url))
}

export default function DeliveryScreen({ loaderData: { row, error, message_id, endpoint_id, url, request, response, mayReplay }, params, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const busy = useNavigation().formMethod === 'POST'
  const problem = actionData?.problem
  const facts: readonly (readonly [string, string])[] = [
    [t('When'), row.exact],
    [t('Took'), row.duration],
    [t('Attempt'), row.attempt === 1 ? t('the first') : t('number {{number}} of 5', { number: row.attempt })],
    [t('Next attempt'), row.again ?? (row.final ? t('none: it was given up') : t('none is due'))],
  ]
  return (
    <Screen title={row.event_type} lead={row.endpoint ?? t('Removed endpoint')} action={<LinkButton to="/app/webhooks/deliveries">{t('Whole log')}</LinkButton>}>
      {problem ? <Notice tone="bad" takeFocus title={problem.title}>{problem.detail ? <p>{problem.detail}</p> : null}</Notice> : null}
      <Panel title={t('Attempt')}>
        <div className="flex flex-wrap items-center gap-3">
          <AttemptBadge status={row.status} />
          {row.fault ? <p className="text-sm">{t(faultTexts[row.fault])}</p> : null}
        </div>
        {error ? <p className="font-mono text-[0.8125rem] break-words text-ink-soft">{error}</p> : null}
        <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[8rem_minmax(0,1fr)]">
          {facts.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-ink-faint">{name}</dt>
              <dd className="tabular-nums">{value}</dd>
            </div>
          ))}
          <dt className="text-ink-faint">{t('Message')}</dt>
          <dd>
            <code className="font-mono text-[0.8125rem] break-all">{message_id}</code>
            <Link to={`/app/webhooks/deliveries?message=${message_id}`} className="block w-fit text-accent-text">
              {t('all of its attempts')}
            </Link>
          </dd>
          <dt className="text-ink-faint">{t('Endpoint')}</dt>
          <dd>
            {endpoint_id ? (
              <Link to={`/app/webhooks/${endpoint_id}`} className="text-accent-text">
                {row.endpoint}
              </Link>
            ) : (
              t('Removed endpoint')
            )}
          </dd>
        </dl>
        {mayReplay ? (
          <Form method="post" className="flex flex-wrap items-center gap-3">
            <input type="hidden" name="message" value={message_id} />
            <input type="hidden" name="selected" value={params.id} />
            <Button name="intent" value="deliveries" busy={busy}>
              {t('Send again')}
            </Button>
            <span className="text-sm text-ink-faint">{t('Under the same message id, so that the receiver can tell.')}</span>
          </Form>
        ) : null}
      </Panel>
      <Exchange title={t('Request')} line={`POST ${url}`} headers={request.headers} body={request.body} absent={t('The message is older than 90 days and no longer kept.')} />
      {response ? (
        <Exchange title={t('Answer')} line={`HTTP ${response.status}`} headers={response.headers} body={response.body} absent={t('It was empty.')} />
      ) : (
        <Panel title={t('Answer')}>
          <p className="text-sm text-ink-soft">{t('There was none.')}</p>
        </Panel>
      )}
    </Screen>
  )
}
