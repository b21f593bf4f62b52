import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { filterQuery } from './booking-filters.js'
import type { BookingDay, BookingRow } from './booking-rows.server.js'
import { StatusBadge } from './status-badge.js'

/** @param base where a booking's own pages lie; the current page when absent */
export function BookingDays({ days, highlighted, base = '.' }: { days: readonly BookingDay[]; highlighted: string | undefined; base?: string }) {
  return (
    <div className="grid gap-6">
      {days.map(({ day, name, relative, rows }) => (
        <section key={day} aria-labelledby={`day-${day}`} className="grid gap-2">
          <h2 id={`day-${day}`} className="flex items-baseline gap-2 text-sm font-semibold">
            {relative ?? name}
            {relative ? <span className="font-normal text-ink-faint">{name}</span> : null}
          </h2>
          <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-soft">
            {rows.map((row) => (
              <Row key={row.id} row={row} highlighted={row.id === highlighted} base={base} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

const over = new Set(['cancelled', 'rejected', 'expired'])

function Row({ row, highlighted, base }: { row: BookingRow; highlighted: boolean; base: string }) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  return (
    <li
      data-booking={row.id}
      className={`grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1 px-4 py-3 transition-colors sm:grid-cols-[8rem_minmax(0,1fr)_auto_5.500rem] ${highlighted ? 'bg-accent-wash' : ''}`}
    >
      <p className={`tabular-nums max-sm:col-span-2 ${over.has(row.status) ? 'text-ink-faint line-through' : 'font-medium'}`}>{row.range}</p>
      <div className="min-w-0">
        <p className={`truncate ${row.busy ? 'text-ink-soft' : 'font-medium'}`}>
          <Link to={`${base}/${row.id}`} className="text-inherit underline-offset-2 hover:underline">
            {row.title}
          </Link>
          {row.mine ? <span className="ml-2 text-[0.8125rem] font-normal text-ink-faint">{t('yours')}</span> : null}
        </p>
        <p className="text-sm text-ink-soft sm:truncate">
          {row.resource}
          {row.location ? <span className="text-ink-faint"> · {row.location}</span> : null}
          {row.who ? (
            <span className="max-sm:block">
              <span className="max-sm:hidden"> · </span>
              {row.who}
            </span>
          ) : null}
        </p>
        {row.elsewhere ? <p className="text-[0.8125rem] text-ink-faint tabular-nums">{row.elsewhere}</p> : null}
      </div>
      <div className="max-sm:col-start-1">
        <StatusBadge status={row.status} />
      </div>
      <div className="text-right max-sm:row-start-3 max-sm:[grid-column:2]">
        {row.cancellable ? (
          <Link
            to={`${base}/${row.id}/cancel${base === '.' ? filterQuery(search) : ''}`}
            preventScrollReset
            aria-label={t('Cancel it: {{title}}, {{when}}', { title: row.title, when: row.range })}
            className="inline-flex min-h-8 items-center whitespace-nowrap rounded-md px-2 text-sm text-ink-soft no-underline hover:bg-bad-wash hover:text-bad-text"
          >
            {t('Cancel it')}
          </Link>
        ) : null}
      </div>
    </li>
  )
}
