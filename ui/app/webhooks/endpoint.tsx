import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { Route } from './+types/endpoint.js'
import { DeliveryRows } from './delivery-rows.js'
import { endpointAction } from './endpoint-action.server.js'
import { endpointDetail } from './endpoint-detail.server.js'
import { EndpointFacts } from './endpoint-facts.js'
import { EndpointNotices } from './endpoint-notices.js'
import { RemovePanel, SwitchButton, TestButton } from './endpoint-switches.js'
import { RotationPanel } from './rotation-panel.js'
import { SecretPanel } from './secret-panel.js'
import { useFollow } from '../reading/use-follow.js'
import { LinkButton } from '../kit/button.js'
import { Notice } from '../kit/notice.js'
import { Panel, Screen } from '../kit/screen.js'
import { titled } from '../language/title.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Webhook endpoint')

export async function loader({ params, url, context }: Route.LoaderArgs) {
  return endpointDetail(context.get(consoleContext).session, context.get(viewerContext), params.id, url.searchParams)
}

export async function action({ request, params, context }: Route.ActionArgs) {
  return endpointAction(context.get(consoleContext).session, params.id, await request.formData())
}

export default function EndpointScreen({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const { endpoint, host, since, deliveries, dead, test, progress, mayManage } = loaderData
  useFollow(test === 'waiting' || (progress !== null && progress.tried < progress.count))
  const problem = actionData?.problem
  return (
    <Screen
      title={endpoint.description || host}
      lead={endpoint.description ? host : t('Webhook endpoint')}
      action={
        mayManage ? (
          <div className="flex flex-wrap gap-2.5">
            {endpoint.enabled ? <TestButton /> : null}
            <LinkButton to={`/app/webhooks/${endpoint.id}/edit`}>{t('Change')}</LinkButton>
            <SwitchButton enabled={endpoint.enabled} version={endpoint.version} />
          </div>
        ) : undefined
      }
    >
      {problem ? <Notice tone="bad" takeFocus title={problem.title}><p>{problem.detail}</p></Notice> : null}
      {actionData?.secret ? <SecretPanel title={t('It has a new secret')} secret={actionData.secret}>{t('The one before signs as well for 24 hours, so that you can change it without losing a message.')}</SecretPanel> : null}
      <EndpointNotices endpoint={endpoint} since={since} done={actionData ? null : search.get('done')} test={test} progress={progress} />
      <EndpointFacts {...loaderData} />
      <Panel title={t('Latest attempts')} lead={t('Newest first. The log has all of the last 90 days.')}>
        {deliveries.length > 0 ? <DeliveryRows rows={deliveries} /> : <p className="text-sm text-ink-soft">{t('Nothing was sent to it yet.')}</p>}
        <div className="flex flex-wrap gap-2.5">
          <LinkButton to={`/app/webhooks/deliveries?endpoint=${endpoint.id}`}>{t('Whole log')}</LinkButton>
          {dead > 0 ? <LinkButton to={`/app/webhooks/dead?endpoint=${endpoint.id}`}>{dead > 99 ? t('More than 99 given up') : t('{{count}} messages given up', { count: dead })}</LinkButton> : null}
        </div>
      </Panel>
      {mayManage ? (
        <>
          <RotationPanel overlap={loaderData.overlap} version={endpoint.version} />
          <RemovePanel version={endpoint.version} />
        </>
      ) : null}
    </Screen>
  )
}
