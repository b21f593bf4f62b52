import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { BookingRow } from '../bookings/booking-rows.server.js'
import { StatusBadge } from '../bookings/status-badge.js'

export type TodayRow = Pick<BookingRow, 'id' | 'title' | 'range' | 'resource' | 'status' | 'mine' | 'who' | 'busy'> & { readonly over: boolean; readonly running: boolean }

/** Shown at once; a longer day is a click away. */
const most = 12

/** What is still to come first; what is over is counted. */
export function TodayList({ rows }: { rows: readonly TodayRow[] }) {
  const { t } = useTranslation()
  const coming = rows.filter(({ over }) => !over)
  const past = rows.length - coming.length
  if (rows.length === 0) return <p className="text-ink-soft">{t('Nothing is booked today. It is all free.')}</p>
  return (
    <>
      {coming.length === 0 ? <p className="text-ink-soft">{t('Nothing more today.')}</p> : null}
      <ul className="grid gap-3">
        {coming.slice(0, most).map(({ id, title, range, resource, status, mine, who, busy, running }) => (
          <li key={id} className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 sm:grid-cols-[7.500rem_minmax(0,1fr)_auto]">
            <p className="text-sm font-medium tabular-nums max-sm:col-span-2">
              {range}
              {running ? <span className="ml-2 text-[0.8125rem] font-normal text-accent-text sm:hidden">{t('now')}</span> : null}
            </p>
            <div className="min-w-0">
              <p className={`truncate text-sm ${busy ? 'text-ink-soft' : 'font-medium'}`}>
                <Link to={`/app/bookings/${id}`} className="text-inherit underline-offset-2 hover:underline">
                  {title}
                </Link>
                {mine ? <span className="ml-2 text-[0.8125rem] font-normal text-ink-faint">{t('yours')}</span> : null}
                {running ? <span className="ml-2 text-[0.8125rem] font-normal text-accent-text max-sm:hidden">{t('now')}</span> : null}
              </p>
              <p className="truncate text-sm text-ink-soft">{[resource, who].filter(Boolean).join(' · ')}</p>
            </div>
            <StatusBadge status={status} />
          </li>
        ))}
      </ul>
      {past > 0 || coming.length > most ? (
        <p className="text-[0.8125rem] text-ink-faint">{[past > 0 ? t('{{count}} over', { count: past }) : '', coming.length > most ? t('{{count}} more to come', { count: coming.length - most }) : ''].filter(Boolean).join(', ')}</p>
      ) : null}
    </>
  )
}
