import type { Approval } from '#modules/approvals/contract'
import type { AuditEntry } from '#modules/audit/contract'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Route } from './+types/dashboard.js'
import { activityOf } from './activity.js'
import { ActivityList } from './activity-list.js'
import { readDay } from './day.server.js'
import { FirstSteps } from './first-steps.js'
import { readFirstSteps } from './first-steps.server.js'
import { OccupancyChart } from './occupancy-chart.js'
import { TodayList } from './today-list.js'
import { WaitingList } from './waiting-list.js'
import { bookingRow } from '../bookings/booking-rows.server.js'
import { dayTitle, slotLabel } from '../bookings/booking-times.server.js'
import { placeOf, today } from '../bookings/wall-clock.server.js'
import { LinkButton } from '../kit/button.js'
import { Icon } from '../kit/icon.js'
import { Panel, Screen } from '../kit/screen.js'
import { titled } from '../language/title.js'
import { dateLocale, words } from '../language/words.server.js'
import { NoResources } from '../nothing-yet/no-resources.js'
import { momentText } from '../reading/instant-text.server.js'
import { readPeople } from '../reading/people.server.js'
import { read, type Page } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Today')

export async function loader({ context }: Route.LoaderArgs) {
  const { session } = context.get(consoleContext)
  const viewer = context.get(viewerContext)
  const zone = viewer.user.timezone
  const may = (module: string, permission: string): boolean => viewer.modules.includes(module) && viewer.permissions.includes(permission)
  const [day, people, approvals, entries] = await Promise.all([
    readDay(session, zone),
    readPeople(session, viewer),
    may('approvals', 'approvals:decide') ? read<Page<Approval>>(session, '/v1/approvals', { mine: 'to_decide', status: 'pending', limit: '6' }) : null,
    may('audit', 'audit:read') ? read<Page<AuditEntry>>(session, '/v1/audit-log', { outcome: 'done', limit: '40' }) : null,
  ])
  const { resources, bookings, ...chart } = day
  const steps = await readFirstSteps(session, viewer, { resources: resources.length > 0, colleagues: people.members.length > 1 })
  const byId = new Map(resources.map((resource) => [resource.id, resource]))
  const now = Date.now()
  const t = words()
  return {
    date: dayTitle(today(zone), today(zone), dateLocale()).name,
    place: placeOf(zone),
    chart,
    anything: resources.length > 0,
    steps,
    today: bookings.map((booking) => {
      const { id, title, range, resource, status, mine, who, busy } = bookingRow(booking, byId.get(booking.resource_id), viewer, people, zone)
      return { id, title, range, resource, status, mine, who, busy, over: Date.parse(booking.ends_at) <= now, running: Date.parse(booking.starts_at) <= now && Date.parse(booking.ends_at) > now }
    }),
    waiting: approvals
      ? approvals.items.map(({ id, booking_id, requested_for, resource_id, starts_at, ends_at }) => ({ id, booking: booking_id, who: people.name(requested_for), resource: byId.get(resource_id)?.name ?? t('Archived resource'), slot: slotLabel(starts_at, ends_at, zone) }))
      : null,
    more: approvals?.next_cursor !== null && approvals !== null,
    activity: entries ? activityOf(entries.items, (id) => people.name(id), (instant) => momentText(instant, zone), t).slice(0, 10) : null,
    mayBook: viewer.permissions.includes('bookings:create'),
    mayManage: viewer.permissions.includes('resources:manage'),
  }
}

export default function Dashboard({ loaderData }: Route.ComponentProps) {
  const { date, place, chart, anything, steps, today: bookings, waiting, more, activity, mayBook, mayManage } = loaderData
  const { t } = useTranslation()
  return (
    <Screen
      wide
      title={t('Today')}
      lead={t('{{days}}, times in {{place}}', { days: date, place })}
      action={
        mayBook && anything ? (
          <LinkButton tone="primary" to="/app/bookings/new">
            <Icon name="plus" /> {t('New booking')}
          </LinkButton>
        ) : null
      }
    >
      <div className={`grid items-start gap-5 ${waiting || activity ? 'lg:grid-cols-[minmax(0,1fr)_minmax(0,21rem)]' : ''}`}>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
          {steps ? <FirstSteps done={steps} /> : null}
          {anything || steps ? null : <NoResources filtered={false} archived={false} mayManage={mayManage} />}
          {anything ? (
            <Panel title={t('How full it is')}>
              <OccupancyChart {...chart} />
            </Panel>
          ) : null}
          {anything ? (
            <Panel title={t('Booked today')}>
              <TodayList rows={bookings} />
              <Link to="/app/bookings" className="text-sm font-medium text-accent-text underline-offset-2 hover:underline">
                {t('All bookings')}
              </Link>
            </Panel>
          ) : null}
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
          {waiting ? (
            <Panel title={t('Waiting for you')}>
              <WaitingList rows={waiting} more={more} />
            </Panel>
          ) : null}
          {activity ? (
            <Panel title={t('Activity')}>
              <ActivityList lines={activity} />
            </Panel>
          ) : null}
        </div>
      </div>
    </Screen>
  )
}
