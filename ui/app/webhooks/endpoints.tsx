import type { Endpoint } from '#modules/webhooks/contract'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { Route } from './+types/endpoints.js'
import { EndpointRows } from './endpoint-rows.js'
import { endpointState, hostOf } from './endpoint-state.js'
import { countTypes } from './event-choice.js'
import { WebhooksScreen } from './webhooks-screen.js'
import { LinkButton } from '../kit/button.js'
import { EmptyState } from '../kit/empty-state.js'
import { Icon } from '../kit/icon.js'
import { Notice } from '../kit/notice.js'
import { titled } from '../language/title.js'
import { momentText } from '../reading/instant-text.server.js'
import { readAll } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Webhooks')

export async function loader({ context }: Route.LoaderArgs) {
  const viewer = context.get(viewerContext)
  const endpoints = await readAll<Endpoint>(context.get(consoleContext).session, '/v1/webhooks/endpoints')
  const rows = endpoints.map((endpoint) => ({
    id: endpoint.id,
    host: hostOf(endpoint.url),
    description: endpoint.description,
    state: endpointState(endpoint),
    since: endpoint.failing_since ? momentText(endpoint.failing_since, viewer.user.timezone) : null,
    ...countTypes(endpoint.event_types),
    resources: endpoint.resource_ids.length,
  }))
  return { rows, mayManage: viewer.permissions.includes('webhooks:manage') }
}

export default function Endpoints({ loaderData: { rows, mayManage } }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const create = (
    <LinkButton tone="primary" to="/app/webhooks/new">
      <Icon name="plus" /> {t('New endpoint')}
    </LinkButton>
  )
  return (
    <WebhooksScreen view="endpoints" lead={t('Signed calls to your other systems when something happens here')} action={mayManage ? create : undefined}>
      {search.get('done') === 'removed' ? <Notice tone="good" takeFocus title={t('The endpoint is removed. What still waited for it is not sent.')} /> : null}
      {rows.length > 0 ? (
        <EndpointRows rows={rows} />
      ) : (
        <EmptyState icon="plug" title={t('No endpoints yet')} action={mayManage ? create : undefined}>
          <p>{t('An endpoint is an address of yours that is told of bookings, decisions and changes within seconds. Each message is signed, tried again when it fails, and kept for 90 days.')}</p>
        </EmptyState>
      )}
    </WebhooksScreen>
  )
}
