import type { OutboxItem } from '#modules/notifications/contract'
import { useTranslation } from 'react-i18next'
import { data, redirect, useSearchParams } from 'react-router'
import type { Route } from './+types/outbox.js'
import { NotificationsScreen } from './notifications-screen.js'
import { OutboxRows } from './outbox-rows.js'
import { messageText, outboxStates, stateLooks } from './outbox-words.js'
import { replay } from './replay.server.js'
import { FilterForm } from '../filters/filter-form.js'
import { ChoiceFilter } from '../kit/filter-fields.js'
import { Notice } from '../kit/notice.js'
import { PagedList } from '../kit/paged-list.js'
import { SendAgainForm } from '../kit/send-again-form.js'
import { titled } from '../language/title.js'
import { words } from '../language/words.server.js'
import { momentText } from '../reading/instant-text.server.js'
import { readPeople } from '../reading/people.server.js'
import { read, type Page } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Notifications')

/** Beside mail the outbox carries work of the modules themselves, such as planning reminders. */
const mailChannel = 'notifications.email'

export async function loader({ url, context }: Route.LoaderArgs) {
  const t = words()
  const { session } = context.get(consoleContext)
  const viewer = context.get(viewerContext)
  const zone = viewer.user.timezone
  const status: OutboxItem['status'] | '' = outboxStates.find((one) => one === url.searchParams.get('status')) ?? ''
  const everything = url.searchParams.get('content') === 'all'
  // What was given up is shown whatever it is: it can be sent again.
  const channel = everything || status === 'dead' ? '' : mailChannel
  const [page, people] = await Promise.all([
    read<Page<OutboxItem>>(session, '/v1/outbox', { status, channel, cursor: url.searchParams.get('cursor') ?? '', limit: '50' }),
    readPeople(session, viewer),
  ])
  const rows = page.items.map(({ id, channel, status: state, attempts, reason, kind, delivery, recipient_user_id, not_before, created_at, finished_at }) => ({
    id,
    status: state,
    what: t(messageText(kind, channel)),
    to: recipient_user_id ? people.name(recipient_user_id) : null,
    attempts,
    reason,
    made: momentText(created_at, zone),
    delivery: delivery && { state: delivery.state, when: momentText(delivery.at, zone) },
    then: state === 'pending' ? t('due {{when}}', { when: momentText(not_before, zone) }) : finished_at ? momentText(finished_at, zone) : '',
  }))
  return { status, everything, rows, nextCursor: page.next_cursor, mayReplay: viewer.permissions.includes('notifications:replay') }
}

export async function action({ request, url, context }: Route.ActionArgs) {
  const { problem, count } = await replay(context.get(consoleContext).session, await request.formData())
  if (problem) return data({ problem }, { status: 422 })
  const search = new URLSearchParams(url.searchParams)
  search.set('done', String(count))
  return redirect(`/app/notifications?${search}`)
}

export default function Outbox({ loaderData: { status, everything, rows, nextCursor, mayReplay }, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const problem = actionData?.problem
  const count = search.get('done')
  const dead = rows.some((row) => row.status === 'dead')
  const clear = status || everything ? '/app/notifications' : undefined
  return (
    <NotificationsScreen view="/app/notifications" lead={t('Everything the organisation sends, newest first')}>
      {problem ? <Notice tone="bad" takeFocus title={problem.title}>{problem.detail ? <p>{problem.detail}</p> : null}</Notice> : null}
      {!problem && count && /^\d{1,6}$/.test(count) ? <Notice tone="good" takeFocus title={count === '0' ? t('There was nothing to send again.') : t('{{count}} messages are on their way again.', { count: Number(count) })} /> : null}
      <FilterForm action="/app/notifications" views="outbox" state={`${status}|${everything}`} clear={clear}>
        <ChoiceFilter label={t('State')} name="status" value={status} any={t('Any')} choices={outboxStates.map((state) => [state, t(stateLooks[state].text)])} />
        <ChoiceFilter label={t('Content')} name="content" value={everything ? 'all' : ''} any={t('Mail')} choices={[['all', t('Mail and internal work')]]} />
      </FilterForm>
      {status ? <p className="text-sm text-ink-soft">{t(stateLooks[status].meaning)}</p> : null}
      {mayReplay && (dead || status === 'dead') ? <SendAgainForm ticked={dead ? 'selected' : null} range="all" days={[1, 7, 30]} /> : null}
      <PagedList
        icon="mail"
        clear={status ? clear : undefined}
        nothing={{ title: t('Nothing was sent yet'), text: t('Mail about bookings and decisions appears here when it is made.') }}
        noMatch={t('No message is in that state.')}
        nextCursor={nextCursor}
        next={t('Older messages')}
      >
        {rows.length > 0 ? <OutboxRows rows={rows} selectable={mayReplay} /> : null}
      </PagedList>
    </NotificationsScreen>
  )
}
