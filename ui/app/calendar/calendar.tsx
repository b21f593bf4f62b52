import { useState } from 'react'
import { data, Link, redirect, useSearchParams } from 'react-router'
import type { Route } from './+types/calendar.js'
import { readCalendar } from './calendar-data.server.js'
import { plusDays, readRange } from './calendar-range.js'
import { bookingAddress, moveBooking, type DragRefusal } from './drag.server.js'
import { RefusedDrag } from './refused-drag.js'
import { Timeline } from './timeline.js'
import { BookingDays } from '../bookings/booking-days.js'
import { today } from '../bookings/wall-clock.server.js'
import { LinkButton } from '../kit/button.js'
import { EmptyState } from '../kit/empty-state.js'
import { Filter, filterControl, FilterForm } from '../kit/filter-form.js'
import { Icon } from '../kit/icon.js'
import { Pager, queryWith } from '../kit/pager.js'
import { Screen } from '../kit/screen.js'
import { ViewLinks } from '../kit/view-links.js'
import { NoResources } from '../resources/no-resources.js'
import { consoleContext } from '../session/console-context.js'
import { textOf } from '../session/form-problem.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = () => [{ title: 'Calendar · BookFlow' }]

export async function loader({ url, context }: Route.LoaderArgs) {
  const viewer = context.get(viewerContext)
  const range = readRange(url.searchParams, today(viewer.user.timezone))
  return {
    range,
    calendar: await readCalendar(context.get(consoleContext).session, viewer, range),
    mayBook: viewer.permissions.includes('bookings:create'),
    mayManage: viewer.permissions.includes('resources:manage'),
  }
}

/** What was dragged: a booking to another place, or a new one onto the board. */
export async function action({ request, context }: Route.ActionArgs) {
  const { session } = context.get(consoleContext)
  const zone = context.get(viewerContext).user.timezone
  const form = await request.formData()
  if (textOf(form, 'act') === 'move') return data({ refusal: await moveBooking(session, form, zone) })
  const address = await bookingAddress(session, form, zone)
  return typeof address === 'string' ? redirect(address) : data({ refusal: address })
}

export default function CalendarScreen({ loaderData }: Route.ComponentProps) {
  const { range, calendar, mayBook, mayManage } = loaderData
  const [search] = useSearchParams()
  const [refusal, setRefusal] = useState<DragRefusal | null>(null)
  const to = (name: string, value: string): string => queryWith(search, name, value)
  const filtered = range.typeId !== '' || range.cursor !== ''
  const none = calendar.resources.length === 0
  return (
    <Screen
      wide
      title="Calendar"
      lead={`${calendar.title}, times in ${calendar.place}`}
      action={
        mayBook && !none ? (
          <LinkButton tone="primary" to={`/app/bookings/new?date=${range.first}`}>
            <Icon name="plus" /> New booking
          </LinkButton>
        ) : null
      }
    >
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
        <nav aria-label="Days" className="flex gap-1.5">
          <LinkButton to={to('date', plusDays(range.first, -range.days))} preventScrollReset aria-label={`The ${range.view} before`} className="px-2.5">
            <span className="rotate-90"><Icon name="chevron" /></span>
          </LinkButton>
          <LinkButton to={to('date', '')} preventScrollReset>Today</LinkButton>
          <LinkButton to={to('date', plusDays(range.first, range.days))} preventScrollReset aria-label={`The ${range.view} after`} className="px-2.5">
            <span className="-rotate-90"><Icon name="chevron" /></span>
          </LinkButton>
        </nav>
        <ViewLinks label="Length" views={[{ to: to('view', ''), label: 'Day', current: range.view === 'day' }, { to: to('view', 'week'), label: 'Week', current: range.view === 'week' }]} />
        <ViewLinks label="Form" views={[{ to: to('as', ''), label: 'Timeline', current: !range.asList }, { to: to('as', 'list'), label: 'List', current: range.asList }]} />
        <FilterForm action="/app/calendar" state={[range.first, range.view, range.asList, range.typeId].join('|')}>
          {['date', 'view', 'as'].map((name) => (search.get(name) ? <input key={name} type="hidden" name={name} value={search.get(name) ?? ''} /> : null))}
          <Filter label="Kind">
            <select className={filterControl} name="type_id" defaultValue={range.typeId}>
              <option value="">All</option>
              {calendar.types.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </Filter>
        </FilterForm>
      </div>
      {refusal ? <RefusedDrag refusal={refusal} /> : null}
      {none ? <NoResources filtered={filtered} archived={false} mayManage={mayManage} /> : null}
      {none || range.asList ? null : (
        <>
          <Timeline key={`${range.view}|${range.first}`} data={calendar} view={range.view} first={range.first} mayBook={mayBook} onRefusal={setRefusal} />
          <p className="text-[0.8125rem] text-ink-faint">
            {mayBook ? 'Draw over a free time to book it. Your bookings can be dragged and stretched. ' : ''}
            Without a mouse, the{' '}
            <Link to={to('as', 'list')} className="underline underline-offset-2">
              list
            </Link>{' '}
            can do the same.
          </p>
        </>
      )}
      {!none && range.asList ? calendar.days.length > 0 ? <BookingDays days={calendar.days} highlighted={undefined} base="/app/bookings" /> : <Free /> : null}
      <Pager nextCursor={calendar.nextCursor} next="More resources" />
    </Screen>
  )
}

function Free() {
  return (
    <EmptyState icon="calendar" title="Nothing is booked">
      <p>Everything is free in these days.</p>
    </EmptyState>
  )
}
