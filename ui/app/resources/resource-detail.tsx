import type { Resource } from '#modules/resources/contract'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Route } from './+types/resource-detail.js'
import { DoneNotice } from './done-notice.js'
import { minutesInWords } from './durations.js'
import { factsOf } from './resource-facts.server.js'
import { UpcomingBookings } from './upcoming-bookings.js'
import { weekInLines } from './weekdays.js'
import { slotLabel } from '../bookings/booking-times.server.js'
import type { Booking } from '../bookings/rest-types.js'
import { Badge } from '../kit/badge.js'
import { LinkButton } from '../kit/button.js'
import { Panel, Screen } from '../kit/screen.js'
import { words } from '../language/words.server.js'
import { readPeople } from '../reading/people.server.js'
import { read, type Page } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.facts.name ?? ''} · BookFlow` }]

export async function loader({ url, params, context }: Route.LoaderArgs) {
  const { session } = context.get(consoleContext)
  const viewer = context.get(viewerContext)
  const [resource, people] = await Promise.all([read<Resource>(session, `/v1/resources/${encodeURIComponent(params.id)}`), readPeople(session, viewer)])
  const next = viewer.permissions.includes('bookings:read')
    ? await read<Page<Booking>>(session, '/v1/bookings', { resource_id: resource.id, from: new Date().toISOString(), limit: '10' })
    : { items: [] }
  const zone = viewer.user.timezone
  const t = words()
  const taking = new Set(['held', 'pending_approval', 'confirmed', 'checked_in'])
  return {
    facts: factsOf(resource, zone),
    owners: resource.owner_ids.map((id) => people.name(id)),
    upcoming: next.items
      .filter(({ status }) => taking.has(status))
      .slice(0, 6)
      .map(({ id, title, busy, starts_at, ends_at, status }) => ({ id, title: busy ? t('Busy') : (title ?? t('Untitled')), slot: slotLabel(starts_at, ends_at, zone), status })),
    done: url.searchParams.get('done'),
    mayManage: viewer.permissions.includes('resources:manage'),
    mayBook: viewer.permissions.includes('bookings:create'),
  }
}

export default function ResourceDetail({ loaderData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const { facts, owners, upcoming, done, mayManage, mayBook } = loaderData
  return (
    <Screen
      title={facts.name}
      lead={[facts.type, facts.location].filter(Boolean).join(' · ')}
      action={
        <div className="flex flex-wrap gap-2.5">
          {mayManage ? <LinkButton to={`/app/resources/${facts.id}/edit`}>{t('Edit')}</LinkButton> : null}
          {mayManage ? <LinkButton to={`/app/resources/${facts.id}/archive`}>{facts.archived ? t('Restore') : t('Archive')}</LinkButton> : null}
          {mayBook && !facts.archived ? (
            <LinkButton tone="primary" to={`/app/bookings/new?resource=${facts.id}`}>
              {t('Book it')}
            </LinkButton>
          ) : null}
        </div>
      }
    >
      {done ? <DoneNotice done={done} name={facts.name} /> : null}
      {facts.archived ? (
        <div>
          <Badge tone="calm" icon="ban">
            {t('Archived {{when}}', { when: facts.archived })}
          </Badge>
        </div>
      ) : null}
      {facts.description ? <p className="max-w-[70ch] whitespace-pre-line text-ink-soft">{facts.description}</p> : null}
      <div className="grid items-start gap-5 md:grid-cols-2">
        <Panel title={t('At a glance')}>
          <Facts
            facts={[
              [t('Capacity'), facts.capacity],
              [t('Its clock'), facts.clock],
              [t('Owners'), owners.length > 0 ? owners.join(', ') : t('Nobody')],
              [t('Titles'), facts.showsTitles ? t('Members see each other’s') : t('Hidden from other members')],
              ...facts.attributes,
            ]}
          />
        </Panel>
        <Panel title={t('Limits')}>
          <Facts
            facts={[
              [t('Length'), t('{{from}} to {{to}}', { from: minutesInWords(facts.minDuration, t), to: minutesInWords(facts.maxDuration, t) })],
              [t('Notice'), minutesInWords(facts.notice, t)],
              [t('Ahead'), t('up to {{count}} days', { count: facts.horizonDays })],
              [t('Kept free before'), minutesInWords(facts.bufferBefore, t)],
              [t('Kept free after'), minutesInWords(facts.bufferAfter, t)],
            ]}
          />
        </Panel>
        <Panel title={t('Opening hours')}>
          {facts.hours ? (
            <Facts facts={weekInLines(facts.hours, t).map(({ days, times }) => [days, times])} />
          ) : (
            <p className="text-ink-soft">{t('Always open')}</p>
          )}
          {facts.exceptions.length > 0 ? (
            <div className="grid gap-2 border-t border-line pt-3">
              <h3 className="text-sm font-medium">{t('Days with other hours')}</h3>
              <Facts facts={facts.exceptions} />
            </div>
          ) : null}
        </Panel>
        <Panel title={t('Coming up')}>
          <UpcomingBookings rows={upcoming} none={t('Nothing is booked. It is all free.')} />
          {upcoming.length > 0 ? (
            <Link to={`/app/bookings?resource_id=${facts.id}`} className="text-sm font-medium text-accent-text underline-offset-2 hover:underline">
              {t('All its bookings')}
            </Link>
          ) : null}
        </Panel>
      </div>
    </Screen>
  )
}

function Facts({ facts }: { facts: readonly (readonly [string, string])[] }) {
  return (
    <dl className="grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-5 gap-y-2 text-sm">
      {facts.map(([term, value], index) => (
        <div key={index} className="contents">
          <dt className="text-ink-faint">{term}</dt>
          <dd className="min-w-0 break-words tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
