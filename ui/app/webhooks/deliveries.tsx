import type { DeliverySummary, Endpoint } from '#modules/webhooks/contract'
import { useTranslation } from 'react-i18next'
import { Form, useNavigation, useSearchParams } from 'react-router'
import type { Route } from './+types/deliveries.js'
import { DeliveryFilterForm } from './delivery-filter-form.js'
import { filterState, noFilters, readDeliveryFilters } from './delivery-filters.js'
import { deliveryRow } from './delivery-rows.server.js'
import { DeliveryRows } from './delivery-rows.js'
import { hostOf } from './endpoint-state.js'
import type { EventType } from './event-choice.js'
import { replayAction } from './replay.server.js'
import { ReplayNotice } from './replay-notice.js'
import { readProgress } from './replay-progress.server.js'
import { useFollow } from '../reading/use-follow.js'
import { WebhooksScreen } from './webhooks-screen.js'
import { startOfDay } from '../bookings/wall-clock.server.js'
import { Button, LinkButton } from '../kit/button.js'
import { EmptyState } from '../kit/empty-state.js'
import { Notice } from '../kit/notice.js'
import { Pager } from '../kit/pager.js'
import { titled } from '../language/title.js'
import { words } from '../language/words.server.js'
import { read, readAll, type Page } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Delivery log')

export async function loader({ url, context }: Route.LoaderArgs) {
  const { session } = context.get(consoleContext)
  const viewer = context.get(viewerContext)
  const zone = viewer.user.timezone
  const filters = readDeliveryFilters(url.searchParams)
  const { endpoint, type, status, message, from, to, cursor } = filters
  const query = { endpoint_id: endpoint, event_type: type, status, message_id: message, from: startOfDay(from, zone), to: startOfDay(to, zone, 1), cursor, limit: '50' }
  const [page, endpoints, types, progress] = await Promise.all([
    read<Page<DeliverySummary>>(session, '/v1/webhooks/deliveries', query),
    readAll<Endpoint>(session, '/v1/webhooks/endpoints'),
    read<{ items: readonly EventType[] }>(session, '/v1/webhooks/event-types'),
    readProgress(session, url.searchParams, endpoint || null),
  ])
  const names = new Map(endpoints.map(({ id, url: address, description }) => [id, description || hostOf(address)]))
  const removed = words()('Removed endpoint')
  return {
    filters,
    rows: page.items.map((item) => deliveryRow(item, zone, names.get(item.endpoint_id) ?? removed)),
    endpoints: [...names].map(([id, name]) => ({ id, name })),
    types: types.items.map(({ type: name }) => name),
    nextCursor: page.next_cursor,
    progress,
    mayManage: viewer.permissions.includes('webhooks:manage'),
  }
}

export async function action({ request, url, context }: Route.ActionArgs) {
  return replayAction(context.get(consoleContext).session, await request.formData(), url)
}

export default function Deliveries({ loaderData: { filters, rows, endpoints, types, nextCursor, progress, mayManage }, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const busy = useNavigation().formMethod === 'POST'
  useFollow(progress !== null && progress.tried < progress.count)
  const problem = actionData?.problem
  const filtered = filterState(filters) !== noFilters
  return (
    <WebhooksScreen view="deliveries" lead={t('Every attempt of the last 90 days, newest first')}>
      {problem ? <Notice tone="bad" takeFocus title={problem.title}>{problem.detail ? <p>{problem.detail}</p> : null}</Notice> : null}
      {progress && !problem ? <ReplayNotice progress={progress} /> : null}
      <DeliveryFilterForm filters={filters} endpoints={endpoints} types={types} />
      {filters.message ? <p className="text-sm text-ink-soft">{t('Attempts of one message, whose id is the same over all attempts, replays and endpoints.')}</p> : null}
      {rows.length > 0 ? (
        <>
          <DeliveryRows rows={rows} form={mayManage ? 'replay' : undefined} />
          {mayManage ? (
            <Form id="replay" method="post" action={`/app/webhooks/deliveries?${search}`} preventScrollReset>
              <Button name="intent" value="deliveries" busy={busy}>
                {t('Send the ticked again')}
              </Button>
            </Form>
          ) : null}
        </>
      ) : (
        <EmptyState icon="plug" title={filtered ? t('Nothing matches') : t('Nothing was sent yet')} action={filtered ? <LinkButton to="/app/webhooks/deliveries">{t('Clear filters')}</LinkButton> : undefined}>
          <p>{filtered ? t('No attempt fits these filters.') : t('Each attempt to reach an endpoint appears here with what was sent and what was answered.')}</p>
        </EmptyState>
      )}
      <Pager nextCursor={nextCursor} next={t('Older attempts')} />
    </WebhooksScreen>
  )
}
