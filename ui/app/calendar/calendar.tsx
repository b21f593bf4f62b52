import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { data, Link, redirect, useSearchParams } from 'react-router'
import type { Route } from './+types/calendar.js'
import { BoardInBrowser } from './board-in-browser.js'
import { readCalendar, type CalendarData } from './calendar-data.server.js'
import { readRange } from './calendar-range.js'
import { CalendarTools } from './calendar-tools.js'
import { bookingAddress, moveBooking, type DragRefusal } from './drag.server.js'
import { MonthOfOne } from './month-of-one.js'
import { RefusedDrag } from './refused-drag.js'
import { rowsAtOnce } from './timeline-rows.server.js'
import { BookingDays } from '../bookings/booking-days.js'
import { today } from '../bookings/wall-clock.server.js'
import { saying } from '../flash/flash.server.js'
import { LinkButton } from '../kit/button.js'
import { EmptyState } from '../kit/empty-state.js'
import { Icon } from '../kit/icon.js'
import { Pager, queryWith } from '../kit/pager.js'
import { PrintButton } from '../kit/print-button.js'
import { Screen } from '../kit/screen.js'
import { titled } from '../language/title.js'
import { NoResources } from '../nothing-yet/no-resources.js'
import { SavedViews } from '../saved-views/saved-views.js'
import { useOpening } from '../saved-views/view-choices.js'
import { consoleContext } from '../session/console-context.js'
import { textOf } from '../session/form-problem.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Calendar')

export async function loader({ url, context }: Route.LoaderArgs) {
  const viewer = context.get(viewerContext)
  const range = readRange(url.searchParams, today(viewer.user.timezone))
  return {
    range,
    rowsAtOnce,
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
  if (textOf(form, 'act') === 'move') {
    const { refusal, said } = await moveBooking(session, form, zone)
    return said ? data({ refusal }, { headers: saying(said) }) : data({ refusal })
  }
  const address = await bookingAddress(session, form, zone)
  return typeof address === 'string' ? redirect(address) : data({ refusal: address })
}

export default function CalendarScreen({ loaderData }: Route.ComponentProps) {
  const { range, calendar, mayBook, mayManage } = loaderData
  const { t } = useTranslation()
  const opening = useOpening()
  const [refusal, setRefusal] = useState<DragRefusal | null>(null)
  const none = calendar.resources.length === 0
  return (
    <Screen
      wide
      title={t('Calendar')}
      lead={t('{{days}}, times in {{place}}', { days: calendar.title, place: calendar.place })}
      action={
        <div className="flex flex-wrap gap-2.5 print:hidden">
          {calendar.list ? <PrintButton /> : null}
          {mayBook && !none ? (
            <>
              <LinkButton to={opening('/app/find')}>{t('Find a time')}</LinkButton>
              <LinkButton tone="primary" to={`/app/bookings/new?date=${range.first}`}>
                <Icon name="plus" /> {t('New booking')}
              </LinkButton>
            </>
          ) : null}
        </div>
      }
    >
      <SavedViews screen="calendar" />
      <CalendarTools range={range} calendar={calendar} />
      {refusal ? <RefusedDrag refusal={refusal} /> : null}
      {none ? <NoResources filtered={range.typeId !== '' || range.resourceId !== '' || range.q !== ''} archived={false} mayManage={mayManage} /> : calendar.list ? <ListOf list={calendar.list} /> : <Picture {...loaderData} onRefusal={setRefusal} />}
    </Screen>
  )
}

type Shown = Pick<Route.ComponentProps['loaderData'], 'range' | 'calendar' | 'mayBook' | 'rowsAtOnce'>

function Picture({ range, calendar, mayBook, rowsAtOnce: atOnce, onRefusal }: Shown & { onRefusal: (refusal: DragRefusal | null) => void }) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const [only] = calendar.rows
  if (range.view === 'month' && range.resourceId && only) return <MonthOfOne calendar={calendar} row={only} />
  const query = new URLSearchParams({ view: range.view, date: range.first }).toString()
  return (
    <>
      <BoardInBrowser key={[query, range.typeId, range.q, range.resourceId].join('|')} calendar={calendar} range={range} query={query} rowsAtOnce={atOnce} mayBook={mayBook} onRefusal={onRefusal} />
      <p className="text-[0.8125rem] text-ink-faint print:hidden">
        {range.view === 'month'
          ? t('A number is how many bookings a day has, a column how much of the open time they take. ')
          : mayBook
            ? t('Draw over a free time to book it. Your bookings can be dragged and stretched; a finger rests on them first, keys take them with M. ')
            : ''}
        <Link to={queryWith(search, 'as', 'list')} className="underline underline-offset-2">
          {t('The list can do the same without a mouse.')}
        </Link>
      </p>
    </>
  )
}

function ListOf({ list }: { list: NonNullable<CalendarData['list']> }) {
  const { t } = useTranslation()
  return (
    <>
      {list.days.length > 0 ? (
        <BookingDays days={list.days} highlighted={undefined} base="/app/bookings" />
      ) : (
        <EmptyState icon="calendar" title={t('Nothing is booked')}>
          <p>{t('Everything is free in these days.')}</p>
        </EmptyState>
      )}
      <Pager nextCursor={list.nextCursor} next={t('Later bookings')} />
    </>
  )
}
