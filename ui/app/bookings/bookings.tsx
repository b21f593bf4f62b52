import { useTranslation } from 'react-i18next'
import { Outlet, useOutlet, useSearchParams } from 'react-router'
import type { Route } from './+types/bookings.js'
import { allResources } from './all-resources.server.js'
import { filterQuery, readFilters } from './booking-filters.js'
import { BookingDays } from './booking-days.js'
import { BookingFiltersForm } from './booking-filters-form.js'
import { bookingRow, groupByDay } from './booking-rows.server.js'
import { DoneNotice } from './done-notice.js'
import { readDone } from './done.server.js'
import type { Booking, Page } from './rest-types.js'
import { NoBookings } from './no-bookings.js'
import { placeOf, startOfDay, today } from './wall-clock.server.js'
import { LinkButton } from '../kit/button.js'
import { Icon } from '../kit/icon.js'
import { PrintButton } from '../kit/print-button.js'
import { titled } from '../language/title.js'
import { dateLocale } from '../language/words.server.js'
import { readPeople } from '../reading/people.server.js'
import { NoResources } from '../nothing-yet/no-resources.js'
import { useOpening } from '../saved-views/view-choices.js'
import { consoleContext } from '../session/console-context.js'
import { pageProblem } from '../session/page-problem.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Bookings')

export async function loader({ url, context }: Route.LoaderArgs) {
  const { session } = context.get(consoleContext)
  const viewer = context.get(viewerContext)
  const { searchParams } = url
  const zone = viewer.user.timezone
  const filters = readFilters(searchParams)
  const query = {
    from: startOfDay(filters.from || today(zone), zone),
    to: filters.to ? startOfDay(filters.to, zone, 1) : undefined,
    resource_id: filters.resourceId,
    status: filters.status,
    mine: filters.mine ? 'true' : undefined,
    cursor: filters.cursor,
    limit: '50',
  }
  const [resources, people, page, done] = await Promise.all([
    allResources(session),
    readPeople(session, viewer),
    session.send<Page<Booking>>('GET', '/v1/bookings', { query }),
    readDone(session, searchParams, zone),
  ])
  if (!page.ok) throw pageProblem(page.problem)
  const byId = new Map(resources.map((resource) => [resource.id, resource]))
  const rows = page.body.items.map((booking) => bookingRow(booking, byId.get(booking.resource_id), viewer, people, zone))
  return {
    filters,
    done,
    days: groupByDay(rows, zone, dateLocale()),
    resources: resources.map(({ id, name }) => ({ id, name })),
    nextCursor: page.body.next_cursor,
    place: placeOf(zone),
    mayBook: viewer.permissions.includes('bookings:create'),
    mayManage: viewer.permissions.includes('resources:manage'),
  }
}

export default function Bookings({ loaderData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const { filters, days, resources, nextCursor, place, mayBook, mayManage, done } = loaderData
  const [search] = useSearchParams()
  const opening = useOpening()
  const panel = useOutlet()
  const filtered = filters.from || filters.to || filters.resourceId || filters.status || filters.mine
  return (
    <div className={`grid grid-cols-[minmax(0,1fr)] items-start ${panel ? 'lg:grid-cols-[minmax(0,1fr)_25rem]' : ''}`}>
      <section aria-labelledby="bookings-title" className={`mx-auto grid w-full max-w-4xl gap-5 px-4 py-6 sm:px-8 ${panel ? 'max-lg:hidden' : ''}`}>
        <div className="flex flex-wrap items-center justify-between gap-3">
          <div>
            <h1 id="bookings-title" className="text-2xl font-semibold">
              {t('Bookings')}
            </h1>
            <p className="text-sm text-ink-faint">{t('Times in {{place}}', { place })}</p>
          </div>
          <div className="flex flex-wrap gap-2.5 print:hidden">
            {days.length > 0 ? <PrintButton /> : null}
            {mayBook && resources.length > 0 ? (
              <>
                <LinkButton to={opening('/app/find')}>{t('Find a time')}</LinkButton>
                <LinkButton tone="primary" to={`new${filterQuery(search)}`} preventScrollReset>
                  <Icon name="plus" /> {t('New booking')}
                </LinkButton>
              </>
            ) : null}
          </div>
        </div>
        {done ? <DoneNotice done={done} /> : null}
        <BookingFiltersForm filters={filters} resources={resources} />
        {days.length > 0 ? <BookingDays days={days} highlighted={done?.id} /> : null}
        {days.length === 0 && resources.length === 0 ? <NoResources filtered={false} archived={false} mayManage={mayManage} /> : null}
        {days.length === 0 && resources.length > 0 ? <NoBookings filtered={Boolean(filtered || filters.cursor)} mayBook={mayBook} /> : null}
        <nav aria-label={t('Pages')} className="flex gap-3 empty:hidden">
          {filters.cursor ? <LinkButton to={filterQuery(search, { cursor: '' }) || '?'}>{t('First page')}</LinkButton> : null}
          {nextCursor ? <LinkButton to={filterQuery(search, { cursor: nextCursor })}>{t('Later bookings')}</LinkButton> : null}
        </nav>
      </section>
      <Outlet />
    </div>
  )
}
