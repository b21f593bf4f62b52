import type { DeadLetter, Endpoint } from '#modules/webhooks/contract'
import { useTranslation } from 'react-i18next'
import type { Route } from './+types/dead.js'
import { DeadRows } from './dead-rows.js'
import { DeadReplayForm } from './dead-replay-form.js'
import { hostOf } from './endpoint-state.js'
import { replayAction } from './replay.server.js'
import { ReplayNotice } from './replay-notice.js'
import { readProgress } from './replay-progress.server.js'
import { useFollow } from '../reading/use-follow.js'
import { WebhooksScreen } from './webhooks-screen.js'
import { LinkButton } from '../kit/button.js'
import { EmptyState } from '../kit/empty-state.js'
import { FilterForm } from '../filters/filter-form.js'
import { Filter, filterControl } from '../kit/filter-fields.js'
import { Notice } from '../kit/notice.js'
import { Pager } from '../kit/pager.js'
import { titled } from '../language/title.js'
import { words } from '../language/words.server.js'
import { momentText } from '../reading/instant-text.server.js'
import { read, readAll, type Page } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Given up')

export async function loader({ url, context }: Route.LoaderArgs) {
  const t = words()
  const { session } = context.get(consoleContext)
  const viewer = context.get(viewerContext)
  const zone = viewer.user.timezone
  const endpoint = /^[0-9a-f-]{36}$/.exec(url.searchParams.get('endpoint') ?? '')?.[0] ?? ''
  const [page, endpoints, progress] = await Promise.all([
    read<Page<DeadLetter>>(session, '/v1/webhooks/dead-letters', { endpoint_id: endpoint, cursor: url.searchParams.get('cursor') ?? '', limit: '50' }),
    readAll<Endpoint>(session, '/v1/webhooks/endpoints'),
    readProgress(session, url.searchParams, endpoint || null),
  ])
  const names = new Map(endpoints.map(({ id, url: address, description }) => [id, description || hostOf(address)]))
  const rows = page.items.map((letter) => ({
    id: letter.outbox_id,
    what: letter.event_type ?? t('A message no longer kept'),
    endpoint: names.get(letter.endpoint_id) ?? t('Removed endpoint'),
    message: letter.message_id,
    attempts: letter.attempts,
    reason: letter.reason,
    written: momentText(letter.written_at, zone),
    given_up: momentText(letter.given_up_at, zone),
    sendable: letter.event_type !== null && names.has(letter.endpoint_id),
  }))
  return { endpoint, endpoints: [...names].map(([id, name]) => ({ id, name })), rows, nextCursor: page.next_cursor, progress, mayManage: viewer.permissions.includes('webhooks:manage') }
}

export async function action({ request, url, context }: Route.ActionArgs) {
  return replayAction(context.get(consoleContext).session, await request.formData(), url)
}

export default function Dead({ loaderData: { endpoint, endpoints, rows, nextCursor, progress, mayManage }, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  useFollow(progress !== null && progress.tried < progress.count)
  const problem = actionData?.problem
  return (
    <WebhooksScreen view="dead" lead={t('Messages that failed every time, kept 90 days')}>
      {problem ? <Notice tone="bad" takeFocus title={problem.title}>{problem.detail ? <p>{problem.detail}</p> : null}</Notice> : null}
      {progress && !problem ? <ReplayNotice progress={progress} /> : null}
      <FilterForm action="/app/webhooks/dead" views="dead-letters" state={endpoint} clear={endpoint ? '/app/webhooks/dead' : undefined}>
        <Filter label={t('Endpoint')}>
          <select className={`${filterControl} sm:max-w-52`} name="endpoint" defaultValue={endpoint}>
            <option value="">{t('Any')}</option>
            {endpoint && !endpoints.some(({ id }) => id === endpoint) ? <option value={endpoint}>{t('Removed endpoint')}</option> : null}
            {endpoints.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Filter>
      </FilterForm>
      {rows.length > 0 ? (
        <>
          {mayManage ? <DeadReplayForm endpoint={endpoints.some(({ id }) => id === endpoint) ? endpoint : ''} /> : null}
          <DeadRows rows={rows} selectable={mayManage} />
        </>
      ) : (
        <EmptyState icon="check" title={t('Nothing is given up')} action={endpoint ? <LinkButton to="/app/webhooks/dead">{t('Clear filters')}</LinkButton> : undefined}>
          <p>{t('A message that fails five times in 28 hours comes here, and can be sent again.')}</p>
        </EmptyState>
      )}
      <Pager nextCursor={nextCursor} next={t('Older messages')} />
    </WebhooksScreen>
  )
}
